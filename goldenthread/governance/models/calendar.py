"""Calendars: what each person was told of a meeting and of its packs, and private feeds."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models.meeting import Meeting
from goldenthread.governance.models.pack import Pack
from goldenthread.partnership.models import Person

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


class MeetingNotice(models.Model):
    """The newest thing a person's calendar was sent about a meeting: its row makes sure that nothing is sent twice.

    ``sequence`` is that of the meeting it told of. ``revision`` is the number the person's calendar holds (RFC
    5545, SEQUENCE): higher with every message. ``held_on`` is the day it told of, so that somebody who no longer
    sits on the body learns nothing newer from the cancellation.
    """

    class Kind(models.TextChoices):
        """What the calendar was told."""

        INVITATION = "invitation", "Invitation"
        CANCELLATION = "cancellation", "Cancellation"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    sequence = models.PositiveIntegerField()
    revision = models.PositiveIntegerField(default=0)
    held_on = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("meeting_id", "person_id")
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="meeting_notice_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.meeting}"


class PackNotice(models.Model):
    """That a person was told of a published pack: its row makes sure that nobody is told twice."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ("pack_id", "person_id")
        constraints = [models.UniqueConstraint(fields=["pack", "person"], name="pack_notice_once")]

    def __str__(self) -> str:
        return f"Notice of {self.pack}"


class CalendarFeedQuerySet(models.QuerySet):
    """Questions about feeds."""

    def visible_to(self, scope: Scope) -> Self:
        """The person's own. A delegate reaches none: a feed is no page of the member's."""
        return self.none() if scope.acting_for else self.filter(person_id=scope.person_id)

    def open(self) -> Self:
        """Those not revoked."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """A private address at which a person's calendar program reads their meetings, until it is revoked.

    Only the digest of the key in the address is held, so that the database does not open the feed.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="calendar_feed_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"Feed of {self.person}"

    @classmethod
    def opened_by(cls, key: str) -> CalendarFeed | None:
        """The feed whose address holds ``key``, of a person who may sign in; None for every other key."""
        rows = cls.objects.open().filter(digest=digest_of(key), person__is_active=True)
        return rows.select_related("person").first()

    @classmethod
    @transaction.atomic
    def make(cls, *, by: Person) -> str:
        """Give ``by`` a feed in place of any before it, and return its key: the only time that anybody sees it.

        Raises NotPossible while acting for somebody.
        """
        if by.acting_for:
            raise NotPossible("A calendar address is your own. Stop acting for somebody first.")
        Person.objects.select_for_update(of=("self",)).get(pk=by.pk)
        for feed in cls.objects.open().filter(person=by):
            feed.revoke(by=by)
        key = secrets.token_urlsafe(32)
        feed = cls.objects.create(person=by, digest=digest_of(key), made_at=timezone.now())
        trail.record("calendar_feed.make", feed, by=by)
        return key

    @transaction.atomic
    def revoke(self, *, by: Person) -> None:
        """Close this address for good. Raises NotPossible where it is closed already."""
        feed = CalendarFeed.objects.select_for_update(of=("self",)).get(pk=self.pk)
        if feed.revoked_at is not None:
            raise NotPossible("This calendar address has already been closed.")
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        trail.record("calendar_feed.revoke", feed, by=by)

    @transaction.atomic
    def note_reading(self) -> None:
        """Remember that it was read just now; the trail has one entry for each day on which it was.

        A calendar program asks every few hours for ever: an entry each time would bury the rest of the trail.
        """
        now = timezone.now()
        if self.read_at is None or timezone.localdate(self.read_at) < timezone.localdate(now):
            trail.record("calendar_feed.read", self, by=self.person)
        CalendarFeed.objects.filter(pk=self.pk).update(read_at=now)


def digest_of(key: str) -> str:
    """What is held of a key: its SHA-256, in hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()
