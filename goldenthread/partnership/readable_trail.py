"""Which entries of the trail a person may read: the one place where that is decided."""

from __future__ import annotations

from django.apps import apps
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast

from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.models import Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

OWN_VERBS = ("sign_in.", "second_factor.", "invitation.", "delegation.")
"""What people do at their own door: told to those who may see the person who did it."""


def readable_trail(scope: Scope) -> QuerySet[TrailEntry]:
    """Entries about rows that may be seen where the trail may be read, and what the people there did at their door.

    An entry holds only the kind and the number of a row, so each kind is asked what it shows to this scope;
    kinds that nobody's scope reaches (jobs, messages) are left out.
    """
    if scope.is_operator:
        return TrailEntry.objects.all()
    within = scope.where(Permission.SEE_TRAIL)
    people = Person.objects.visible_to(within).values("pk")
    rule = Q()
    for prefix in OWN_VERBS:
        rule |= Q(actor__in=people, verb__startswith=prefix)
    for model in kinds():
        rows = model._default_manager.visible_to(within)  # type: ignore[attr-defined]
        numbers = rows.order_by().annotate(as_text=Cast("pk", CharField())).values("as_text")
        rule |= Q(object_type=model._meta.label_lower, object_id__in=numbers)
    return TrailEntry.objects.filter(rule)


def kinds() -> list[type[Model]]:
    """The kinds of row that have a scope. The trail names what extends a row of another kind as that row."""
    return [
        model
        for model in apps.get_models()
        if hasattr(model._default_manager, "visible_to") and not model._meta.parents
    ]
