"""The cells that files of reviews and audits share: how each is read, and written so that it reads the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from goldenthread.foundation.dates import period_end, read_day
from goldenthread.foundation.imports import Row
from goldenthread.improvement.models import Evidence, Precision, Theme
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.models import Area, Partnership, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

WHOLE = re.compile(r"(all|both|two|three|four|five|six|[0-9]+) (boroughs|areas|councils)", re.IGNORECASE)
"""Words for every area of the partnership."""
IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
LONGEST_THEME = Theme._meta.get_field("name").max_length or 0


def when(row: Row, column: str) -> tuple[date | None, str]:
    """The first day of what a cell names, and how exactly that is known: a date, a month or a year."""
    text = row.text(column)
    if not text:
        return None, Precision.DAY
    day = read_day(text)
    if day is not None:
        return day, Precision.DAY
    if month := re.fullmatch(r"((?:19|20)[0-9]{2})-(0[1-9]|1[0-2])", text):
        return date(int(month[1]), int(month[2]), 1), Precision.MONTH
    if re.fullmatch(r"(19|20)[0-9]{2}", text):
        return date(int(text), 1, 1), Precision.YEAR
    row.refuse(column, "a date such as 2021-04-12, a month such as 2021-04, or a year")
    return None, Precision.DAY


def written(evidence: Evidence) -> date | str:
    """The date of evidence, as exactly as it is known and no more."""
    if evidence.dated_on is None:
        return ""
    day = evidence.dated_on
    exact: dict[str, date | str] = {Precision.MONTH: f"{day:%Y-%m}", Precision.YEAR: f"{day:%Y}"}
    return exact.get(evidence.date_precision, day)


class Holders:
    """Which partnership holds a record, from the words for whose it is (decision 0042).

    That whose name stands in the words, the longest name first; else the one the file is for; else the one that was
    in force on the day, all the month or all the year of the record; else the newest one.
    """

    def __init__(self, scope: Scope, option: Partnership | None) -> None:
        self.option = option
        self.names = look_up.partnerships(scope)
        rows = self.names.records()
        mine = scope.partnership_ids_with(Permission.MANAGE_EVIDENCE)
        self.mine = [row for row in rows if scope.is_operator or row.pk in mine]
        self.mine.sort(key=lambda row: (-(row.starts_on or date.min).toordinal(), row.name))
        named = [(look_up.key(name), row) for row in rows for name in look_up.names_of(row)]
        self.by_length = sorted(named, key=lambda pair: (-len(pair[0]), pair[0]))

    def named(self, row: Row, column: str) -> Partnership | None:
        """The partnership whose name stands in the cell; None where there is none.

        A word that is nearly the name of one is refused: it is taken for a slip.
        """
        words = look_up.key(row.text(column))
        for name, partnership in self.by_length:
            if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words):
                return partnership
        if near := self.names.near(words):
            row.refuse(column, f"the name of a partnership or of somebody else: is it {near}?")
        return None

    def otherwise(self, row: Row, first: date | None, precision: str) -> Partnership | None:
        """Who holds a record whose words name no partnership of the register."""
        if self.option:
            return self.option
        last = period_end(first, precision) if first else None
        in_force = [each for each in self.mine if first and last and each.is_on(first) and each.is_on(last)]
        if len(in_force) == 1:
            return in_force[0]
        if not self.mine:
            row.refuse("partnership", "the name of a partnership whose evidence you keep")
            return None
        return self.mine[0]


class Areas:
    """Areas of a record; none where it is of every area of its partnership."""

    def __init__(self, scope: Scope, partnerships: look_up.Names[Partnership]) -> None:
        self.names = look_up.Names(Area.objects.visible_to(scope), "an area")
        self.partnerships = partnerships

    def in_cell(self, row: Row, column: str) -> list[Area]:
        """The areas a cell names. What stands in brackets after one says how many cases of it were looked at."""
        found = []
        for part in re.split(r";(?![^()]*\))", row.text(column)):
            name = IN_BRACKETS.sub("", part).strip()
            if not name:
                continue
            areas = self.names.all(name)
            if len(areas) == 1:
                found += areas
            elif not (WHOLE.fullmatch(name) or self.partnerships.all(name)):
                row.refuse(column, "codes of areas in the register, separated by ;, or 'three boroughs' for them all")
        return list(dict.fromkeys(found))


class Themes:
    """The themes of cells: those of the vocabulary of the evidence's partnership, new ones added to it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.by_partnership: dict[int, dict[str, Theme]] = {}

    def in_cell(self, row: Row, column: str) -> list[str]:
        """The names in a cell, each once."""
        names = {look_up.key(name): name for name in row.words(column)}
        for name in names.values():
            if len(name) > LONGEST_THEME:
                row.refuse(column, f"themes of at most {LONGEST_THEME} letters each, separated by ;")
        return list(names.values())

    def named(self, names: Iterable[str], partnership: Partnership, *, by: Person | None) -> list[Theme]:
        """The themes of these names; those the vocabulary lacks are added to it."""
        known = self.by_partnership.get(partnership.pk)
        if known is None:
            known = self.by_partnership[partnership.pk] = self._vocabulary(partnership)
        found = []
        for name in names:
            theme = known.get(look_up.key(name))
            if theme is None:
                theme = known[look_up.key(name)] = Theme(partnership=partnership, name=name).keep(by=by)
            found.append(theme)
        return found

    def _vocabulary(self, partnership: Partnership) -> dict[str, Theme]:
        """The themes of ``partnership`` by name: of two with one name its own, else that of the nearer before it."""
        distance = {row.pk: place for place, row in enumerate([partnership, *partnership.before()])}
        rows = sorted(Theme.objects.for_partnership(partnership), key=lambda theme: -distance[theme.partnership_id])
        return {look_up.key(theme.name): theme for theme in rows}
