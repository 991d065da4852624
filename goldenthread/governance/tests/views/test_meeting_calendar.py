"""One meeting as a file for a calendar."""

from icalendar import Calendar

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import AgendaItem, ItemReader, Meeting
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.factories import PersonFactory, days


def test_the_file_opens_in_a_calendar(mere, get):
    meeting = factories.a_meeting(mere.board, days(30), place="Town Hall")
    answer = get(mere.member, "meeting_calendar", meeting.pk)
    assert answer["Content-Disposition"] == 'attachment; filename="OFFICIAL-SENSITIVE meeting.ics"'
    (event,) = Calendar.from_ical(answer.content).events
    assert (event["UID"], event.start, event["LOCATION"]) == (
        f"meeting-{meeting.pk}@localhost",
        days(30),
        "Town Hall",
    )
    assert TrailEntry.objects.filter(verb="meeting.calendar", object_id=str(meeting.pk)).count() == 1
    assert f"/meetings/{meeting.pk}/meeting.ics" in get(mere.member, "meeting_page", meeting.pk).text


def test_only_for_those_who_may_see_it(mere, get):
    meeting = factories.a_meeting(mere.board, days(30))
    assert get(mere.stranger, "meeting_calendar", meeting.pk).status_code == 404
    assert get(mere.guest, "meeting_calendar", meeting.pk).status_code == 404


def test_a_guest_takes_it_with_their_item(mere, get):
    meeting = factories.a_meeting(mere.board, days(30))
    guest = PersonFactory()
    item = AgendaItem(meeting=meeting, title="Housing and neglect").keep(by=None)
    ItemReader(item=item, person=guest).keep(by=None)
    text = get(guest, "meeting_calendar", meeting.pk).content.decode().replace("\r\n ", "")
    assert "There is an item you are invited for." in text
    assert "Housing" not in text


def test_without_a_day_there_is_no_file(mere, get):
    meeting = factories.a_meeting(mere.board, days(30), date_precision=Meeting.Precision.QUARTER)
    assert get(mere.member, "meeting_calendar", meeting.pk).status_code == 409
