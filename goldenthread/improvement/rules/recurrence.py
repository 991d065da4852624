"""Pure rules of recurrence: which themes come back over the years (R42: recurrent themes are a reason for a review).

A theme is recurrent when two pieces of evidence or more bear it: two findings of one review are said once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

RECURRENT_FROM = 2
"""How many pieces of evidence make a theme recurrent."""


@dataclass(frozen=True)
class Tally:
    """How often a theme was found in one year: findings, and the pieces of evidence they are in.

    ``year`` is the calendar year of the evidence, None where it has no date. Evidence is of one year alone. Themes of
    one name in the vocabularies of several partnerships are one theme: ``key`` is the name as it is compared.
    """

    key: str
    theme: str
    year: int | None
    findings: int
    evidence: int
    identified_before: int = 0
    """Those findings of which it is recorded that they repeat an earlier one."""


@dataclass(frozen=True)
class Recurrence:
    """One theme over the years. ``by_year`` counts findings; only years that have some stand in it."""

    key: str
    theme: str
    by_year: dict[int | None, int]
    findings: int
    evidence: int
    identified_before: int = 0

    @property
    def is_recurrent(self) -> bool:
        """Whether it came back in other evidence."""
        return self.evidence >= RECURRENT_FROM


def recurrences(tallies: Iterable[Tally]) -> list[Recurrence]:
    """Every theme with its counts, those in most evidence first, then with most findings, then by name."""
    by_year: dict[str, dict[int | None, int]] = {}
    names: dict[str, str] = {}
    evidence: dict[str, int] = {}
    before: dict[str, int] = {}
    for tally in tallies:
        names[tally.key] = min(tally.theme, names.get(tally.key, tally.theme))
        years = by_year.setdefault(tally.key, {})
        years[tally.year] = years.get(tally.year, 0) + tally.findings
        evidence[tally.key] = evidence.get(tally.key, 0) + tally.evidence
        before[tally.key] = before.get(tally.key, 0) + tally.identified_before
    found = [
        Recurrence(key, names[key], years, sum(years.values()), evidence[key], before[key])
        for key, years in by_year.items()
    ]
    return sorted(found, key=lambda each: (-each.evidence, -each.findings, each.key))


def years_of(found: Iterable[Recurrence]) -> list[int | None]:
    """Every year from the first to the last that has any, those without any between them too; None last.

    A year without findings is shown as such: a gap in a row of years would hide it.
    """
    given = {year for each in found for year in each.by_year}
    known = [year for year in given if year is not None]
    every: list[int | None] = list(range(min(known), max(known) + 1)) if known else []
    return [*every, None] if None in given else every
