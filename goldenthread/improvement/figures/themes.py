"""Themes over the years: what findings keep saying. The page and the command line share ``theme_years``."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.db.models.functions import ExtractYear, Lower

from goldenthread.foundation.figures import figure
from goldenthread.improvement.models import Finding
from goldenthread.improvement.models.finding import FindingQuerySet
from goldenthread.improvement.rules.recurrence import Tally, recurrences, years_of
from goldenthread.partnership.imports.look_up import partnership_option
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.scope import Scope

UNDATED = "no date"


@dataclass(frozen=True)
class ThemeFigures:
    """One theme: findings by year, and in how many pieces of evidence; recurrent from two of these."""

    theme: str
    by_year: dict[str, int]
    findings: int
    evidence: int
    previously_identified: int
    is_recurrent: bool


@dataclass(frozen=True)
class ThemeYears:
    """Every theme, those in most evidence first. ``years`` are calendar years of the evidence, without a gap.

    ``findings`` counts those that bear a theme, each once; ``untagged`` those that bear none.
    """

    partnership: str | None
    years: list[str]
    themes: list[ThemeFigures]
    findings: int
    untagged: int
    previously_identified: int


@figure("improvement.themes")
def themes(scope: Scope, *, partnership: str = "") -> ThemeYears:
    """Themes of findings over the years, and which come back; of ``partnership`` and those before it, or of all seen.

    Raises OptionRefused for a partnership that is not there for ``scope``.
    """
    return theme_years(scope, partnership_option(scope, {"partnership": partnership}))


def theme_years(scope: Scope, partnership: Partnership | None) -> ThemeYears:
    """Themes over the years of what ``scope`` sees of ``partnership`` and those before it, or of all."""
    rows = of_partnership(Finding.objects.visible_to(scope), partnership)
    found = recurrences(tallies(rows))
    years = years_of(found)
    tagged = rows.filter(themes__isnull=False).values("pk").distinct().count()
    return ThemeYears(
        partnership=partnership.name if partnership else None,
        years=[_named(year) for year in years],
        themes=[
            ThemeFigures(
                theme=each.theme,
                by_year={_named(year): each.by_year[year] for year in years if year in each.by_year},
                findings=each.findings,
                evidence=each.evidence,
                previously_identified=each.identified_before,
                is_recurrent=each.is_recurrent,
            )
            for each in found
        ],
        findings=tagged,
        untagged=rows.filter(themes__isnull=True).count(),
        previously_identified=rows.filter(repeats__isnull=False).values("pk").distinct().count(),
    )


def of_partnership(rows: FindingQuerySet, partnership: Partnership | None) -> FindingQuerySet:
    """Those of ``partnership`` and of those that came before it; all where there is none."""
    if partnership is None:
        return rows
    return rows.filter(evidence__partnership__in=[partnership, *partnership.before()])


def tallies(rows: FindingQuerySet) -> list[Tally]:
    """How often each theme stands on ``rows``, year by year, counted by the database in one query.

    Themes of one name count as one, whosever vocabulary they are of.
    """
    counted = (
        rows.filter(themes__isnull=False)
        .order_by()
        .annotate(word=Lower("themes__name"), year=ExtractYear("evidence__dated_on"))
        .values("word", "year")
        .annotate(
            shown=Min("themes__name"),
            number_of=Count("pk", distinct=True),
            pieces=Count("evidence_id", distinct=True),
            before=Count("pk", distinct=True, filter=Q(repeats__isnull=False)),
        )
    )
    return [
        Tally(row["word"], row["shown"], row["year"], row["number_of"], row["pieces"], row["before"])
        for row in counted
    ]


def _named(year: int | None) -> str:
    return UNDATED if year is None else str(year)
