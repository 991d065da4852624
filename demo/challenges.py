"""Disagreements about a case in the demonstration, one of each sort. Their numbers and words are our own.

One waits for an answer, one had none in time and has risen, one is settled with its learning and impact.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from goldenthread.improvement.models import Challenge, ChallengeKind, ChallengeParty, Result, Side
from goldenthread.partnership.models import Agency, Body, Person

BY = "business.manager@demo.example"
WAITING, RISEN, SETTLED = "DEMO-2101", "DEMO-2102", "DEMO-2103"
"""Numbers no register has."""


@transaction.atomic
def disagreements(first: date) -> None:
    """Record them some days before ``first``, unless they are there."""
    if Challenge.objects.filter(case_reference__in=(WAITING, RISEN, SETTLED)).exists():
        return
    manager = Person.objects.get(email=BY)
    _begun(WAITING, "AG03", "AG04", "A strategy meeting was put off for a second time.", first - timedelta(days=1))
    risen = _begun(
        RISEN,
        "AG16",
        "AG02",
        "Support ended although the health visitor still has concerns.",
        first - timedelta(days=14),
    )
    risen.rise(now=timezone.now())
    settled = _begun(
        SETTLED, "AG48", "AG03", "A referral was closed without a call to the school.", first - timedelta(days=2)
    )
    settled.respond(text="The team manager has looked again and will call today.", by=manager)
    settled.resolve(
        result=Result.AGREED,
        words="The referral was opened again after a call between the head teacher and the team manager.",
        learning="Whoever refers is called before a referral is closed.",
        by=manager,
    )
    settled.note(
        learning="Whoever refers is called before a referral is closed.",
        impact="A sample of ten closed referrals is to show whether the call is made.",
        themes=[],
        by=manager,
    )


def _begun(reference: str, raised: str, challenged: str, issue: str, on: date) -> Challenge:
    body = Body.objects.get(name="Case Review Subgroup", partnership__name="Bi-Borough LSCP")
    return Challenge(
        challenge_kind=ChallengeKind.CASE,
        partnership=body.partnership,
        holding_body=body,
        case_reference=reference,
        issue=issue,
    ).begin(
        parties=[
            ChallengeParty(side=Side.RAISED, agency=Agency.objects.get(reference=raised)),
            ChallengeParty(side=Side.CHALLENGED, agency=Agency.objects.get(reference=challenged)),
        ],
        by=Person.objects.get(email=BY),
        at=datetime.combine(on, time(10), timezone.get_current_timezone()),
    )
