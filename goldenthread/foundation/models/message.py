"""Messages: the e-mails the program sends."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Message(models.Model):
    """One e-mail to one person. Its text is kept only until it is sent or given up."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    """An invitation for the recipient's calendar (RFC 5546), forgotten with the text."""
    marking = models.CharField(max_length=60)
    queued_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failed=False) | models.Q(sent_at__isnull=True), name="message_sent_or_failed"
            )
        ]

    def __str__(self) -> str:
        return f"Message {self.pk}"
