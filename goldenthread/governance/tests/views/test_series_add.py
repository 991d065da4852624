"""Planning a series: the dates are shown, may be changed, and are made all at once."""

import re
from datetime import date, time

import pytest
from django.urls import reverse

from goldenthread.governance.models import Meeting, MeetingSeries, SchoolTerm, StandingItem
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.conftest import boxes, browser
from goldenthread.partnership.tests.factories import AreaFactory

FIRST, LAST = date(2027, 1, 4), date(2027, 5, 31)  # the first Mondays: May's is a bank holiday


def asked(mere, data=None, **given):
    """Ask for the dates; with ``data``, send which of them."""
    query = boxes({"cadence": "monthly", "starts_on": FIRST, "ends_on": LAST, "starts_at": "2pm", **given})
    client, address = browser(mere.manager), reverse("series_add", args=[mere.board.pk])
    if data is None:
        return client.get(address, query)
    return client.post(address, boxes(data), query_params=query)


def ticked(*numbers, **given):
    return {f"hold_{number}": "on" for number in numbers} | given


def test_the_form_is_asked_first(mere, get):
    page = get(mere.manager, "series_add", mere.board.pk).content.decode()
    assert "How often does it meet?" in page
    assert "There is a problem" not in page
    assert "Add these meetings" not in page


def test_moved_and_taken_dates_are_marked_and_nothing_is_made_yet(mere):
    taken = factories.a_meeting(mere.board, date(2027, 2, 1))
    page = asked(mere).content.decode()
    assert "5 dates, every month, on the first Monday" in page
    assert "From Monday 3 May 2027, Early May bank holiday." in page
    assert reverse("meeting_page", args=[taken.pk]) in page
    ticked_boxes = re.findall(r'name="hold_(\d)"[^>]*checked', page)
    assert ticked_boxes == ["0", "2", "3", "4"]  # not the one that is taken
    assert MeetingSeries.objects.count() == 0


def test_the_dates_chosen_are_made_at_once(mere):
    StandingItem(body=mere.board, title="Voice of the child").keep(by=None)
    answer = asked(mere, ticked(0, 2, 4, on_2=date(2027, 3, 2)))
    assert answer.status_code == 302
    made = Meeting.objects.filter(series__isnull=False).order_by("held_on")
    assert [meeting.held_on for meeting in made] == [date(2027, 1, 4), date(2027, 3, 2), date(2027, 5, 4)]
    assert {(meeting.starts_at, meeting.items.get().title) for meeting in made} == {(time(14), "Voice of the child")}


def test_a_day_that_is_taken_or_twice_the_same_is_refused_and_nothing_made(mere):
    factories.a_meeting(mere.board, date(2027, 2, 1))
    page = asked(mere, ticked(0, 1)).content.decode()
    assert "There already is a meeting on 1 February 2027." in page
    page = asked(mere, ticked(0, 2, on_2=date(2027, 1, 4))).content.decode()
    assert "4 January 2027 is there twice." in page
    assert "Tick at least one of the dates." in asked(mere, {}).content.decode()
    page = asked(mere, ticked(0, on_0=date(2010, 1, 4))).content.decode()
    assert "4 January 2010: Mere Board does not exist on that day." in page
    assert MeetingSeries.objects.count() == 0
    assert Meeting.objects.filter(series__isnull=False).count() == 0


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"cadence": "weeks"}, "Say every how many weeks."),
        ({"cadence": "termly"}, "Choose whose school terms."),
        ({"ends_on": date(2026, 12, 31)}, "The last day must be the same as or after the first meeting."),
        ({"ends_on": date(2037, 12, 31)}, "Plan three years ahead at most."),
        ({"cadence": "weeks", "weeks": "1", "ends_on": date(2029, 12, 31)}, "Plan 60 at most at once."),
        ({"starts_at": "half past"}, "Enter a time such as 14:00 or 2pm."),
        ({"starts_at": "2pm", "ends_at": "1.30 p.m."}, "The end time must be after the start time."),
        ({"starts_on": date(2027, 5, 29), "ends_on": date(2027, 5, 31)}, "No working day is left in these dates."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(mere, given, words):
    page = asked(mere, **given).content.decode()
    assert words in page
    assert "Add these meetings" not in page


def test_termly_follows_the_terms_of_the_area_chosen(mere):
    area = AreaFactory(name="Mere")
    mere.board.partnership.areas.add(area)
    for name, first, last in (
        ("Spring", date(2027, 1, 4), date(2027, 3, 25)),
        ("Summer", date(2027, 4, 12), date(2027, 7, 21)),
    ):
        SchoolTerm(area=area, name=name, starts_on=first, ends_on=last).keep(by=None)
    given = {"cadence": "termly", "area": area.pk, "starts_on": date(2027, 1, 20), "ends_on": date(2027, 8, 1)}
    page = asked(mere, **given).content.decode()
    assert "2 dates, once in each school term, on a Wednesday" in page
    assert "Wednesday 28 April 2027" in page
    outside = asked(mere, **{**given, "starts_on": date(2026, 12, 25)}).content.decode()
    assert "This day lies in none of the school terms that are kept for Mere." in outside


def test_who_may(mere, get):
    assert get(mere.member, "series_add", mere.board.pk).status_code == 403
    other = factories.a_business_manager(factories.a_board(name="Far Board").partnership)
    assert get(other, "series_add", mere.board.pk).status_code == 404


def test_the_series_page_lists_its_meetings(mere, get):
    asked(mere, ticked(0, 1))
    series = MeetingSeries.objects.get()
    page = get(mere.member, "series_page", series.pk).content.decode()
    assert "4 January 2027" in page
    assert "1 February 2027" in page
    assert get(mere.stranger, "series_page", series.pk).status_code == 404
