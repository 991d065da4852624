"""Apologies given in advance, for a seat, by its holder or whoever plans the meeting."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.forms import SheetForm
from goldenthread.governance.models import Apology, Meeting, own_places, seats_held_at
from goldenthread.governance.tests import factories
from goldenthread.partnership.models import Appointment
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import PersonFactory


@pytest.fixture
def meeting(mere):
    return factories.a_meeting(mere.board, timezone.localdate() + timedelta(days=7))


@pytest.fixture
def representative(mere):
    person = PersonFactory(name="Kim Reed")
    seat = mere.seats["police"]
    Appointment(
        seat=seat, person=person, kind="representative", delegated_authority=True, starts_on=seat.starts_on
    ).keep(by=None)
    return person


def test_apologies_are_given_changed_and_withdrawn(mere, meeting, representative):
    seat = mere.seats["police"]
    first = Apology(meeting=meeting, seat=seat, representative=representative).give(by=mere.chair)
    assert first.who_comes == "Kim Reed"
    again = Apology(meeting=meeting, seat=seat, representative_name="Sam Hill").give(by=mere.manager)
    assert (again.pk, again.who_comes, again.given_by) == (first.pk, "Sam Hill", mere.manager)
    again.withdraw(by=mere.manager)
    assert not Apology.objects.exists()
    verbs = list(TrailEntry.objects.filter(verb__startswith="apology.").order_by("pk").values_list("verb", "ids"))
    given = {"meeting": meeting.pk, "seat": seat.pk}
    assert verbs == [
        ("apology.give", {**given, "instead": "appointed"}),
        ("apology.give", {**given, "instead": "other"}),
        ("apology.withdraw", given),
    ]


def test_one_for_each_seat_and_one_representative_whatever_is_tried(mere, meeting, representative):
    Apology(meeting=meeting, seat=mere.seats["police"]).give(by=mere.chair)
    values = {"meeting": meeting, "given_at": timezone.now(), "given_by": mere.chair}
    for bad in (
        {"seat": mere.seats["police"]},
        {"seat": mere.seats["school"], "representative": representative, "representative_name": "Sam Hill"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Apology.objects.create(**values, **bad)
    with pytest.raises(ValidationError):
        Apology(
            meeting=meeting, seat=mere.seats["police"], representative=representative, representative_name="S"
        ).give(by=mere.chair)


def test_what_is_refused(mere, meeting, representative):
    def refused(words, **given):
        values = {"meeting": meeting, "seat": mere.seats["police"], **given}
        with pytest.raises(NotPossible, match=words):
            Apology(**values).give(by=mere.chair)

    refused("Nobody holds this seat", seat=mere.seats["lay"])
    refused("Nobody holds this seat", seat=factories.a_seat(factories.a_board(name="Far"), "Far seat"))
    refused("not appointed to represent", seat=mere.seats["school"], representative=representative)
    refused("over", meeting=mere.meetings[0])
    meeting.cancelled_at, meeting.cancelled_by = timezone.now(), mere.manager
    meeting.save()
    refused("cancelled")


def test_a_seat_that_has_a_mark_takes_no_apologies(mere):
    today = factories.a_meeting(mere.board, timezone.localdate())
    seat = mere.seats["police"]
    apology = Apology(meeting=today, seat=seat).give(by=mere.chair)
    today.record_attendance([factories.an_entry(seat, "x", apologies=True)], version=0, by=mere.manager)
    with pytest.raises(NotPossible, match="already recorded"):
        Apology(meeting=today, seat=seat).give(by=mere.chair)
    with pytest.raises(NotPossible, match="already recorded"):
        apology.withdraw(by=mere.chair)


def test_own_places_are_those_held_today_and_on_the_day(mere, meeting):
    def own(person, **given):
        scope = Scope.of(person, today=timezone.localdate(), **given)
        return [place.seat.title for place in own_places(meeting, scope)]

    assert own(mere.chair) == ["Chair of the board"]
    assert own(mere.manager) == []
    assert own(PersonFactory(), acting_for=mere.chair) == ["Chair of the board"]
    scope = Scope.of(mere.chair, today=timezone.localdate())
    assert seats_held_at([meeting], scope) == {meeting.pk: [(mere.seats["chair"], None)]}
    apology = Apology(meeting=meeting, seat=mere.seats["chair"]).give(by=mere.chair)
    assert seats_held_at([meeting], scope) == {meeting.pk: [(mere.seats["chair"], apology)]}
    assert seats_held_at([meeting], Scope.operator(today=timezone.localdate())) == {}
    mere.seats["chair"].appointments.get().end(on=meeting.held_on - timedelta(days=1), by=None)
    assert own(mere.chair) == []
    assert seats_held_at([meeting], scope) == {meeting.pk: []}


def test_a_representative_speaks_for_nobody(mere, meeting, representative):
    scope = Scope.of(representative, today=timezone.localdate())
    assert mere.seats["police"].pk in scope.seat_ids
    assert own_places(meeting, scope) == []


def test_who_sees_them(mere, meeting):
    apology = Apology(meeting=meeting, seat=mere.seats["police"]).give(by=mere.chair)
    today = timezone.localdate()
    for person, seen in ((mere.member, True), (mere.manager, True), (mere.stranger, False), (mere.guest, False)):
        assert (apology in Apology.objects.visible_to(Scope.of(person, today=today))) == seen


def test_the_sheet_opens_with_what_was_said(mere, representative):
    today = factories.a_meeting(mere.board, timezone.localdate())
    for seat, given in (
        ("police", {"representative": representative}),
        ("school", {"representative_name": "Sam Hill"}),
        ("chair", {}),
        ("faith", {}),
    ):
        Apology(meeting=today, seat=mere.seats[seat], **given).give(by=mere.chair)
    form = SheetForm(meeting=today, places=today.roster())

    def said(seat):
        number = mere.seats[seat].pk
        return [form[f"{name}_{number}"].value() for name in ("mark", "who", "name", "apologies")]

    assert said("police") == ["y", str(representative.pk), "", False]
    assert said("school") == ["y", "other", "Sam Hill", False]
    assert said("chair") == ["x", "", "", True]
    assert said("faith") == ["o", "", "", False]
    held = factories.an_entry(mere.seats["chair"], "y", came_as="member")
    today.record_attendance([held], version=0, by=None)
    form = SheetForm(meeting=today, places=today.roster())
    assert said("chair") == ["y", "member", "", False]


def test_of_a_joint_meeting_both_bodies_are_asked(mere):
    joined = factories.a_board(partnership=mere.board.partnership, name="Joined board")
    seat = factories.a_seat(joined, "Joined chair", person=mere.chair)
    meeting = Meeting(body=mere.board, held_on=timezone.localdate() + timedelta(days=9), kind="joint").keep(
        by=None, joint_with=[joined]
    )
    scope = Scope.of(mere.chair, today=timezone.localdate())
    assert {each for each, _ in seats_held_at([meeting], scope)[meeting.pk]} == {mere.seats["chair"], seat}
    assert {place.seat for place in own_places(meeting, scope)} == {mere.seats["chair"], seat}
    assert Apology(meeting=meeting, seat=seat).give(by=mere.chair).seat == seat
