"""What improvement adds to pages below it, and which of its records have clocks."""

from goldenthread.improvement.models import Challenge
from goldenthread.partnership.circulation import Circulation
from goldenthread.records.owners import Owner


def challenge_clocks() -> Owner:
    """Clocks of challenges are seen by who may read the challenge. They are run by its own verbs alone."""
    return Owner(
        Challenge,
        seen=Challenge.objects.visible_to,
        run=lambda scope: Challenge.objects.visible_to(scope).none(),
        url_name="challenge_page",
        marking=lambda challenge: Circulation.BODY.marking,
    )
