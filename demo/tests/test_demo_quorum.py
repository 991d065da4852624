"""Quorum on the real register: four partners in the Bi-Borough, five in the three boroughs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from demo import loading, quorum
from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import Attendance, CameAs, Meeting, QuorumRule, quorum_of, quorums_of
from goldenthread.governance.rules import Mark, Outcome, QuorumKind
from goldenthread.partnership.models import Agency, Body, Person, Seat
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.rules import PartnerKind

BI_BOROUGH, THREE_BOROUGHS = "GR04", "GR02"


@pytest.fixture(scope="module")
def shared_today(shared):
    return shared(_today)


@pytest.fixture
def today(shared_today, db) -> date:
    """The day on which the demonstration was loaded."""
    return shared_today()


def _today() -> date:
    results = loading.load(today=timezone.localdate())
    assert all(result.ok for result in results)
    return timezone.localdate()


def board(reference: str) -> Body:
    return Body.objects.select_related("partnership").get(reference=reference)


def attended(reference: str, day: date, **marks: str) -> Meeting:
    """A meeting on ``day`` at which every partner seat has a mark: the member came unless a title is given another."""
    meeting = Meeting(body=board(reference), held_on=day).keep(by=None)
    entries = []
    for place in meeting.roster():
        if place.seat.role != SeatRole.DELEGATED_PARTNER or place.is_vacant:
            continue
        mark = next((mark for word, mark in marks.items() if word in place.seat.title.replace(" ", "_")), "y")
        came = {"came_as": CameAs.MEMBER, "people": 1} if mark == "y" else {}
        entries.append(Attendance(seat=place.seat, mark=mark, **came))
    meeting.record_attendance(entries, version=0, by=None)
    return meeting


def partners_said(meeting: Meeting) -> tuple[Outcome, str]:
    rule = next(rule for rule in quorum_of(meeting).rules if rule.kind == QuorumKind.PARTNERS)
    return rule.outcome, rule.sentence


def test_every_partner_is_counted_once_as_at_the_day(today):
    for reference, day, count in (
        (THREE_BOROUGHS, date(2019, 9, 29), 5),
        (THREE_BOROUGHS, date(2020, 7, 14), 5),
        (THREE_BOROUGHS, date(2021, 3, 31), 5),
        (BI_BOROUGH, date(2021, 4, 1), 4),
        (BI_BOROUGH, date(2022, 6, 30), 4),
        (BI_BOROUGH, date(2022, 7, 1), 4),
        (BI_BOROUGH, date(2025, 1, 14), 4),
    ):
        said = f"{count} of {count} safeguarding partners present."
        assert partners_said(attended(reference, day)) == (Outcome.MET, said), day


def test_who_is_missing_is_named_as_at_the_day(today):
    assert partners_said(attended(BI_BOROUGH, date(2022, 6, 30), Deputy_Chief_Nurse="x")) == (
        Outcome.NOT_MET,
        "3 of 4 safeguarding partners present: North West London CCG is missing.",
    )
    assert partners_said(attended(BI_BOROUGH, date(2022, 7, 1), Deputy_Chief_Nurse="x")) == (
        Outcome.NOT_MET,
        "3 of 4 safeguarding partners present: North West London Integrated Care Board is missing.",
    )
    assert partners_said(attended(THREE_BOROUGHS, date(2020, 7, 14), Metropolitan="x", Westminster="x"))[1] == (
        "3 of 5 safeguarding partners present: "
        "Westminster City Council and Metropolitan Police, Central West Basic Command Unit are missing."
    )


def test_the_three_commissioning_groups_may_sit_for_their_collaboration_each_for_its_area(today):
    meeting = attended(THREE_BOROUGHS, date(2020, 7, 14), North_West_London="x")
    groups = list(Seat.objects.filter(body=meeting.body, agency__reference__in=["AG07", "AG08", "AG09"]))

    def came(*seats: Seat) -> Outcome:
        entries = [
            Attendance(seat=seat, mark=Mark.PRESENT, people=1, came_as=CameAs.MEMBER)
            if seat in seats
            else Attendance(seat=seat, mark=Mark.ABSENT)
            for seat in groups
        ]
        meeting.record_attendance(entries, version=meeting.attendance_version, by=None)
        return partners_said(meeting)[0]

    assert len(groups) == 3
    assert came(*groups) == Outcome.MET
    assert came(*groups[:2]) == Outcome.NOT_MET


def test_a_seat_held_for_the_predecessor_counts_for_the_agency_of_the_day(today):
    body = board(BI_BOROUGH)
    seat = Seat.objects.get(body=body, agency__reference="AG12")
    Seat.objects.filter(pk=seat.pk).update(agency=Agency.objects.get(reference="AG11"))
    assert partners_said(attended(BI_BOROUGH, date(2025, 1, 14)))[0] == Outcome.MET
    Seat.objects.filter(pk=seat.pk).update(agency=Agency.objects.get(reference="AG16"))
    assert partners_said(attended(BI_BOROUGH, date(2025, 2, 11))) == (
        Outcome.NOT_MET,
        "3 of 4 safeguarding partners present: North West London Integrated Care Board has no seat on this body.",
    )


def test_the_partners_are_those_that_the_partnership_names(today):
    """The partners asked for fill exactly the areas and kinds of ``Partnership.safeguarding_partners``."""
    from goldenthread.governance.models.quorum import _Register

    for reference, day in ((THREE_BOROUGHS, date(2020, 7, 14)), (BI_BOROUGH, date(2022, 7, 1))):
        partnership = board(reference).partnership
        named = [
            frozenset(agency.pk for agency in agencies)
            for _, kinds in partnership.safeguarding_partners(day)
            for _, agencies in kinds
        ]
        asked = [slot for partner in _Register(partnership).partners(day) for slot in partner.slots]
        assert sorted(map(sorted, asked)) == sorted(map(sorted, named))
        assert len(asked) == len(PartnerKind) * partnership.areas.count()


def test_the_demonstration_shows_each_answer(today):
    body = board(BI_BOROUGH)
    meetings = list(Meeting.objects.filter(body=body, held_on__lte=today).order_by("-held_on"))
    said = quorums_of(body, meetings)
    outcomes = [said[meeting.pk].outcome for meeting in meetings]
    assert outcomes[:2] == [Outcome.MET, Outcome.NOT_MET]
    assert Outcome.UNKNOWN in outcomes[2:]
    assert meetings[0].held_on == today - timedelta(days=quorum.DAYS_AGO)
    assert set(QuorumRule.objects.values_list("source", flat=True)) == {quorum.SOURCE}
    assert Person.objects.get(email="police.delegate@demo.example").attendance.get().meeting == meetings[0]


def test_loading_again_changes_nothing(today):
    before = TrailEntry.objects.count()
    quorum.load(today)
    assert TrailEntry.objects.count() == before
