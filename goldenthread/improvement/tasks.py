"""Jobs of improvement."""

import logging

from django.utils import timezone

from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.jobs import job
from goldenthread.foundation.schedules import every
from goldenthread.improvement import digests
from goldenthread.improvement.models import Challenge

log = logging.getLogger(__name__)


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
        try:
            challenge.rise(now=now)
        except Refusal as refused:  # it was settled meanwhile, or its next stage cannot begin; the others go on
            log.warning("Challenge %s did not rise: %s", challenge.pk, refused)
