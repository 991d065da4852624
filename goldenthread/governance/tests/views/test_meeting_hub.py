"""The meeting page as hub: what members, those who plan and guests see of it."""

from datetime import date, time

import pytest
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import AgendaItem, ItemReader, Meeting, Paper
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.factories import PersonFactory

SECRET = ("A named child", "Closed paper", "Chronology", "a secret note", "Presenter of the secret")


@pytest.fixture
def meeting(mere):
    """A published agenda: an open item with an open and a restricted paper, and a restricted item with a paper."""
    row = factories.a_meeting(
        mere.board, date(2190, 3, 9), starts_at=time(14, 0), place="Town hall", link="https://meet.example/board"
    )
    opened = AgendaItem(meeting=row, title="Housing", purpose="decide", minutes_allotted=20).add(by=mere.manager)
    closed = AgendaItem(
        meeting=row, title="A named child", restricted=True, note="a secret note", presenter="Presenter of the secret"
    ).add(by=mere.manager)
    for item, title, restricted in (
        (opened, "Open paper", False),
        (opened, "Closed paper", True),
        (closed, "Chronology", False),
    ):
        Paper(item=item, restricted=restricted).add(title, "paper.txt", b"Nothing.", by=mere.manager)
    AgendaItem.objects.filter(meeting=row).update(published_at=timezone.now())
    Paper.objects.filter(item__meeting=row).update(published_at=timezone.now())
    return row


def text(get, person, meeting):
    return get(person, "meeting_page", meeting.pk).content.decode()


def test_a_member_sees_the_agenda_and_of_what_is_restricted_only_that_it_is(mere, get, meeting):
    page = text(get, mere.member, meeting)
    for words in ("Town hall", "14:00", "Housing", "For decision", "20 minutes", "Open paper", "Restricted item"):
        assert words in page
    assert [words for words in SECRET if words in page] == []
    assert "Plan the agenda" not in page


def test_those_who_run_or_lead_the_body_see_all_of_it(mere, get, meeting):
    for person in (mere.manager, mere.chair):
        page = text(get, person, meeting)
        assert [words for words in SECRET if words not in page] == []
        assert "Restricted item" not in page
    assert "Plan the agenda" in text(get, mere.manager, meeting)


def test_a_guest_sees_date_place_and_their_item_and_nothing_else(mere, get, meeting):
    guest = PersonFactory(name="Gil Ames")
    assert get(guest, "meeting_page", meeting.pk).status_code == 404
    ItemReader(item=meeting.items.get(title="Housing"), person=guest).keep(by=mere.manager)
    page = text(get, guest, meeting)
    for words in ("9 March 2190", "14:00", "Town hall", "https://meet.example/board", "Housing", "Open paper"):
        assert words in page
    forbidden = (*SECRET, "Restricted item", "Attendance", "Seats expected", "Chair of the board", "Cora Ashby")
    assert [words for words in (*forbidden, "1. Housing", "2.", "Standing items") if words in page] == []
    assert TrailEntry.objects.filter(verb="meeting.read", object_id=str(meeting.pk)).count() == 1
    assert get(guest, "agenda_page", meeting.pk).status_code == 403
    assert get(guest, "meeting_list", mere.board.pk).status_code == 403


def test_a_co_opted_member_is_a_guest_too(mere, get, meeting):
    assert get(mere.guest, "meeting_page", meeting.pk).status_code == 404
    seat = mere.guest.appointments.get().seat
    ItemReader(item=meeting.items.get(title="Housing"), seat=seat).keep(by=mere.manager)
    page = text(get, mere.guest, meeting)
    assert "Housing" in page
    assert "Restricted item" not in page


def test_before_publication_a_guest_sees_that_there_is_nothing_yet(mere, get, meeting):
    AgendaItem.objects.filter(meeting=meeting).update(published_at=None)
    guest = PersonFactory()
    ItemReader(item=meeting.items.get(title="Housing"), person=guest).keep(by=mere.manager)
    page = text(get, guest, meeting)
    assert "The agenda has not been published yet." in page
    assert "Housing" not in page
    assert "No agenda has been published yet." in text(get, mere.member, meeting)


def test_what_must_not_be_overlooked_is_said(mere, get):
    meeting = factories.a_meeting(mere.board, date(2190, 4, 6), informal=True)
    assert "This meeting takes no decisions." in text(get, mere.member, meeting)
    imprecise = Meeting(body=mere.board, held_on=date(2018, 5, 1), date_precision="month", title="Planned").keep(
        by=None
    )
    page = text(get, mere.member, imprecise)
    assert "May 2018, the day is not recorded" in page
    assert "Record attendance" not in text(get, mere.manager, imprecise)


def test_a_joint_meeting_lists_the_seats_body_by_body(mere, get):
    other = factories.a_board(name="Adults board", partnership=mere.board.partnership)
    seat = factories.a_seat(other, "Adults chair", person=PersonFactory(name="Ada Long"))
    meeting = Meeting(body=mere.board, held_on=date(2017, 9, 12)).keep(by=None, joint_with=[other])
    for person in (mere.member, seat.appointments.get().person):
        page = text(get, person, meeting)
        assert "jointly with Adults board" in page
        assert page.index("Chair of the board") < page.index("Adults chair")
    sheet = get(mere.manager, "attendance_record", meeting.pk).content.decode()
    assert "Adults chair" in sheet
    assert f'name="mark_{seat.pk}"' in sheet
    assert "12 Sep" in get(mere.manager, "attendance_matrix", other.pk).content.decode()
