"""Letters from the chair: to whom, signed by whom, and whether they were answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.foundation.constraints import paired
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.meeting import Meeting
from goldenthread.partnership.models import Agency, Body, Person
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class ChairLetterQuerySet(models.QuerySet):
    """Questions about letters."""

    def visible_to(self, scope: Scope) -> Self:
        """Letters of the bodies whose meetings the person plans, or whose follow-up they see."""
        if scope.is_operator:
            return self.none()
        planned = Body.objects.allowing(Permission.MANAGE_MEETINGS, scope)
        followed = Body.objects.allowing(Permission.FOLLOW_UP_ATTENDANCE, scope)
        return self.filter(Q(body__in=planned) | Q(body__in=followed))

    def awaiting_reply(self) -> Self:
        """Sent letters whose reply is due and has not come, the one due first at the top."""
        return self.filter(sent_at__isnull=False, reply_due_on__isnull=False, replied_on__isnull=True).order_by(
            "reply_due_on", "id"
        )


class ChairLetter(Kept):
    """One letter. ``to_name`` is the addressee as written; the agency is the one the reply is due from."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="letters")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    to_name = models.CharField("to", max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    signed_by = models.CharField(max_length=200)
    dated_on = models.DateField("date of the letter")
    reply_due_on = models.DateField("reply due by", null=True, blank=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    replied_on = models.DateField("reply received on", null=True, blank=True)
    reply = models.TextField(blank=True)

    objects = ChairLetterQuerySet.as_manager()

    class Meta:
        ordering = ("-dated_on", "-id")
        constraints = [
            paired("sent", name="chair_letter_sent_paired"),
            models.CheckConstraint(
                condition=Q(reply_due_on__isnull=True) | Q(reply_due_on__gte=models.F("dated_on")),
                name="chair_letter_reply_after_letter",
                violation_error_message="The reply must be due on or after the date of the letter.",
            ),
            models.CheckConstraint(
                condition=Q(replied_on__isnull=True) | Q(sent_at__isnull=False), name="chair_letter_reply_when_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"Letter of {self.dated_on}"

    FIXED_ONCE_SENT = ("body_id", "meeting_id", "agency_id", "to_name", "subject", "text", "signed_by", "dated_on")
    """What a letter that was sent says. When its reply is due may still be changed."""

    def guard(self) -> None:
        """Hold the letter, so that it is not changed while somebody marks it as sent."""
        ChairLetter.objects.select_for_update(of=("self",)).filter(pk=self.pk).first()

    def clean(self) -> None:
        """Refuse another body's meeting, and changing what a letter that was sent says."""
        if self.meeting and self.meeting.body_id != self.body_id:
            raise ValidationError({"meeting": "Choose a meeting of this body."})
        sent = ChairLetter.objects.filter(pk=self.pk, sent_at__isnull=False).first() if self.pk else None
        if sent and any(getattr(sent, name) != getattr(self, name) for name in self.FIXED_ONCE_SENT):
            raise ValidationError("This letter was sent, so what it says cannot change. Write another one.")

    @property
    def sent_on(self) -> date | None:
        """The London day on which it was marked as sent."""
        return timezone.localtime(self.sent_at).date() if self.sent_at else None

    def is_overdue(self, today: date) -> bool:
        """Whether its reply should have come before ``today``."""
        due = self.reply_due_on if self.sent_at and not self.replied_on else None
        return due is not None and due < today

    @transaction.atomic
    def send(self, *, by: Person) -> ChairLetter:
        """Mark this letter as sent. People post or e-mail it; the program sends nothing.

        Raises NotPossible where it was sent before.
        """
        letter = _held(self.pk)
        if letter.sent_at is not None:
            raise NotPossible("This letter was already marked as sent.")
        letter.sent_at, letter.sent_by = timezone.now(), by
        letter.save(update_fields=["sent_at", "sent_by"])
        trail.record("chairletter.send", letter, by=by, body=letter.body_id)
        return letter

    @transaction.atomic
    def record_reply(self, *, on: date, words: str, by: Person) -> ChairLetter:
        """Keep the reply that came on the day ``on``, in the words given; a second time corrects the first.

        Raises NotPossible where the letter was not sent, or the day is before it or still to come.
        """
        letter = _held(self.pk)
        if letter.sent_at is None:
            raise NotPossible("This letter was not sent yet, so it has no reply.")
        if on < letter.dated_on:
            raise NotPossible("The reply must have come on or after the date of the letter.")
        if on > timezone.localdate():
            raise NotPossible("The reply cannot have come on a day still to come.")
        verb = "chairletter.correct_reply" if letter.replied_on else "chairletter.record_reply"
        letter.replied_on, letter.reply = on, words
        letter.save(update_fields=["replied_on", "reply"])
        trail.record(verb, letter, by=by, body=letter.body_id)
        return letter

    @transaction.atomic
    def remove(self, *, by: Person) -> None:
        """Delete a draft. Raises NotPossible for a letter that was sent."""
        letter = _held(self.pk)
        if letter.sent_at is not None:
            raise NotPossible("This letter was sent, so it stays in the register.")
        trail.record("chairletter.remove", letter, by=by, body=letter.body_id)
        letter.delete()


def _held(pk: int) -> ChairLetter:
    return ChairLetter.objects.select_for_update(of=("self",)).get(pk=pk)
