"""Whose clocks are whose: an app says who may see the clocks of its records, and who may run them.

A clock hangs on any row. What a person may do with it is what they may do with that row, so its app registers the
kind of row here; the clocks of a kind that nobody registered are seen by nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.scope import Scope

Rows = Callable[[Scope], "QuerySet[Any]"]


def _official(row: Any) -> str:
    return Circulation.PARTNERSHIP.marking


@dataclass(frozen=True)
class Owner:
    """One kind of row that clocks hang on.

    ``seen``: the rows whose clocks the scope may see. ``run``: those whose clocks it may pause, extend and end.
    ``url_name``: the page of such a row, by its number. ``marking``: the protective marking of a row's clocks.
    """

    model: type[Model]
    seen: Rows
    run: Rows
    url_name: str
    marking: Callable[[Any], str] = _official

    @property
    def label(self) -> str:
        """How a clock names the kind: ``records.document``."""
        return self.model._meta.label_lower

    def address(self, row_id: int) -> str:
        """Where the page of a row is."""
        return reverse(self.url_name, args=[row_id])


_owners: dict[str, Owner] = {}


def register(owner: Owner) -> None:
    """Let clocks hang on a kind of row."""
    _owners[owner.label] = owner


def owners() -> list[Owner]:
    """Every kind there is."""
    return list(_owners.values())


def find(label: str) -> Owner | None:
    """The kind of this label; None where no app registered it."""
    return _owners.get(label)
