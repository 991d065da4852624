"""Plans and action sheets in and out through the pages of files."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from goldenthread.improvement.models import Action

pytestmark = pytest.mark.django_db
ROWS = b"priority,action,who\nVoice of the child,Ask children,MP\n"


def test_a_plan_comes_in_for_the_partnership_chosen(mere, get, post):
    form = get(mere.manager, "import_add", "plan").context["form"]
    assert list(form.fields) == ["partnership", "file"]
    assert list(form.fields["partnership"].queryset) == [mere.partnership]
    refused = post(mere.manager, "import_add", "plan", file=SimpleUploadedFile("plan.csv", ROWS))
    assert "Choose partnership." in refused.content.decode()
    chosen = {"partnership": str(mere.partnership.pk)}
    answer = post(mere.manager, "import_add", "plan", file=SimpleUploadedFile("plan.csv", ROWS), **chosen)
    number = int(answer.url.strip("/").split("/")[-1])
    assert not Action.objects.exists()
    assert "Ask children" in get(mere.manager, "import_page", number).content.decode()
    post(mere.manager, "import_confirm", number)
    assert Action.objects.get().lead_agency == mere.police


def test_the_sheet_of_an_agency_goes_out(mere, action, get):
    form = get(mere.manager, "export_download", "action_updates").context["form"]
    assert set(form.fields) == {"agency", "format"}
    answer = get(mere.manager, "export_download", "action_updates", format="csv", agency=mere.health.pk)
    row = next(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert (row["action_id"], row["your_part"], row["update"]) == ("M1", "contributor", "")


def test_what_a_file_says_beside_itself_stays_as_it_was(mere, get):
    assert list(get(mere.manager, "import_add", "priorities").context["form"].fields) == ["file"]
    assert list(get(mere.manager, "import_add", "attendance").context["form"].fields) == ["body", "file"]
