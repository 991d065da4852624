"""The demonstration: every row of the published files is accounted for, and a second load changes nothing."""

import json
import os
import re
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections import Counter
from datetime import date, time, timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from demo import loading
from goldenthread.foundation import trail, workingdays
from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import (
    ChairLetter,
    ForwardItem,
    Meeting,
    Minutes,
    Paper,
    QuarterlyTheme,
    offered,
)
from goldenthread.improvement.models import Challenge
from goldenthread.partnership.models import Agency, Body, Delegation, Partnership, Person, Seat
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.importing import counts, exported, load

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ("agencies", "successions", "bodies", "people", "seats", "appointments")


@pytest.fixture(scope="module")
def shared_loaded(shared):
    return shared(lambda: loading.load(today=timezone.localdate()))


@pytest.fixture
def loaded(shared_loaded, db):
    """The demonstration, loaded once."""
    return shared_loaded()


def of(results, kind: str, name: str):
    return next(result for result in results if (result.kind, result.file) == (kind, name))


def test_every_row_is_accounted_for_and_a_second_load_changes_nothing(loaded):
    assert all(result.ok for result in loaded)
    agencies, groups = of(loaded, "agencies", "agencies.csv"), of(loaded, "bodies", "groups.csv")
    assert (agencies.read, agencies.new, len(agencies.skipped)) == (81, 78, 3)
    assert all("earlier years of AG3" in reason for _, reason in agencies.skipped)
    assert (groups.read, groups.new, groups.skipped) == (83, 83, [])
    assert of(loaded, "attendance", "attendance_2016_17.csv").new == 144
    meetings = of(loaded, "meetings", "meetings.csv")
    assert (meetings.read, meetings.new, len(meetings.skipped)) == (57, 41, 16)
    assert Counter(reason.split(" is no meeting")[0] for _, reason in meetings.skipped) == {
        "A conference": 4,
        "A learning event": 6,
        "A joint event": 2,
        "An audit workshop": 1,
        "A test operation": 2,
        "A review point": 1,
    }
    before = TrailEntry.objects.count()
    for result in loading.load(today=timezone.localdate()):
        assert set(counts(result)) <= {"unchanged", "skipped"}
    with time_machine.travel(timezone.now() + timedelta(days=3), tick=False):
        for result in loading.load(today=timezone.localdate()):
            assert set(counts(result)) <= {"unchanged", "skipped"}
    assert TrailEntry.objects.count() == before
    assert trail.verify().faults == []


def test_every_register_comes_back_unchanged(loaded):
    before = TrailEntry.objects.count()
    for kind in REGISTER:
        for form in ("csv", "xlsx"):
            result = load(kind, exported(kind, form))
            assert result.refused == []
            assert (result.unchanged, result.loaded) == (result.read, 0)
    for form in ("csv", "xlsx"):
        meetings = load("meetings", exported("meetings", form))
        assert meetings.refused == []
        assert (meetings.unchanged, meetings.loaded) == (meetings.read, 0)
    assert load("school_terms", exported("school_terms")).unchanged == 18
    board = {"body": loading.LSCB}
    assert load("attendance", exported("attendance", options=board), options=board).unchanged == 144
    assert TrailEntry.objects.count() == before


def test_the_register_is_as_the_decision_says(loaded):
    assert list(Partnership.objects.values_list("name", flat=True)) == [
        "Bi-Borough LSCP",
        "H&F LSCP",
        "LSCP (three boroughs)",
        "LSCB",
    ]
    boards = Body.objects.filter(reference__in=["GR01", "GR02", "GR03", "GR04"]).order_by("reference")
    assert [board.partnership.name for board in boards] == [
        "LSCB",
        "LSCP (three boroughs)",
        "H&F LSCP",
        "Bi-Borough LSCP",
    ]
    assert {body.partnership for body in Body.objects.filter(reference__in=["GR35", "GR57", "GR28"])} == {None}
    assert Seat.objects.on(date(2016, 4, 19)).filter(body__reference="GR01").count() == 36
    assert not Seat.objects.vacant(date(2016, 4, 19)).filter(body__reference="GR01").exists()
    assert Partnership.objects.partner_gaps(until=timezone.localdate()) == []
    assert not Body.objects.on(date(2022, 1, 1)).filter(partnership__ends_on__lt=date(2022, 1, 1), ends_on=None)
    assert Agency.objects.get(reference="AG12").successions_in.get().predecessor.reference == "AG11"


def test_the_published_agenda_has_its_pages(loaded):
    meeting = Meeting.objects.get(reference="MT016")
    assert (meeting.held_on, meeting.body.reference) == (date(2021, 5, 27), "GR65")
    assert (meeting.informal, meeting.starts_at, meeting.how, meeting.place) == (
        True,
        time(16, 0),
        "virtual",
        "live streamed",
    )
    assert list(meeting.items.values_list("position", "first_page", "last_page")) == [
        (1, None, None),
        (2, None, None),
        (3, None, None),
        (4, 5, 10),
        (5, None, None),
        (6, 11, 16),
        (7, 17, 28),
        (8, 29, 32),
        (9, 33, 36),
        (10, 37, 116),
        (11, None, None),
    ]
    assert all(item.is_published for item in meeting.items.all())
    joint = Meeting.objects.get(reference="MT053")
    assert (joint.body.reference, joint.joint_with.get().reference) == ("GR04", "GR57")
    assert Meeting.objects.filter(reference__startswith="MT").count() == 21
    assert Meeting.objects.get(reference="MT052").when == "July to September 2021"


