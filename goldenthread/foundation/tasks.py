"""Jobs of foundation itself."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from goldenthread.foundation import messages, trail
from goldenthread.foundation.jobs import job
from goldenthread.foundation.models import Message, ScheduledRun
from goldenthread.foundation.schedules import every

KEPT = timedelta(days=30)
"""How long finished jobs and past schedules are kept."""


@every(minutes=1)
@job("Seal the trail", idempotent=True)
def seal_trail() -> None:
    """Number and chain the entries made since the last run."""
    trail.seal()


@every(hours=1)
@job("Seal entries that came late", idempotent=True)
def seal_late_entries() -> None:
    """Search the whole trail for entries whose transaction took unusually long."""
    trail.seal(thorough=True)


@job("Send a message", idempotent=True)
def send_message(message_id: int) -> None:
    """Send one queued message."""
    messages.send(Message.objects.get(pk=message_id))


@every(days=1)
@job("Forget finished jobs", idempotent=True)
def forget_finished() -> None:
    """Remove what is kept of jobs finished and schedules started more than 30 days ago, and give up old messages."""
    before = timezone.now() - KEPT
    DBTaskResult.objects.filter(finished_at__lt=before).delete()
    ScheduledRun.objects.filter(period__lt=before).delete()
    unsent = Message.objects.filter(queued_at__lt=before, sent_at__isnull=True)
    unsent.update(text="", html="", calendar="", failed=True)


@every(days=1)
@job("Forget ended sessions", idempotent=True)
def forget_ended_sessions() -> None:
    """Remove sessions whose time is over."""
    call_command("clearsessions")
