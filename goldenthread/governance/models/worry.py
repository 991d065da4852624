"""Worries of practitioners: raised at a local group, taken up to a board, and answered (R17, R115)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation import messages, trail
from goldenthread.foundation.constraints import paired
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.rules.minutes import mentioned
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Appointment, Body, Person
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import ROLES, BodyKind

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope

NAMES_SOMEBODY = "This names somebody of the register. A worry is kept without anybody's name. Take the name out."
SETTLED = "This worry was taken up or answered, so it stays as it was raised."
ABOVE = (BodyKind.BOARD, BodyKind.EXECUTIVE)
"""Kinds of body to which a worry is taken up."""


class WorryQuerySet(models.QuerySet["Worry"]):
    """Questions about worries."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of groups whose meetings the person sees, and those taken up to a body whose meetings they see.

        The operator of the command line reads none.
        """
        if scope.is_operator:
            return self.none()
        seen = Body.objects.allowing(Permission.SEE_ATTENDANCE, scope).order_by().values("pk")
        return self.filter(Q(meeting__body__in=seen) | Q(escalated_to__in=seen))

    def of(self, body: Body) -> Self:
        """Those raised at the meetings of ``body``, and those taken up to it, newest first."""
        return self.filter(Q(meeting__body=body) | Q(escalated_to=body)).order_by("-meeting__held_on", "-pk")

    def waiting(self) -> Self:
        """Those not answered yet."""
        return self.filter(answered_at__isnull=True)


class Worry(Kept):
    """One thing practitioners are worried about, in words that name nobody: who said it is not kept."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="worries", verbose_name="raised at")
    text = models.TextField("what are you worried about?", max_length=1000)
    escalated_to = models.ForeignKey(
        Body, on_delete=models.PROTECT, null=True, editable=False, related_name="worries_taken_up"
    )
    escalated_at = models.DateTimeField(null=True, editable=False)
    escalated_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    answer = models.TextField("what came of it", max_length=2000, blank=True, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")

    objects = WorryQuerySet.as_manager()

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "worries"
        constraints = [
            paired("escalated", name="worry_escalated_paired"),
            paired("answered", name="worry_answered_paired"),
            models.CheckConstraint(
                condition=Q(escalated_to__isnull=True, escalated_at__isnull=True)
                | Q(escalated_to__isnull=False, escalated_at__isnull=False),
                name="worry_escalated_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="worry_answer_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"Worry raised at {self.meeting}"

    @property
    def answers(self) -> Body:
        """The body whose answer is awaited, or that gave it: the one it was taken up to, else the group."""
        return self.escalated_to or self.meeting.body

    @property
    def is_settled(self) -> bool:
        """Whether it was taken up or answered, so that its words stay."""
        return self.escalated_at is not None or self.answered_at is not None

    # Verbs

    def guard(self) -> None:
        """Hold the worry while it is changed. Raises NotPossible once it was taken up or answered."""
        if self.pk is not None and self.held().is_settled:
            raise NotPossible(SETTLED)

    def clean(self) -> None:
        """Refuse a meeting of another sort of body, one to come or cancelled, and words that name somebody."""
        if self.meeting_id is None:
            return
        if self.meeting.body.kind != BodyKind.LOCAL_GROUP:
            raise ValidationError({"meeting": "Worries are raised at the meetings of local groups."})
        if self.meeting.is_cancelled or self.meeting.held_on > timezone.localdate():
            raise ValidationError({"meeting": "Choose a meeting that has taken place."})
        if self._names_somebody(self.text):
            raise ValidationError({"text": NAMES_SOMEBODY})

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Delete a worry entered by mistake. Raises NotPossible once it was taken up or answered."""
        self.guard()
        trail.record("worry.remove", self, by=by, meeting=self.meeting_id)
        self.delete()

    @transaction.atomic
    def escalate(self, *, to: Body, by: Person) -> Worry:
        """Take it up to the board or executive ``to`` of the partnership. Raises NotPossible."""
        held = self.held()
        if held.answered_at:
            raise NotPossible("This worry was answered, so it is not taken up any more.")
        if held.escalated_at:
            raise NotPossible("This worry was taken up already.")
        if not held.may_go_to().filter(pk=to.pk).exists():
            raise NotPossible("A worry is taken up to a board or executive of the partnership.")
        held.escalated_to, held.escalated_at, held.escalated_by = to, timezone.now(), by
        held.full_clean()
        held.save()
        trail.record("worry.escalate", held, by=by, body=to.pk)
        self.refresh_from_db()
        return held

    @transaction.atomic
    def reply(self, *, text: str, by: Person) -> Worry:
        """Say what came of it. Where it was taken up, those who run the group are told that there is an answer.

        Raises NotPossible where it was answered or nothing is said, ValidationError where the answer names somebody.
        """
        held = self.held()
        if held.answered_at:
            raise NotPossible("This worry was answered already.")
        if not text.strip():
            raise NotPossible("Say what came of it.")
        if held._names_somebody(text):
            raise ValidationError({"answer": NAMES_SOMEBODY})
        held.answer, held.answered_at, held.answered_by = text.strip(), timezone.now(), by
        held.full_clean()
        held.save()
        told = held._who_runs_the_group() if held.escalated_at else []
        for person in told:
            held._tell(person)
        trail.record("worry.answer", held, by=by, people=len(told))
        self.refresh_from_db()
        return held

    def may_go_to(self) -> models.QuerySet[Body]:
        """The boards and executives of the group's partnership that are in force today."""
        rows = Body.objects.on(timezone.localdate()).filter(kind__in=ABOVE)
        return rows.filter(partnership=self.meeting.body.partnership, partnership__isnull=False)

    def held(self) -> Worry:
        """This row, locked. Raises NotPossible where it was removed meanwhile."""
        rows = Worry.objects.select_for_update(of=("self",)).select_related("meeting__body", "escalated_to")
        held = rows.filter(pk=self.pk).first()
        if held is None:
            raise NotPossible("This worry was removed meanwhile.")
        return held

    def _names_somebody(self, text: str) -> bool:
        """Whether ``text`` holds the full name of somebody whom the meeting and its partnership know."""
        from goldenthread.governance.renderings.names import known_names

        return bool(mentioned(text, set(known_names(self.meeting))))

    # Who is told

    def _who_runs_the_group(self) -> list[Person]:
        """Those who plan the group's meetings by a seat on it today: its chair and clerk."""
        today = timezone.localdate()
        roles = {
            role for (kind, role), given in ROLES.items() if kind == self.meeting.body.kind
            and Permission.MANAGE_MEETINGS in given.here
        }  # fmt: skip
        seated = Appointment.objects.on(today).filter(seat__body=self.meeting.body, seat__role__in=roles)
        people = Person.objects.filter(pk__in=seated.values("person_id"), is_active=True).exclude(email="")
        return list(people.order_by("pk"))

    def _tell(self, person: Person) -> None:
        messages.queue(
            to=person,
            template="governance/messages/worry_answered",
            subject="A worry of your group has an answer",
            context={
                "group": self.meeting.body.name,
                "body": self.answers.name,
                "link": reverse("worry_list", args=[self.meeting.body_id]),
            },
            marking=Circulation.BODY.marking,
        )
