"""Constraints the database holds for every app: pairs, date order."""

from django.db import models
from django.db.models import F, Q


def in_order(*, name: str, first: str = "starts_on", last: str = "ends_on") -> models.CheckConstraint:
    """Refuse a row whose ``last`` date is before its ``first``. Either may be empty."""
    return models.CheckConstraint(
        condition=Q(**{f"{first}__isnull": True}) | Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": F(first)}),
        name=name,
        violation_error_message="The end date must be the same as or after the start date.",
    )


def paired(verb: str, *, name: str) -> models.CheckConstraint:
    """``<verb>_at`` and ``<verb>_by`` are both set or both empty: a deed has a time and a doer."""
    both = Q(**{f"{verb}_at__isnull": False, f"{verb}_by__isnull": False})
    neither = Q(**{f"{verb}_at__isnull": True, f"{verb}_by__isnull": True})
    return models.CheckConstraint(condition=both | neither, name=name)
