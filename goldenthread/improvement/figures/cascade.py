"""The cascade of learning: what each agency and body said it passed on, and to how many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from goldenthread.foundation.figures import figure
from goldenthread.improvement.models import Cascade
from goldenthread.improvement.rules.cascade import Asked, Coverage, coverage, state
from goldenthread.partnership.imports.look_up import partnership_option
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class CascadeFigures:
    """How far learning products went on ``as_at``: agencies and bodies, each with all it was asked for."""

    as_at: date
    partnership: str | None
    products: int
    agencies: list[Coverage]
    bodies: list[Coverage]


@figure("improvement.cascade")
def cascade(scope: Scope, *, partnership: str = "") -> CascadeFigures:
    """How far learning went: for each agency and body, how often it was asked, answered, and whom it reached.

    Raises OptionRefused for a partnership that is not there for ``scope``.
    """
    return cascade_of(scope, partnership_option(scope, {"partnership": partnership}))


def cascade_of(scope: Scope, partnership: Partnership | None) -> CascadeFigures:
    """The same for what ``scope`` sees of ``partnership``, or of all."""
    rows = Cascade.objects.visible_to(scope)
    if partnership:
        rows = rows.filter(product__partnership=partnership)
    cells = rows.values_list("due_on", "answered_on", "people_reached")
    agencies = cells.filter(agency__isnull=False).annotate(name=F("agency__name"))
    bodies = cells.filter(body__isnull=False).annotate(name=F("body__name"))
    return CascadeFigures(
        as_at=scope.today,
        partnership=partnership.name if partnership else None,
        products=rows.values("product").distinct().count(),
        agencies=coverage(_asked(agencies.order_by("pk"), scope.today)),
        bodies=coverage(_asked(bodies.order_by("pk"), scope.today)),
    )


def _asked(rows: object, today: date) -> list[Asked]:
    return [
        Asked(name, state(due_on, answered_on, today), people)
        for due_on, answered_on, people, name in rows  # type: ignore[attr-defined]
    ]
