"""Jobs of improvement."""

from django.utils import timezone

from goldenthread.foundation.jobs import job
from goldenthread.foundation.schedules import every
from goldenthread.improvement import digests


@every(days=1)
@job("Tell agencies of their actions", idempotent=True)
def tell_of_actions() -> None:
    """Send the digests of this week that were not sent: all on its first day, those of newcomers later."""
    digests.send_due(timezone.localdate())
