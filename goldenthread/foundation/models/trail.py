"""The trail: who did or read what, and the chain of seals over it. Both tables are only ever added to."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class TrailEntry(models.Model):
    """One act or one read of a protected record: ids and a verb, never text. Written by ``trail.record``."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    ids = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"], name="trail_object")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}".strip()


class TrailSeal(models.Model):
    """The place of one entry in the chain. ``number`` has no gaps; ``digest`` is a SHA-256 in hexadecimal.

    ``entry_id`` is no foreign key, so that a seal outlives an entry removed behind the program's back.
    """

    number = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"
