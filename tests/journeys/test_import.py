"""A file with faults is checked, mended, shown and confirmed."""

import pytest
from django.urls import reverse

from goldenthread.partnership.models import Agency

HEADINGS = "name,sector,membership_kind,areas,valid_from\n"
FAULTY = (
    HEADINGS + "Mill Lane Clinic,health provider,core,NOR,31 June 2024\nBridge House,voluntry,core,NOR,2024-04-01\n"
)
MENDED = (
    HEADINGS + "Mill Lane Clinic,health provider,core,NOR,30 June 2024\nBridge House,voluntary,core,NOR,2024-04-01\n"
)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])
def test_faults_are_shown_mended_and_the_file_is_loaded(visit, universe, javascript):
    manager = visit("business_manager", javascript=javascript)
    manager.when_opens("/")
    manager.when_follows("Import and export", within="header")
    manager.when_follows("Import agencies")
    manager.when_presses("Check file")
    manager.then_sees("There is a problem")

    manager.when_attaches("File", "agencies.csv", FAULTY.encode())
    manager.when_presses("Check file")
    manager.then_sees("31 June 2024", "voluntry")
    manager.then_does_not_see("Load this file")
    assert not Agency.objects.filter(name="Bridge House").exists()

    manager.when_opens(reverse("import_add", args=["agencies"]))
    manager.when_attaches("File", "agencies.csv", MENDED.encode())
    manager.when_presses("Check file")
    manager.then_sees("Mill Lane Clinic", "Bridge House")
    assert not Agency.objects.filter(name="Bridge House").exists()
    manager.when_presses("Load this file")
    manager.then_sees("agencies.csv was loaded.")
    manager.when_opens(reverse("agency_list"))
    manager.then_sees("Mill Lane Clinic", "Bridge House")
