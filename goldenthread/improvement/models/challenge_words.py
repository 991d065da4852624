"""What a challenge is, is about, stands at and comes to, in the words of the pages."""

from django.db import models


class ChallengeKind(models.TextChoices):
    """What sort of challenge it is."""

    STRATEGIC = "strategic", "Strategic challenge"
    CASE = "case", "Case disagreement"


class About(models.TextChoices):
    """What it is about."""

    SYSTEM = "system", "How the system works"
    RESOURCE = "resource", "Resources"
    CASE = "case", "A child's case"


class State(models.TextChoices):
    """How it stands."""

    OPEN = "open", "Open"
    RESOLVED = "resolved", "Settled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LOGGED = "logged", "Logged, how it ended is not recorded"


class Result(models.TextChoices):
    """What came of it."""

    AGREED = "agreed", "Agreed: what was asked is done"
    PARTLY = "partly", "Agreed in part"
    EXPLAINED = "explained", "The decision stands, and its reasons are accepted"
    FORWARD = "taken forward", "Taken forward by others"
    UNSETTLED = "unsettled", "Ended without agreement"
