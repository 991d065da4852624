"""My meetings."""

from datetime import date, time, timedelta

from django.utils import timezone

from goldenthread.governance.models import AgendaItem, ItemReader
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.factories import PersonFactory

AHEAD = date(2190, 3, 9)


def test_what_is_ahead_and_what_was(mere, get):
    factories.a_meeting(
        mere.board, AHEAD, title="Development day", starts_at=time(14), place="Town hall", informal=True
    )
    factories.a_meeting(mere.board, timezone.localdate() - timedelta(days=5))
    page = get(mere.member, "my_meetings").content.decode()
    for words in ("9 March 2190", "14:00", "Development day", "Town hall", "Informal", "In the last three months"):
        assert words in page


def test_a_stranger_has_none_and_a_guest_the_one_they_are_invited_to(mere, get):
    meeting = factories.a_meeting(mere.board, AHEAD)
    guest = PersonFactory()
    ItemReader(item=AgendaItem(meeting=meeting, title="Housing").add(by=None), person=guest).keep(by=None)
    assert "No meeting of yours is planned." in get(mere.stranger, "my_meetings").content.decode()
    page = get(guest, "my_meetings").content.decode()
    assert "9 March 2190" in page
    assert "Housing" not in page


def test_it_is_named_at_the_top_of_every_page(mere, get):
    assert "My meetings" in get(mere.member, "home").content.decode()
