"""What the kinds of the register share: a row is compared with what there is, and kept where it differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db.models import Model

from goldenthread.foundation.imports import UNCHANGED, Change, Column, Kind, Outcome, Row, changed, new
from goldenthread.foundation.tabular import tidy
from goldenthread.partnership.models.dated import Kept
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

VALID_FROM = Column("valid_from", "the first day, a date such as 4 July 2026", example="2021-04-01")
VALID_TO = Column("valid_to", "the last day, or nothing while it goes on", example="2026-07-04")
OTHER_NAMES = Column("other_names", "other names, separated by ;")
NOT_YOURS = "a row of a partnership whose register you keep"


class KeptKind(Kind):
    """A kind whose rows are rows of the register.

    ``fields`` gives the field of the model for each heading. A column the file does not have leaves its field as
    it is; an empty cell empties it.
    """

    fields: ClassVar[Mapping[str, str]]
    permission = Permission.IMPORT_RECORDS
    scope: Scope

    def column_of(self, field_name: str) -> str:
        """The heading for a field of the model."""
        return next((column for column, name in self.fields.items() if name == field_name), field_name)

    def may_keep(self, record: Any) -> bool:
        """Whether whoever imports may add or change this record. Called before it is kept, with its new values."""
        raise NotImplementedError

    def put(
        self, row: Row, record: Kept, values: Mapping[str, Any], related: Mapping[str, Iterable[Any]] | None = None
    ) -> Outcome:
        """Give ``record`` the values of a row and keep it, where they differ from its own.

        ``values`` and ``related`` (lists of records) are by heading; those of columns the file lacks are passed over.
        Raises RowRefused where the importer may not, ValidationError where the register refuses.
        """
        is_new = record.pk is None
        changes = []
        for column, value in values.items():
            name = self.fields[column]
            before = getattr(record, name, None)
            if not _same(before, value):
                changes.append(Change(column, shown(before), shown(value)))
        for column, rows in (related or {}).items():
            held = [] if is_new else list(getattr(record, self.fields[column]).all())
            if {each.pk for each in held} != {each.pk for each in rows}:
                changes.append(Change(column, shown(held), shown(rows)))
        if not (is_new or changes):
            return UNCHANGED
        if not is_new and not self.may_keep(record):
            self.refuse(row)
        for column, value in values.items():
            setattr(record, self.fields[column], value)
        if not self.may_keep(record):
            self.refuse(row)
        record.keep(by=self.by, **{self.fields[column]: list(rows) for column, rows in (related or {}).items()})
        return new(str(record)) if is_new else changed(str(record), changes)

    def refuse(self, row: Row) -> None:
        """Refuse a row that is not the importer's to change. Raises RowRefused."""
        row.refuse("", NOT_YOURS)
        row.check()


def _same(before: Any, after: Any) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return tidy(before) == tidy(after)
    return bool(before == after)


def shown(value: Any) -> str:
    """A value of the register as a cell shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple, set)):
        return "; ".join(sorted(shown(each) for each in value))
    if isinstance(value, Model):
        return str(value)
    return str(value)
