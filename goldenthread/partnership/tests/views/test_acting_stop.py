"""Being oneself again."""

from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import delegate_of


def test_the_seats_are_gone_and_the_trail_says_so(mere):
    delegation = delegate_of(mere.member, delegate=mere.stranger)
    client = browser(mere.stranger)
    client.post(f"/delegates/{delegation.pk}/act/")
    assert client.post("/delegates/stop/").status_code == 302
    assert "You have no seat today." in client.get("/").content.decode()
    entry = TrailEntry.objects.get(verb="delegation.end")
    assert (entry.actor, entry.acting_for) == (mere.stranger, mere.member)


def test_who_acts_for_nobody_stops_nothing(mere, post, get):
    assert post(mere.stranger, "acting_stop").status_code == 302
    assert not TrailEntry.objects.filter(verb="delegation.end").exists()
    assert get(mere.stranger, "acting_stop").status_code == 405
