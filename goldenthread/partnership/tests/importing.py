"""Files for tests of the register's imports, loaded by the operator or by somebody."""

import io
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from goldenthread.foundation import imports, tabular
from goldenthread.foundation.imports import Result
from goldenthread.foundation.tabular import Source
from goldenthread.partnership.models import Person
from goldenthread.partnership.scope import Scope


def scope_of(person: Person | None = None) -> Scope:
    """The scope of ``person`` today, else of the operator."""
    today = timezone.localdate()
    return Scope.of(person, today=today) if person else Scope.operator(today=today)


def load(
    code: str,
    content: str | bytes,
    *,
    by: Person | None = None,
    dry_run: bool = False,
    options: Mapping[str, str] | None = None,
) -> Result:
    """Load a file of one kind."""
    kind = imports.find(code)(scope=scope_of(by), options=options)
    held = content.encode() if isinstance(content, str) else content
    return imports.load(kind, Source.held(f"{code}.csv", held), dry_run=dry_run)


def exported(
    code: str, form: str = "csv", *, by: Person | None = None, options: Mapping[str, str] | None = None
) -> bytes:
    """What there is of one kind, as a file."""
    kind = imports.find(code)(scope=scope_of(by), options=options)
    to = io.BytesIO()
    tabular.write(form, [column.name for column in kind.columns], kind.rows(), to, title=kind.title, about={})
    return to.getvalue()


def counts(result: Result) -> dict[str, int]:
    """The counts of a result that are not nought."""
    given: dict[str, Any] = result.as_json()
    named = {name: given[name] for name in ("new", "changed", "unchanged")}
    named |= {"skipped": len(result.skipped), "refused": len(result.refused)}
    return {name: count for name, count in named.items() if count}


def faults(result: Result) -> list[tuple[int | None, str, str]]:
    """Row, column and value of every fault."""
    return [(fault.row, fault.column, fault.value) for fault in result.refused]
