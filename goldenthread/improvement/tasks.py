"""Jobs of improvement."""

from contextlib import suppress

from django.utils import timezone

from goldenthread.foundation.jobs import job
from goldenthread.foundation.schedules import every
from goldenthread.improvement import digests
from goldenthread.improvement.errors import NotPossible
from goldenthread.improvement.models import Challenge


@every(days=1)
@job("Tell agencies of their actions", idempotent=True)
def tell_of_actions() -> None:
    """Send the digests of this week that were not sent: all on its first day, those of newcomers later."""
    digests.send_due(timezone.localdate())


@every(minutes=1)
@job("Take up challenges that nobody answered", idempotent=True)
def raise_unanswered() -> None:
    """Take every challenge whose stage has run out unanswered one stage up, and tell that level."""
    now = timezone.now()
    for challenge in Challenge.objects.run_out(now).order_by("pk").iterator():
        with suppress(NotPossible):  # it was settled meanwhile
            challenge.rise(now=now)
