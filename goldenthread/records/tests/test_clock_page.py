"""Running clocks: the list, the page, the paper, and what is done to them."""

import io
from datetime import date, datetime

import pypdfium2
import pytest
import time_machine

from goldenthread.foundation.clocks import LONDON
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.roles import SeatRole
from goldenthread.records.models import Clock
from goldenthread.records.tests.factories import a_board, a_document, a_rule, somebody

MONDAY = date(2026, 7, 6)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(datetime(2026, 7, 10, 12, tzinfo=LONDON), tick=False):
        yield


@pytest.fixture
def clock(board, manager) -> Clock:
    return Clock.start(a_document(board, by=manager), a_rule(pausable=True), on=MONDAY, by=manager)


def text_of(browser, person, address: str) -> str:
    response = browser(person).get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def sent(on: date, **more: str) -> dict[str, str]:
    return {"on-day": str(on.day), "on-month": str(on.month), "on-year": str(on.year)} | more


def test_the_list_names_the_record_and_how_it_stands(board, manager, browser, clock):
    text = text_of(browser, manager, "/clocks/running/")
    for words in ("Something done", "Plan", "13 July 2026", "Due in 1 working day"):
        assert words in text
    clock.meet(on=MONDAY, by=manager)
    assert "No clock runs for anything you may see." in text_of(browser, manager, "/clocks/running/")


def test_the_page_tells_what_happened(board, manager, browser, clock):
    clock.pause(reason="Waits for the coroner", on=date(2026, 7, 7), by=manager)
    clock.resume(on=date(2026, 7, 9), by=manager)
    clock.extend(to=date(2026, 7, 31), reason="The inquest is late", by=manager)
    text = text_of(browser, manager, f"/clocks/{clock.pk}/")
    for words in (
        "Waits for the coroner",
        "The inquest is late",
        "More time: due 31 July 2026 in place of 15 July 2026",
        "Due in 15 working days",
        "Business Manager",
        "OFFICIAL-SENSITIVE",
        "Record that it was done",
        "To be confirmed",
    ):
        assert words in text


def test_a_member_reads_it_and_is_not_offered_to_change_it(board, browser, clock):
    member = somebody(board, SeatRole.CORE, "Member")
    assert "Record that it was done" not in text_of(browser, member, f"/clocks/{clock.pk}/")
    assert browser(member).post(f"/clocks/{clock.pk}/meet/", sent(MONDAY)).status_code == 403
    assert Clock.objects.get().met_on is None


def test_elsewhere_it_does_not_exist(board, manager, browser, clock):
    stranger = somebody(a_board("Other Board"), SeatRole.CHAIR, "Chair elsewhere")
    for address in ("", "print/", "pause/", "resume/", "extend/", "meet/", "stop/"):
        assert browser(stranger).get(f"/clocks/{clock.pk}/{address}").status_code == 404
    assert "Something done" not in text_of(browser, stranger, "/clocks/running/")


def test_it_stands_on_the_page_of_its_document(board, manager, browser, clock):
    text = text_of(browser, manager, f"/documents/{clock.object_id}/")
    assert "Due in 1 working day" in text
    assert f'href="/clocks/{clock.pk}/"' in text


def test_a_clock_is_paused_and_runs_again(manager, browser, clock):
    page = browser(manager).post(
        f"/clocks/{clock.pk}/pause/", sent(date(2026, 7, 8), reason="Waits for the coroner"), follow=True
    )
    assert "Something done: Paused." in page.content.decode()
    assert "Let it run again" in page.content.decode()
    page = browser(manager).post(f"/clocks/{clock.pk}/resume/", sent(date(2026, 7, 10)), follow=True)
    assert "due in 3 working days, on 15 July 2026." in page.content.decode()


def test_a_clock_gets_more_time(manager, browser, clock):
    page = browser(manager).post(
        f"/clocks/{clock.pk}/extend/", sent(date(2026, 7, 31), reason="The inquest is late"), follow=True
    )
    assert "due in 15 working days, on 31 July 2026." in page.content.decode()


def test_a_clock_is_met_or_stopped_and_then_left_alone(board, manager, browser, clock):
    page = browser(manager).post(f"/clocks/{clock.pk}/meet/", sent(date(2026, 7, 9)), follow=True)
    assert "Something done: Met in time." in page.content.decode()
    assert browser(manager).get(f"/clocks/{clock.pk}/stop/").status_code == 403
    other = Clock.start(board.partnership, clock.rule, on=MONDAY, by=manager)
    page = browser(manager).post(f"/clocks/{other.pk}/stop/", sent(MONDAY, reason="It was no such case"), follow=True)
    assert "It was no such case" in page.content.decode()
    assert Clock.objects.running().count() == 0


@pytest.mark.parametrize(
    ("deed", "values", "sentence"),
    [
        ("pause", sent(MONDAY), "Enter reason."),
        ("pause", sent(date(2026, 7, 20), reason="Why"), "A pause must begin from 6 July 2026"),
        ("resume", sent(MONDAY), "is not paused"),
        ("extend", sent(MONDAY, reason="Why"), "More time must end after 13 July 2026"),
        ("meet", sent(date(2026, 8, 1)), "Choose a day that has come."),
        ("stop", {"reason": "Why"}, "Enter last day."),
    ],
)
def test_what_is_refused_is_said(manager, browser, clock, deed, values, sentence):
    page = browser(manager).post(f"/clocks/{clock.pk}/{deed}/", values)
    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_a_clock_in_hours_is_met_at_a_time(board, manager, browser):
    at = datetime(2026, 7, 10, 9, tzinfo=LONDON)
    clock = Clock.start(board.partnership, a_rule(length=2, unit="hour"), on=at, by=manager)
    assert "Late since 11:00 today" in text_of(browser, manager, f"/clocks/{clock.pk}/")
    page = browser(manager).post(f"/clocks/{clock.pk}/meet/", sent(date(2026, 7, 10)))
    assert "Enter time." in page.content.decode()
    page = browser(manager).post(f"/clocks/{clock.pk}/meet/", sent(date(2026, 7, 10), time="10:59"), follow=True)
    assert "Met in time" in page.content.decode()


def test_the_timeline_on_paper(manager, browser, clock):
    clock.pause(reason="Waits for #the coroner", on=date(2026, 7, 7), by=manager)
    response = browser(manager).get(f"/clocks/{clock.pk}/print/")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Protective-Marking"] == "OFFICIAL-SENSITIVE"
    assert f"clock-{clock.pk}-2026-07-10-OFFICIAL-SENSITIVE.pdf" in response["Content-Disposition"]
    paper = pypdfium2.PdfDocument(io.BytesIO(response.content))
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in paper).split())
    for words in (
        "Something done",
        "Waits for #the coroner",
        "Business Manager",
        "Paused",
        "Plan",
        "Printed on 10 July",
    ):
        assert words in text
    paper.close()
    assert TrailEntry.objects.get(verb="clock.print").actor == manager


def test_a_paper_of_a_clock_that_has_ended(board, manager, browser):
    wide = a_document(board, by=manager, circulation=Circulation.PARTNERSHIP, title="Wide")
    clock = Clock.start(wide, a_rule(length=28, unit="day"), on=MONDAY, by=None)
    clock.meet(on=MONDAY, by=None)
    response = browser(manager).get(f"/clocks/{clock.pk}/print/")
    assert response["X-Protective-Marking"] == "OFFICIAL"
    assert response.content.startswith(b"%PDF")
    assert not TrailEntry.objects.filter(verb="clock.print").exists()
