"""Apologies: a member says in advance that they cannot come, and who comes for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.models.roster import Place
from goldenthread.partnership.models import Appointment, Person, Seat
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class ApologyQuerySet(models.QuerySet):
    """Questions about apologies."""

    def visible_to(self, scope: Scope) -> Self:
        """Those given for one's own seats, and of the meetings whose attendance the person may see."""
        if scope.is_operator:
            return self
        seen = Meeting.objects.allowing(Permission.SEE_ATTENDANCE, scope)
        return self.filter(Q(seat_id__in=scope.seat_ids) | Q(meeting__in=seen))


class Apology(models.Model):
    """Apologies for one seat at one meeting to come, with a representative where one is sent."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="apologies")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="apologies")
    representative = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="who comes instead"
    )
    representative_name = models.CharField("name of somebody else who comes", max_length=150, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    objects = ApologyQuerySet.as_manager()

    class Meta:
        ordering = ("seat__position", "id")
        verbose_name_plural = "apologies"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="apology_once_per_seat"),
            models.CheckConstraint(
                condition=Q(representative__isnull=True) | Q(representative_name=""),
                name="apology_one_representative",
                violation_error_message="Choose a representative or give a name, one of the two.",
            ),
        ]

    def __str__(self) -> str:
        return f"Apologies for {self.seat}"

    @property
    def who_comes(self) -> str:
        """The name of whoever comes instead, empty where nobody does."""
        return self.representative.name if self.representative else self.representative_name

    @transaction.atomic
    def give(self, *, by: Person) -> Apology:
        """Give these apologies, in the place of any given before for this seat at this meeting.

        Raises NotPossible where the meeting is cancelled, over or already has a mark for the seat, where nobody
        holds the seat on its day, and where the representative is not appointed to it on that day; ValidationError
        where both a representative and another name are given.
        """
        meeting = _held(self.meeting_id)
        place = next((each for each in meeting.roster() if each.seat.pk == self.seat_id), None)
        if place is None or place.is_vacant:
            raise NotPossible("Nobody holds this seat on the day of the meeting, so no apologies can be given for it.")
        if self.representative_id and self.representative_id not in _appointed(place):
            raise NotPossible("This person is not appointed to represent the seat on the day of the meeting.")
        _refuse_late(meeting, self.seat_id)
        held = Apology.objects.filter(meeting=meeting, seat_id=self.seat_id).first()
        apology = held or Apology(meeting=meeting, seat_id=self.seat_id)
        apology.representative_id = self.representative_id
        apology.representative_name = self.representative_name
        apology.given_at, apology.given_by = timezone.now(), by
        apology.full_clean()
        apology.save()
        instead = "appointed" if apology.representative_id else "other" if apology.representative_name else "nobody"
        trail.record("apology.give", apology, by=by, meeting=meeting.pk, seat=self.seat_id, instead=instead)
        return apology

    @transaction.atomic
    def withdraw(self, *, by: Person) -> None:
        """Take these apologies back. Raises NotPossible where the meeting is over or the seat has a mark."""
        _refuse_late(_held(self.meeting_id), self.seat_id)
        trail.record("apology.withdraw", self, by=by, meeting=self.meeting_id, seat=self.seat_id)
        self.delete()


def own_places(meeting: Meeting, scope: Scope) -> list[Place]:
    """The places of ``meeting`` that the person, or the member they act for, holds on its day and today."""
    return [
        place
        for place in meeting.roster()
        if place.holder and place.seat.pk in scope.seat_ids and place.holder.person_id == scope.member_id
    ]


def seats_held_at(meetings: Iterable[Meeting], scope: Scope) -> dict[int, list[tuple[Seat, Apology | None]]]:
    """Of each meeting, by its number: the seats the person, or the member they act for, holds on its day and today.

    Each with the apologies given for it, in two queries. Meetings of bodies that meet jointly count for both.
    """
    if scope.member_id is None:
        return {}
    meetings = list(meetings)
    holding = Appointment.objects.holders().filter(person_id=scope.member_id, seat_id__in=scope.seat_ids)
    held = list(holding.select_related("seat"))
    given = Apology.objects.visible_to(scope).filter(meeting__in=meetings, seat_id__in=scope.seat_ids)
    apologies = {(row.meeting_id, row.seat_id): row for row in given.select_related("representative")}
    return {
        meeting.pk: [
            (row.seat, apologies.get((meeting.pk, row.seat_id)))
            for row in held
            if row.seat.body_id in {meeting.body_id, *(body.pk for body in meeting.joint_with.all())}
            and row.is_on(meeting.held_on)
            and row.seat.is_on(meeting.held_on)
        ]
        for meeting in meetings
    }


def _held(meeting_id: int) -> Meeting:
    """The meeting, locked, so that apologies and the sheet of attendance do not pass each other."""
    return Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting_id)


def _appointed(place: Place) -> set[int | None]:
    return {each.person_id for each in place.representatives}


def _refuse_late(meeting: Meeting, seat_id: int) -> None:
    if meeting.cancelled_at is not None:
        raise NotPossible("This meeting is cancelled, so nobody needs to send apologies.")
    if meeting.held_on < timezone.localdate():
        raise NotPossible("This meeting is over. Whoever records its attendance can say that apologies were given.")
    if meeting.attendance.filter(seat_id=seat_id).exists():
        raise NotPossible("Attendance is already recorded for this seat, so its apologies cannot change.")
