"""The pages of rules, and of when something is due."""

import pytest

from goldenthread.partnership.roles import SeatRole
from goldenthread.records.models import ClockRule
from goldenthread.records.tests.factories import a_board, a_rule, somebody

LIST, DUE = "/clocks/", "/clocks/when-due/"


def text_of(browser, person, address: str) -> str:
    response = browser(person).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_rules_show_edition_source_and_status(board, manager, browser):
    a_rule(name="Answer given", source="A statute", status="confirmed")
    a_rule(name="Reply sent", code="reply", edition="Second")
    a_rule(name="Of old", code="old", ends_on="2020-01-01")
    a_rule(name="Elsewhere only", code="elsewhere", in_use=False)
    text = text_of(browser, manager, LIST)
    for words in ("Answer given", "A statute", "Confirmed", "Reply sent", "To be confirmed", "5 working days"):
        assert words in text
    assert "Of old" not in text
    assert "Elsewhere only" not in text
    assert "Elsewhere only" in text_of(browser, manager, f"{LIST}?unused=on")
    assert "Of old" in text_of(browser, manager, f"{LIST}?on=2019-06-01")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("edition=Second", "Reply sent", "Answer given"),
        ("status=confirmed", "Answer given", "Reply sent"),
        ("text=reply", "Reply sent", "Answer given"),
    ],
)
def test_rules_are_narrowed(board, manager, browser, query, shown, hidden):
    a_rule(name="Answer given", status="confirmed")
    a_rule(name="Reply sent", code="reply", edition="Second")
    text = text_of(browser, manager, f"{LIST}?{query}")
    assert shown in text
    assert hidden not in text


def test_no_rule_says_so(board, manager, browser):
    assert "No rule fits." in text_of(browser, manager, LIST)


def test_a_rule_of_another_partnership_is_not_there(board, manager, browser):
    other = a_rule(partnership=a_board("Other Board").partnership, name="Theirs")
    assert "Theirs" not in text_of(browser, manager, LIST)
    assert browser(manager).get(f"/clocks/rules/{other.pk}/").status_code == 404


def test_the_page_of_a_rule(board, manager, browser):
    rule = a_rule(note="Mind the wording", unit="working_hour", partnership=board.partnership)
    a_rule(edition="Second", length=6)
    text = text_of(browser, manager, f"/clocks/rules/{rule.pk}/")
    for words in ("5 working hours", "09:00 to 17:00", "Mind the wording", "next working day is day 1", "Second"):
        assert words in text
    assert board.partnership.name in text


def test_a_member_reads_them_too(board, browser):
    member = somebody(board, SeatRole.CORE, "Member")
    a_rule(name="Answer given")
    assert "Answer given" in text_of(browser, member, LIST)
    assert "When is it due?" in text_of(browser, member, DUE)


def test_nothing_is_counted_before_something_is_asked(board, manager, browser):
    text = text_of(browser, manager, DUE)
    assert "There is a problem" not in text
    assert "The days, week by week" not in text
    assert '<option value="working_day" selected>' in text


def test_a_length_is_counted_day_by_day(board, manager, browser):
    asked = "length=5&unit=working_day&direction=after&nation=ENG&event-day=14&event-month=9&event-year=2022"
    text = text_of(browser, manager, f"{DUE}?{asked}")
    for words in (
        "Due: 22 September 2022",
        "5 working days after 14 September 2022",
        "5 days count, 3 do not.",
        "State Funeral of Queen Elizabeth II",
        "19 September 2022",
        "day 5, due",
        "event",
    ):
        assert words in text


def test_a_rule_is_counted_with_pauses(board, manager, browser):
    rule = a_rule(pausable=True)
    asked = f"rule={rule.pk}&event=2026-07-06&pauses=8+July+2026+to+9+July+2026"
    text = text_of(browser, manager, f"{DUE}?{asked}")
    assert "Due: 15 July 2026" in text
    assert "Something done" in text
    assert "To be confirmed" in text
    assert text.count("Paused") == 4  # in the weeks and in the list
    paused = text_of(browser, manager, f"{DUE}?rule={rule.pk}&event=2026-07-06&pauses=2026-07-08")
    assert "Paused: not due on any day yet" in paused


def test_hours_take_a_time(board, manager, browser):
    asked = "length=24&unit=hour&event=2026-07-06&time=14:05"
    assert "Due: 7 July 2026 at 14:05" in text_of(browser, manager, f"{DUE}?{asked}")


def test_a_long_count_has_no_sheet(board, manager, browser):
    text = text_of(browser, manager, f"{DUE}?length=24&unit=month&event=2026-07-06")
    assert "Due: 6 July 2028" in text
    assert "The days, week by week" not in text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("event=2026-07-06", "Choose a rule, or enter a length."),
        ("length=5", "Enter day of the event."),
        ("length=5&event=2026-02-30", "30 February 2026 is not a date."),
        ("length=9999&event=2026-07-06", "less than or equal to 5000"),
        ("length=5&event=9999-07-06", "Working days are known from 1950 to 2150 only."),
        ("length=5&event=2026-07-06&pauses=soon", "“soon” is not a pause."),
        ("length=5&event=2026-07-06&pauses=2026-07-09..2026-07-08", "A pause cannot end before it begins."),
        ("length=5&event=2026-07-06&direction=before&pauses=2026-07-01", "cannot be paused"),
        ("length=5&unit=fortnight&event=2026-07-06", "fortnight is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said(board, manager, browser, asked, sentence):
    text = text_of(browser, manager, f"{DUE}?{asked}")
    assert "There is a problem" in text
    assert sentence in text


def test_a_rule_that_cannot_be_paused_says_so(board, manager, browser):
    rule = a_rule()
    text = text_of(browser, manager, f"{DUE}?rule={rule.pk}&event=2026-07-06&pauses=2026-07-07..2026-07-08")
    assert "This clock cannot be paused." in text


def test_a_rule_not_in_use_is_not_offered(board, manager, browser):
    rule = a_rule(in_use=False)
    assert "There is a problem" in text_of(browser, manager, f"{DUE}?rule={rule.pk}&event=2026-07-06")
    assert ClockRule.objects.count() == 1
