"""Finding what a cell names: agencies, areas, partnerships, bodies and people, looked up once for a whole file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

from django.db.models import Model

from goldenthread.foundation.imports import OptionRefused, Row
from goldenthread.partnership.models import Agency, Area, Body, Partnership, Person
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

Found = TypeVar("Found", bound=Model)


def key(text: str) -> str:
    """A name as it is compared: capitals and the width of spaces make no difference."""
    return " ".join(text.casefold().split())


class Names(Generic[Found]):
    """Records by every name they go by. A name that belongs to several is found by none of them."""

    def __init__(self, records: Iterable[Found], expected: str, clearer: str = "its reference") -> None:
        self._by_name: dict[str, dict[int, Found]] = {}
        self._expected, self._clearer = expected, clearer
        for record in records:
            self.add(record)

    def add(self, record: Any) -> None:
        """Know one more record."""
        for name in names_of(record):
            self._by_name.setdefault(key(name), {})[record.pk] = record

    def records(self) -> list[Found]:
        """Every record there is."""
        return list({pk: record for named in self._by_name.values() for pk, record in named.items()}.values())

    def all(self, name: str) -> list[Found]:
        """Every record that goes by ``name``."""
        return list(self._by_name.get(key(name), {}).values())

    def in_cell(self, row: Row, column: str) -> Found | None:
        """The record a cell names; None where the cell is empty or was refused."""
        name = row.text(column)
        if not name:
            return None
        records = self.all(name)
        if len(records) == 1:
            return records[0]
        row.refuse(column, f"{self._clearer}, since several have this name" if records else self._expected)
        return None

    def in_list(self, row: Row, column: str) -> list[Found]:
        """The records a cell names, separated by semicolons."""
        found = []
        for name in row.words(column):
            records = self.all(name)
            if len(records) != 1:
                row.refuse(column, self._expected)
            found += records[:1]
        return found

    def near(self, name: str) -> str:
        """A name that is nearly this one, "" where there is none."""
        return next(iter(get_close_matches(key(name), self._by_name, n=1, cutoff=0.85)), "")


def names_of(record: Any) -> set[str]:
    """Every name a record goes by: reference, names, short names."""
    given = [
        getattr(record, name, "") for name in ("reference", "code", "ons_code", "name", "full_name", "abbreviation")
    ]
    return {name for name in [*given, *getattr(record, "other_names", ())] if name}


class Areas(Names[Area]):
    """Every area, since an agency or body may reach beyond one partnership; only those kept may come or go."""

    def __init__(self, scope: Scope) -> None:
        super().__init__(Area.objects.all(), "the codes of areas in the register, separated by ;")
        kept = Area.objects.visible_to(scope.where(Permission.MANAGE_REGISTER))
        self._kept = set(kept.values_list("pk", flat=True))

    def guard(self, row: Row, before: Iterable[Area], after: Iterable[Area]) -> None:
        """Refuse areas that would come or go and whose register the importer does not keep. Raises RowRefused."""
        if not {area.pk for area in before} ^ {area.pk for area in after} <= self._kept:
            row.refuse("areas", "the areas as they are, or others whose register you keep")
            row.check()


def agencies(scope: Scope) -> Names[Agency]:
    """The agencies in ``scope``."""
    return Names(Agency.objects.visible_to(scope), "the name or reference of an agency in the register")


def partnerships(scope: Scope) -> Names[Partnership]:
    """The partnerships in ``scope``."""
    rows = Partnership.objects.visible_to(scope).select_related("predecessor").prefetch_related("areas")
    return Names(rows, "the name of a partnership in the register")


class People(Names[Person]):
    """People by name, and by e-mail address which tells apart those of one name."""

    def __init__(self, scope: Scope) -> None:
        rows = Person.objects.visible_to(scope).select_related("agency")
        super().__init__(rows, "the e-mail address or name of a person in the register", "their e-mail address")

    def add(self, record: Person) -> None:
        """Know one more person."""
        for name in filter(None, (record.name, record.email)):
            self._by_name.setdefault(key(name), {})[record.pk] = record


class Bodies:
    """The bodies in ``scope``, by reference or name. Bodies of several partnerships may share a name."""

    def __init__(self, scope: Scope) -> None:
        rows = Body.objects.visible_to(scope).select_related("partnership").prefetch_related("areas")
        self.all = Names(rows, "the name or reference of a body in the register")

    def named(self, name: str, partnership: Partnership | None = None) -> list[Body]:
        """Those that go by ``name``, of ``partnership`` where one is given."""
        found = self.all.all(name)
        return [body for body in found if body.partnership_id == partnership.pk] if partnership else found

    def in_cell(self, row: Row, partnership: Partnership | None) -> Body | None:
        """The body the cell "body" names; None where the cell was refused."""
        found = self.named(row.text("body"), partnership)
        if len(found) == 1:
            return found[0]
        if row.text("body"):
            clearer = f"its partnership too: {_owners(found)}" if found else "the name of a body in the register"
            row.refuse("body", clearer)
        return None


def _owners(bodies: Iterable[Body]) -> str:
    return ", ".join(sorted({body.owner for body in bodies}))


def partnership_option(scope: Scope, options: Mapping[str, str]) -> Partnership | None:
    """The partnership an option names; None without one. Raises OptionRefused."""
    name = options.get("partnership")
    if not name:
        return None
    found = partnerships(scope).all(name)
    if len(found) != 1:
        known = ", ".join(Partnership.objects.visible_to(scope).values_list("name", flat=True))
        raise OptionRefused(f"There is no partnership called {name}. There are: {known}.")
    return found[0]


def body_option(scope: Scope, options: Mapping[str, str]) -> Body | None:
    """The body an option names, in the partnership another names where there is one; None without a body.

    Raises OptionRefused, naming the partnerships to choose from where several have a body of this name.
    """
    name = options.get("body")
    partnership = partnership_option(scope, options)
    if not name:
        return None
    found = Bodies(scope).named(name, partnership)
    if not found:
        raise OptionRefused(f"There is no body called {name}{f' in {partnership}' if partnership else ''}.")
    if len(found) > 1:
        raise OptionRefused(f"Several bodies are called {name}. Say which with the partnership: {_owners(found)}.")
    return found[0]