def test_there_is_a_meeting_to_come_with_an_agenda_and_papers(loaded):
    today = timezone.localdate()
    meeting = Meeting.objects.get(reference="DM001")
    assert meeting.held_on > today
    assert workingdays.is_working_day(meeting.held_on)
    assert meeting.items.filter(published_at__isnull=True).count() == meeting.items.count() >= 7
    restricted = meeting.items.get(restricted=True)
    assert restricted.readers.filter(seat__isnull=False).exists()
    papers = Paper.objects.filter(item__meeting=meeting)
    endings = {paper.document.newest.filename.rpartition(".")[2] for paper in papers}
    assert (papers.count(), endings) == (4, {"pdf", "docx"})
    assert papers.filter(restricted=True, item__restricted=False).count() == 1
    manager = Scope.of(Person.objects.get(email="business.manager@demo.example"), today=today)
    assert meeting in Meeting.objects.visible_to(manager).mine(manager)


def test_there_are_minutes_agreed_and_minutes_to_agree(loaded):
    agreed, waiting = Minutes.objects.order_by("meeting__held_on")
    assert (agreed.state, waiting.state) == ("agreed", "circulated")
    assert agreed.agreed_at_meeting == waiting.meeting
    assert agreed.published_at
    stranger = Scope.of(Person.objects.get(email="no.seat@demo.example"), today=timezone.localdate())
    assert not Minutes.objects.visible_to(stranger)
    assert [letter.is_overdue(timezone.localdate()) for letter in ChairLetter.objects.all()] == [True]
    assert ForwardItem.objects.filter(body=agreed.meeting.body).count() == 4
    ahead = Meeting.objects.filter(series__isnull=False)
    assert ahead.count() == 4
    assert all(workingdays.is_working_day(meeting.held_on) for meeting in ahead)


def test_the_people_are_those_of_the_design(loaded):
    today = timezone.localdate()
    police = Person.objects.get(email="police.lead@demo.example")
    scope = Scope.of(police, today=today)
    assert set(scope.partnerships.values()) == {"Bi-Borough LSCP", "H&F LSCP"}
    assert len(scope.body_ids) > 5
    assert Delegation.objects.get().member == police
    assert not Scope.of(Person.objects.get(email="no.seat@demo.example"), today=today).seats
    assert not any(person.has_usable_password() for person in Person.objects.all())
    assert Seat.objects.ending_within(60, after=today).exists()
    assert Seat.objects.vacant(today).exists()


def test_the_published_logs_and_a_disagreement_of_each_sort_are_there(loaded):
    assert of(loaded, "challenges", "challenges.csv").new == 24
    assert of(loaded, "escalation_protocols", "escalation_protocols.csv").new == 8
    logs = Counter(Challenge.objects.filter(challenge_kind="strategic").values_list("partnership__name", flat=True))
    assert logs == {"LSCB": 12, "LSCP (three boroughs)": 6, "Bi-Borough LSCP": 6}
    cases = Challenge.objects.filter(challenge_kind="case").with_parts().order_by("case_reference")
    assert [(case.state, case.run and case.run.stage.number, case.is_silent) for case in cases] == [
        ("open", 1, False),
        ("open", 2, True),
        ("resolved", None, False),
    ]
    for kind in ("challenges", "escalation_protocols"):
        again = load(kind, exported(kind))
        assert (again.refused, again.unchanged) == ([], again.read)


def test_partnerships_can_be_told_apart_by_colour(loaded):
    assert max(Counter(Partnership.objects.values_list("colour", flat=True)).values()) == 1


def test_the_command_prints_what_it_loaded_and_serves_it(tmp_path):
    environment = {**os.environ, "GOLDENTHREAD_HOME": str(tmp_path / "a home")}
    environment.pop("DATABASE_URL", None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    words = [sys.executable, "-m", "goldenthread", "demo", "--json", "--port", address.rpartition(":")[2]]
    demo = subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        found = json.loads(demo.stdout.readline())
        assert any("Goldenthread is at" in line for line in demo.stderr)
        drawn = a_pdf_of(address)
    finally:
        demo.terminate()
        demo.communicate()
    assert (found["ok"], found["database"]) == (True, "sqlite")
    assert [(each["kind"], each["read"]) for each in found["imports"]][:3] == [
        ("agencies", 81),
        ("successions", 8),
        ("bodies", 83),
    ]
    assert found["imports"][0]["loaded"] + len(found["imports"][0]["skipped"]) == 81
    assert "Bryony Marsh" in {person["name"] for person in found["people"]}
    assert drawn.startswith(b"%PDF")


def a_pdf_of(address: str) -> bytes:
    """The sheet to sign at the first of the meetings of whoever the demonstration names first."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    page = browser.open(f"{address}/demo/sign-in/").read().decode()
    form = {"csrfmiddlewaretoken": re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]}
    form["person"] = re.search(r'value="(\d+)">Sign in<span[^>]*> as Bryony Marsh', page)[1]
    browser.open(f"{address}/demo/sign-in/", urllib.parse.urlencode(form).encode())
    meeting = re.search(r'href="(/meetings/\d+/)"', browser.open(f"{address}/meetings/").read().decode())[1]
    return browser.open(f"{address}{meeting}sign-in-sheet.pdf", timeout=60).read()


def test_a_quarter_has_its_theme_with_answers_and_what_is_tabled_waits_for_the_board(loaded):
    theme = QuarterlyTheme.objects.get()
    assert set(theme.updates.values_list("group__reference", flat=True)) == {"GR14", "GR19"}
    assert theme.drafts.get().group.reference == "GR11"
    assert theme.groups().count() > 2
    manager = Scope.of(Person.objects.get(email="business.manager@demo.example"), today=timezone.localdate())
    waiting = offered(Meeting.objects.get(reference="DM001"), manager)
    assert {row.full_title for row in waiting} >= {"Schools differ in what they try before a pupil is excluded"}
    assert waiting.count() == 3
