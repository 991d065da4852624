"""Broken threads: where the way from evidence to impact stops, each with the page that mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Trim
from django.urls import reverse

from goldenthread.foundation.figures import figure
from goldenthread.foundation.rendering import day
from goldenthread.improvement.models import ActionFile, Closure, Finding, ImpactCheck
from goldenthread.improvement.rules.threads import Break
from goldenthread.partnership.imports.look_up import partnership_option
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class BrokenThread:
    """One broken thread. ``since`` is the day of the evidence, of the closing, or on which the check was due; ``when``
    says it in words, no more exactly than it is known.

    ``mend`` is the address of the page that mends it, ``page`` that of the thing itself.
    """

    kind: Break
    id: int
    reference: str
    what: str
    partnership: str
    since: date | None
    when: str
    page: str
    mend: str
    remedy: str


@dataclass(frozen=True)
class BreakCount:
    """How many threads are broken in one way."""

    kind: Break
    name: str
    count: int


@dataclass(frozen=True)
class BrokenThreads:
    """Every broken thread on ``as_at``, and how many of each kind."""

    as_at: date
    partnership: str | None
    total: int
    counts: list[BreakCount]
    threads: list[BrokenThread]


@figure("improvement.broken_threads")
def broken_threads(scope: Scope, *, partnership: str = "") -> BrokenThreads:
    """Findings without an action or a reason for none, actions closed without evidence, impact checks overdue.

    Raises OptionRefused for a partnership that is not there for ``scope``.
    """
    chosen = partnership_option(scope, {"partnership": partnership})
    found = [line for kind in Break for line in lines(kind, broken(kind, scope, chosen))]
    return BrokenThreads(
        as_at=scope.today,
        partnership=chosen.name if chosen else None,
        total=len(found),
        counts=[BreakCount(kind, kind.label, sum(line.kind == kind for line in found)) for kind in Break],
        threads=found,
    )


def counts(scope: Scope, partnership: Partnership | None) -> list[BreakCount]:
    """How many of each kind there are, one query each."""
    return [BreakCount(kind, kind.label, broken(kind, scope, partnership).count()) for kind in Break]


def broken(kind: Break, scope: Scope, partnership: Partnership | None = None) -> QuerySet[Any]:
    """The rows at which threads are broken in this way, as ``rules.threads`` says, oldest first."""
    rows: QuerySet[Any]
    match kind:
        case Break.UNANSWERED:
            rows = Finding.objects.visible_to(scope).unanswered().select_related("evidence__partnership")
            if partnership:
                rows = rows.filter(evidence__partnership=partnership)
            return rows.order_by(F("evidence__dated_on").asc(nulls_last=True), "evidence_id", "kind", "number")
        case Break.UNPROVED:
            files = ActionFile.objects.filter(closure=OuterRef("pk"))
            standing = Closure.objects.visible_to(scope).filter(reopened_on__isnull=True)
            rows = standing.annotate(said=Trim("evidence")).filter(~Exists(files), said="").order_by("closed_on", "pk")
        case Break.UNCHECKED:
            rows = ImpactCheck.objects.visible_to(scope).overdue_on(scope.today).order_by("due_on", "pk")
    rows = rows.select_related("action__partnership")
    return rows.filter(action__partnership=partnership) if partnership else rows


def lines(kind: Break, rows: Iterable[Any]) -> list[BrokenThread]:
    """Those rows as a page and a file show them."""
    return [_of_finding(row) if kind is Break.UNANSWERED else _of_action(kind, row) for row in rows]


def _of_finding(finding: Finding) -> BrokenThread:
    return BrokenThread(
        kind=Break.UNANSWERED,
        id=finding.pk,
        reference=finding.reference,
        what=f"{finding.evidence.title}: {finding.title}",
        partnership=finding.evidence.partnership.name,
        since=finding.evidence.dated_on,
        when=finding.evidence.when,
        page=finding.get_absolute_url(),
        mend=reverse("finding_answer", args=[finding.pk]),
        remedy=Break.UNANSWERED.remedy,
    )


def _of_action(kind: Break, row: Closure | ImpactCheck) -> BrokenThread:
    if isinstance(row, Closure):
        since, mend = row.closed_on, reverse("action_reopen", args=[row.action_id])
    else:
        since, mend = row.due_on, reverse("impact_record", args=[row.pk])
    return BrokenThread(
        kind=kind,
        id=row.action_id,
        reference=row.action.reference,
        what=row.action.title,
        partnership=row.action.partnership.name,
        since=since,
        when=day(since),
        page=reverse("action_thread", args=[row.action_id]),
        mend=mend,
        remedy=kind.remedy,
    )
