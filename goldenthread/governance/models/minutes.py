"""Minutes: from draft to record. What they say of each item is in ``item_minutes`` and ``decision``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation import messages, trail
from goldenthread.foundation.constraints import paired
from goldenthread.foundation.rendering import day
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.agenda import AgendaItem
from goldenthread.governance.models.meeting import Meeting
from goldenthread.improvement.models import Tabling
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Appointment, Person, Seat
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import ROLES, SeatRole
from goldenthread.partnership.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goldenthread.governance.models.item_minutes import ItemMinutes


class MinutesState(models.TextChoices):
    """From draft to record (R112). Before circulation only those who plan the meeting read them."""

    DRAFT = "draft", "Draft"
    CIRCULATED = "circulated", "Circulated, not yet agreed"
    AGREED = "agreed", "Agreed as a correct record"


class ReopenReason(models.TextChoices):
    """Why circulated minutes were taken back. A code word, so that no reason can hold what is restricted."""

    FACT = "fact", "Something in them was wrong"
    LEFT_OUT = "left-out", "Something was left out"
    RESTRICTED = "restricted", "They said something that is not for every reader"
    WORDING = "wording", "They were hard to read or follow"


class MinutesQuerySet(models.QuerySet):
    """Questions about minutes."""

    def visible_to(self, scope: Scope) -> Self:
        """Circulated minutes of the meetings the person may see; drafts for whoever plans the meeting.

        Whoever is invited for one item reads that item's part. The operator of the command line reads none.
        """
        if scope.is_operator:
            return self.none()
        planned = Q(meeting__in=Meeting.objects.allowing(Permission.MANAGE_MEETINGS, scope))
        circulated = ~Q(state=MinutesState.DRAFT) & Q(meeting__in=Meeting.objects.visible_to(scope))
        return self.filter(planned | circulated).select_related("meeting__body")

    def waiting(self) -> Self:
        """Those circulated and not yet agreed."""
        return self.filter(state=MinutesState.CIRCULATED)

    def overdue_on(self, today: date) -> Self:
        """Those still not agreed though their body met again, formally, on or before ``today`` (R112)."""
        later = Meeting.objects.filter(
            body=OuterRef("meeting__body"),
            held_on__gt=OuterRef("meeting__held_on"),
            held_on__lte=today,
            cancelled_at__isnull=True,
            informal=False,
        )
        return self.exclude(state=MinutesState.AGREED).filter(Exists(later))


class Minutes(models.Model):
    """The minutes of one meeting."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=20, choices=MinutesState, default=MinutesState.DRAFT)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    circulated_at = models.DateTimeField(null=True)
    circulated_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    circulations = models.PositiveSmallIntegerField(default=0)
    """How often they were circulated: more than once where they were taken back and changed."""
    reopened_because = models.CharField(max_length=20, choices=ReopenReason, blank=True)
    """Why they were last taken back; said in the minutes once they are circulated again."""
    agreed_at_meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="agreed_minutes")
    corrections = models.TextField(blank=True)
    """What the later meeting changed before it agreed them, in its own words; everybody who reads them reads this."""
    restricted_corrections = models.TextField(blank=True)
    """The same of restricted parts, for those trusted with them."""
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects = MinutesQuerySet.as_manager()

    class Meta:
        ordering = ("-meeting__held_on",)
        verbose_name_plural = "minutes"
        constraints = [
            paired("circulated", name="minutes_circulated_paired"),
            paired("agreed", name="minutes_agreed_paired"),
            paired("published", name="minutes_published_paired"),
            models.CheckConstraint(
                condition=Q(state="draft", circulated_at__isnull=True, agreed_at__isnull=True)
                | Q(state="circulated", circulated_at__isnull=False, agreed_at__isnull=True)
                | Q(
                    state="agreed",
                    circulated_at__isnull=False,
                    agreed_at__isnull=False,
                    agreed_at_meeting__isnull=False,
                ),
                name="minutes_state_fits",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(state="agreed"), name="minutes_published_when_agreed"
            ),
        ]

    def __str__(self) -> str:
        return f"Minutes, {self.meeting}"

    # What may be done now

    @property
    def is_draft(self) -> bool:
        """Whether they can still be written."""
        return self.state == MinutesState.DRAFT

    @property
    def may_be_agreed(self) -> bool:
        """Whether a later meeting may agree them."""
        return self.state == MinutesState.CIRCULATED

    @property
    def may_be_published(self) -> bool:
        """Whether their public part may be published."""
        return self.state == MinutesState.AGREED and self.published_at is None

    def require_draft(self) -> None:
        """Raise NotPossible where they cannot be written any more."""
        if self.state == MinutesState.CIRCULATED:
            raise NotPossible("These minutes are circulated. Take them back before you change them.")
        if self.state == MinutesState.AGREED:
            raise NotPossible("These minutes are agreed as a correct record, so they cannot change any more.")

    def require_circulated(self) -> None:
        """Raise NotPossible where they are not with their readers, waiting for a meeting to agree them."""
        if self.state == MinutesState.DRAFT:
            raise NotPossible("These minutes are a draft. Circulate them before anything else is done with them.")
        if self.state == MinutesState.AGREED:
            raise NotPossible("These minutes are agreed as a correct record already, so they stay as they are.")

    def require_agreed(self) -> None:
        """Raise NotPossible where they cannot be published."""
        if self.state != MinutesState.AGREED:
            raise NotPossible("Only minutes that a later meeting agreed as a correct record can be published.")
        if self.published_at:
            raise NotPossible("The public minutes are published already.")

    # Verbs

    @transaction.atomic
    def begin(self, *, by: Person) -> Self:
        """Make the row, for a meeting of today or before. Raises NotPossible."""
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=self.meeting_id)
        if meeting.cancelled_at:
            raise NotPossible("This meeting was cancelled, so it has no minutes.")
        if meeting.held_on > timezone.localdate():
            raise NotPossible("This meeting is still to come. Begin its minutes on the day or after it.")
        if Minutes.objects.filter(meeting=meeting).exists():
            raise NotPossible("The minutes of this meeting have been begun already.")
        self.meeting, self.begun_at, self.begun_by = meeting, timezone.now(), by
        self.save()
        trail.record("minutes.begin", self, by=by, meeting=meeting.pk)
        return self

    def locked(self) -> Minutes:
        """The row as it is now, held until the end of the transaction."""
        return Minutes.objects.select_for_update(of=("self",)).select_related("meeting__body").get(pk=self.pk)

    def locked_to_write(self) -> Minutes:
        """The same, where it can be written. Raises NotPossible."""
        held = self.locked()
        held.require_draft()
        return held

    def parts(self) -> Iterator[tuple[AgendaItem, ItemMinutes]]:
        """Every item of the meeting in order with what is written of it, an unsaved row where nothing is."""
        from goldenthread.governance.models.item_minutes import ItemMinutes

        written = {part.item_id: part for part in ItemMinutes.objects.filter(item__meeting_id=self.meeting_id)}
        for item in AgendaItem.objects.filter(meeting_id=self.meeting_id):
            part = written.get(item.pk) or ItemMinutes(item=item)
            part.item = item
            yield item, part

    @transaction.atomic
    def circulate(self, *, by: Person) -> Self:
        """Let those read them who may, and send each of them a link. Raises NotPossible.

        Items that came up at the meeting itself were in no pack: they are published with the minutes. What was
        tabled and taken is stamped as discussed on the day of the meeting.
        """
        held = self.locked_to_write()
        if held.meeting.cancelled_at:
            raise NotPossible("This meeting was cancelled, so its minutes cannot be circulated.")
        if not any(part.text.strip() or part.restricted_text.strip() for _, part in held.parts()):
            raise NotPossible("Nothing is written in these minutes yet. Write something under at least one item.")
        held.state = MinutesState.CIRCULATED
        held.circulated_at, held.circulated_by = timezone.now(), by
        held.circulations += 1
        held.save()
        AgendaItem.objects.filter(meeting=held.meeting, published_at__isnull=True).update(
            published_at=held.circulated_at
        )
        for tabling in held.taken():
            tabling.discuss(on=held.meeting.held_on, by=by)
        readers = held.readers()
        for reader in readers:
            held._tell(reader)
        trail.record("minutes.circulate", held, by=by, people=len(readers), circulation=held.circulations)
        self.refresh_from_db()
        return self

    @transaction.atomic
    def reopen(self, *, reason: ReopenReason, by: Person) -> Self:
        """Take circulated minutes back to be changed. Raises NotPossible.

        The reason is a code word: it goes to the trail, and is said in the minutes when they are circulated again.
        """
        held = self.locked()
        held.require_circulated()
        reason = ReopenReason(reason)
        held.state, held.reopened_because = MinutesState.DRAFT, reason
        held.circulated_at = held.circulated_by = None
        held.save()
        for tabling in held.taken().filter(discussed_on=held.meeting.held_on):
            tabling.discuss_no_more(by=by)
        trail.record("minutes.reopen", held, by=by, reason=reason.value)
        self.refresh_from_db()
        return self

    @transaction.atomic
    def agree(self, *, at: Meeting, corrections: str = "", restricted_corrections: str = "", by: Person) -> Self:
        """Record that the later meeting ``at`` of the same body agreed them as a correct record (R112).

        They can never change after that, and neither can the attendance they show. Raises NotPossible.
        """
        Meeting.objects.select_for_update(of=("self",)).get(pk=self.meeting_id)
        held = self.locked()
        held.require_circulated()
        later = Meeting.objects.get(pk=at.pk)
        refusal = _cannot_agree(held.meeting, later)
        if refusal:
            raise NotPossible(refusal)
        held.state, held.agreed_at_meeting = MinutesState.AGREED, later
        held.corrections, held.restricted_corrections = corrections.strip(), restricted_corrections.strip()
        held.agreed_at, held.agreed_by = timezone.now(), by
        held.save()
        trail.record("minutes.agree", held, by=by, meeting=later.pk)
        self.refresh_from_db()
        return self

    @transaction.atomic
    def publish(self, *, by: Person) -> Self:
        """Mark the public rendering as published; only what is agreed can be. Raises NotPossible."""
        held = self.locked()
        held.require_agreed()
        held.published_at, held.published_by = timezone.now(), by
        held.save()
        trail.record("minutes.publish", held, by=by)
        self.refresh_from_db()
        return self

    def taken(self) -> QuerySet[Tabling]:
        """What was tabled and taken at the meeting, without what was withdrawn from its agenda."""
        items = AgendaItem.objects.filter(meeting_id=self.meeting_id, withdrawn_at__isnull=True)
        return Tabling.objects.filter(pk__in=items.filter(tabling__isnull=False).order_by().values("tabling"))

    # Who is told

    def readers(self) -> list[Person]:
        """Whom circulation tells: who was expected at the meeting or came to it, and may read them today.

        Virtual members receive all papers (R08), so they are told too; co-opted ones where they came (R09).
        """
        expected = {
            place.holder.person
            for place in self.meeting.roster()
            if place.holder and place.holder.person and place.seat.role != SeatRole.CO_OPTED
        }
        came = {row.person for row in self.meeting.attendance.filter(person__isnull=False).select_related("person")}
        today = timezone.localdate()
        told = [person for person in expected | came if person and person.email and person.is_active]
        seated = self._seated(told, today)
        return sorted(
            (
                person
                for person in told
                if person.pk in seated
                or Meeting.objects.visible_to(Scope.of(person, today=today)).filter(pk=self.meeting_id).exists()
            ),
            key=lambda person: person.pk,
        )

    def _seated(self, people: list[Person], today: date) -> set[int]:
        """Those of ``people`` who read by a seat they hold on the body itself today: nearly all, in one query."""
        body = self.meeting.body
        if not body.is_on(today):
            return set()
        seats = Seat.objects.on(today).filter(body=body)
        held = Appointment.objects.on(today).filter(person__in=people, seat__in=seats)
        may = {
            role
            for (kind, role), given in ROLES.items()
            if kind == body.kind and given.gives(Permission.SEE_ATTENDANCE)
        }
        return set(held.filter(seat__role__in=may).values_list("person_id", flat=True))

    def _tell(self, reader: Person) -> None:
        messages.queue(
            to=reader,
            template="governance/messages/minutes_circulated",
            subject="Minutes to read",
            context={
                "body": self.meeting.body.name,
                "held_on": day(self.meeting.held_on),
                "again": self.circulations > 1,
                "link": reverse("minutes_page", args=[self.meeting_id]),
            },
            marking=Circulation.BODY.marking,
        )


def _cannot_agree(meeting: Meeting, later: Meeting) -> str:
    """Why ``later`` cannot agree the minutes of ``meeting``; empty where it can."""
    if later.pk == meeting.pk:
        return "A meeting cannot agree its own minutes. Choose a later meeting of the same body."
    if later.body_id != meeting.body_id:
        return "Minutes are agreed by a later meeting of the same body. Choose one of this body."
    if later.held_on <= meeting.held_on:
        return "Minutes are agreed at a later meeting. Choose one after the meeting they are about."
    if later.cancelled_at:
        return "That meeting was cancelled, so it agreed nothing."
    if later.held_on > timezone.localdate():
        return "That meeting is still to come. Record that it agreed the minutes on the day or after it."
    if later.informal:
        return "That meeting was informal and took no decisions, so it could not agree minutes."
    return ""
