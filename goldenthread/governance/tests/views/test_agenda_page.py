"""Planning an agenda: adding, changing, ordering, copying, withdrawing, naming readers."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from goldenthread.governance.models import AgendaItem, ItemReader, Paper, StandingItem
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.conftest import browser
from goldenthread.partnership.tests.factories import PersonFactory


@pytest.fixture
def meeting(mere):
    """An agenda of two items, not published."""
    row = factories.a_meeting(mere.board, date(2190, 3, 9), starts_at=time(14, 0), ends_at=time(14, 30))
    for title, minutes in (("Welcome", 5), ("Housing", 40)):
        AgendaItem(meeting=row, title=title, minutes_allotted=minutes).add(by=mere.manager)
    return row


def titles(meeting):
    return list(meeting.items.values_list("title", flat=True))


def published(meeting):
    AgendaItem.objects.filter(meeting=meeting).update(published_at=timezone.now())


def test_it_shows_every_item_when_it_comes_and_whether_the_time_is_enough(mere, get, meeting):
    page = get(mere.manager, "agenda_page", meeting.pk).content.decode()
    for words in ("1. Welcome", "at 14:00", "2. Housing", "at 14:05", "45 minutes are allotted", "15 too many"):
        assert words in page
    assert "Not published" in page


def test_an_item_is_added_changed_and_removed(mere, post, meeting):
    data = {"title": "Neglect", "purpose": "note", "presenter": "Head of service", "minutes_allotted": 10}
    assert post(mere.manager, "item_add", meeting.pk, **data, restricted="on").status_code == 302
    item = meeting.items.get(title="Neglect")
    assert (item.position, item.restricted, item.minutes_allotted, item.purpose) == (3, True, 10, "note")
    assert post(mere.manager, "item_edit", item.pk, **{**data, "title": "Neglect strategy"}).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.restricted) == ("Neglect strategy", False)
    assert post(mere.manager, "item_remove", item.pk).status_code == 302
    assert titles(meeting) == ["Welcome", "Housing"]


def test_the_title_of_a_published_item_is_refused_with_the_reason(mere, post, meeting):
    published(meeting)
    item = meeting.items.first()
    page = post(mere.manager, "item_edit", item.pk, title="Welcome all", purpose="note").content.decode()
    assert "it can be corrected only before publication" in page
    page = post(mere.manager, "item_edit", item.pk, title="Welcome", purpose="note", restricted="on").content.decode()
    assert "whether it is restricted stays as it is" in page
    assert post(mere.manager, "item_remove", item.pk).status_code == 409
    assert post(mere.manager, "item_withdraw", item.pk).status_code == 302
    item.refresh_from_db()
    assert (item.title, item.restricted, item.is_withdrawn) == ("Welcome", False, True)


def test_items_move_by_buttons(mere, get, post, meeting):
    second = meeting.items.last()
    assert post(mere.manager, "item_move", second.pk, to="up").status_code == 302
    assert titles(meeting) == ["Housing", "Welcome"]
    assert post(mere.manager, "item_move", second.pk, to="sideways").status_code == 404
    assert get(mere.manager, "item_move", second.pk).status_code == 405
    page = get(mere.manager, "agenda_page", meeting.pk).content.decode()
    assert page.count('value="up"') == page.count('value="down"') == 1
    published(meeting)
    assert post(mere.manager, "item_move", second.pk, to="down").status_code == 409
    assert 'value="up"' not in get(mere.manager, "agenda_page", meeting.pk).content.decode()


def test_standing_items_come_at_the_press_of_a_button(mere, post, meeting):
    StandingItem(body=mere.board, title="Voice of the child").keep(by=None)
    post(mere.manager, "agenda_standing", meeting.pk)
    post(mere.manager, "agenda_standing", meeting.pk)
    assert titles(meeting) == ["Welcome", "Housing", "Voice of the child"]


def test_the_last_agenda_is_copied_item_by_item(mere, get, post, meeting):
    later = factories.a_meeting(mere.board, date(2190, 6, 8))
    page = get(mere.manager, "agenda_copy", later.pk).content.decode()
    assert "Copy the agenda of 9 March 2190" in page
    chosen = meeting.items.get(title="Housing")
    assert post(mere.manager, "agenda_copy", later.pk, items=[chosen.pk]).status_code == 302
    assert titles(later) == ["Housing"]
    other = AgendaItem(meeting=mere.meetings[0], title="Of another meeting").add(by=None)
    assert post(mere.manager, "agenda_copy", later.pk, items=[other.pk]).status_code == 200
    first = get(mere.manager, "agenda_copy", mere.meetings[0].pk)
    assert first.url == reverse("agenda_page", args=[mere.meetings[0].pk])


def test_seats_are_trusted_and_people_invited(mere, get, post, meeting):
    item = meeting.items.last()
    seat = mere.seats["school"]
    assert post(mere.manager, "item_readers", item.pk, seats=[seat.pk]).status_code == 302
    assert ItemReader.objects.get().seat == seat
    far = PersonFactory(name="Far Away")
    assert post(mere.manager, "reader_invite", item.pk, person=far.pk).status_code == 200
    assert post(mere.manager, "reader_invite", item.pk, person=mere.chair.pk).status_code == 302
    assert "Cora Ashby" in get(mere.manager, "item_readers", item.pk).content.decode()
    reader = ItemReader.objects.get(person=mere.chair)
    assert not reader.restricted
    assert post(mere.manager, "reader_remove", reader.pk).status_code == 302
    assert not ItemReader.objects.filter(person__isnull=False).exists()


def test_an_invitation_to_a_restricted_item_says_that_it_may_be_read(mere, post, meeting):
    item = AgendaItem(meeting=meeting, title="Secret", restricted=True).add(by=None)
    page = post(mere.manager, "reader_invite", item.pk, person=mere.member.pk).content.decode()
    assert "The whole item is restricted. Tick the box" in page
    assert post(mere.manager, "reader_invite", item.pk, person=mere.member.pk, restricted="on").status_code == 302


def test_a_seat_of_another_body_cannot_be_trusted(mere, post, meeting):
    other = factories.a_seat(factories.a_board(name="Far Board"), "Far seat")
    assert post(mere.manager, "item_readers", meeting.items.first().pk, seats=[other.pk]).status_code == 200
    assert not ItemReader.objects.exists()


def test_nothing_of_a_cancelled_meeting_can_be_planned(mere, get, post, meeting):
    meeting.cancel(because="Snow", by=mere.manager)
    page = get(mere.manager, "agenda_page", meeting.pk).content.decode()
    assert "Add an item" not in page
    page = post(mere.manager, "item_add", meeting.pk, title="Late", purpose="note").content.decode()
    assert "This meeting was cancelled" in page
    assert titles(meeting) == ["Welcome", "Housing"]


@pytest.mark.parametrize("name", ["item_edit", "item_remove", "item_withdraw", "item_readers", "reader_invite"])
def test_who_may(mere, get, meeting, name):
    item = meeting.items.first()
    other = factories.a_business_manager(factories.a_board(name="Far Board").partnership)
    assert get(mere.manager, name, item.pk).status_code == 200
    assert get(mere.member, name, item.pk).status_code == 403
    assert get(other, name, item.pk).status_code == 404


@pytest.mark.parametrize("page", ["agenda_page", "meeting_page"])
def test_the_number_of_questions_does_not_grow_with_the_agenda(mere, meeting, page):
    client, counts = browser(mere.manager), []
    client.get(reverse(page, args=[meeting.pk]))
    for times in (1, 12):
        for number in range(times):
            item = AgendaItem(meeting=meeting, title=f"Item {number}").add(by=None)
            ItemReader(item=item, person=mere.member).keep(by=None)
            for title in ("One", "Two"):
                Paper(item=item).add(title, "paper.txt", b"Nothing.", by=mere.manager)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(page, args=[meeting.pk])).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
