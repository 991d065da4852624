"""What is tabled as one person may see it: by its own title, or in neutral words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.utils import timezone

from goldenthread.improvement.models.tabling import Tabling
from goldenthread.partnership.models import Body

if TYPE_CHECKING:
    from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class Tabled:
    """One thing that is tabled. ``page`` is empty for whoever may not read the thing itself.

    ``neutral`` is its neutral title where it has one that is not its name to this reader.
    """

    id: int
    name: str
    neutral: str
    sort: str
    page: str
    body: Body
    tabled_on: date
    tabled_by: str
    discussed_on: date | None
    may_take_back: bool


def tabled_for(body: Body, scope: Scope) -> QuerySet[Tabling]:
    """What is tabled for ``body`` and may be listed, what waits first and then the newest."""
    rows = Tabling.objects.listed_for(scope).filter(body=body).with_subjects()
    return rows.order_by(F("discussed_on").desc(nulls_first=True), "-tabled_at", "-pk")


def tabled_about(scope: Scope, **subject: Any) -> list[Tabled]:
    """For which bodies one thing was tabled: ``tabled_about(scope, evidence=row)``."""
    rows = Tabling.objects.visible_to(scope).filter(**subject).order_by("-tabled_at", "-pk")
    return as_listed(rows.with_subjects(), scope)


def as_listed(rows: Iterable[Tabling], scope: Scope) -> list[Tabled]:
    """``rows``, read with their subjects, with the name each has for the person. Two queries more."""
    held = list(rows)
    numbers = [row.pk for row in held]
    of_these: Any = Tabling.objects.filter(pk__in=numbers).order_by()
    seen = set(of_these.visible_to(scope).values_list("pk", flat=True))
    mine = set(of_these.to_take_back(scope).values_list("pk", flat=True))
    return [
        Tabled(
            id=row.pk,
            name=row.name_for(seen=row.pk in seen),
            neutral=row.title if row.pk in seen else "",
            sort=row.sort,
            page=row.page if row.pk in seen else "",
            body=row.body,
            tabled_on=timezone.localdate(row.tabled_at),
            tabled_by=row.tabled_by.name,
            discussed_on=row.discussed_on,
            may_take_back=row.pk in mine,
        )
        for row in held
    ]
