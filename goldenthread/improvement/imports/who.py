"""Who a plan's words mean: an agency, a body of the partnership, or a name that stays in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from goldenthread.partnership.imports.look_up import Names, key
from goldenthread.partnership.models import Agency, Body, Partnership, Sector
from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class Who:
    """One of the three."""

    agency: Agency | None = None
    body: Body | None = None
    name: str = ""

    @property
    def identity(self) -> tuple[int | None, int | None, str]:
        """What tells it from another."""
        return (self.agency.pk if self.agency else None, self.body.pk if self.body else None, key(self.name))

    @property
    def shown(self) -> str:
        """Its name, as a file names it."""
        if self.agency:
            return self.agency.name
        return self.body.name if self.body else self.name


class Register:
    """The agencies and bodies that the words of one partnership's plan can mean."""

    def __init__(self, partnership: Partnership, scope: Scope) -> None:
        first = partnership.starts_on or date.min
        last = partnership.ends_on or date.max
        agencies = list(Agency.objects.visible_to(scope).during(first, last))
        self._agencies = Names(agencies, "an agency")
        self._bodies = Names(Body.objects.visible_to(scope).filter(partnership=partnership), "a group")
        self._by_sector: dict[str, list[Agency]] = {}
        for agency in agencies:
            self._by_sector.setdefault(key(Sector(agency.sector).label), []).append(agency)

    def meant(self, words: str) -> Who:
        """The one agency or body these words name, or the only agency of the sector they name; else the words."""
        if len(agencies := self._agencies.all(words)) == 1:
            return Who(agency=agencies[0])
        if len(bodies := self._bodies.all(words)) == 1:
            return Who(body=bodies[0])
        if len(sector := self._by_sector.get(key(words), [])) == 1:
            return Who(agency=sector[0])
        return Who(name=words)
