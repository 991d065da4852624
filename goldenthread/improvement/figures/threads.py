"""Broken threads: where the way from evidence to impact stops, each with the page that mends it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Trim
from django.urls import reverse

from goldenthread.foundation.figures import figure
from goldenthread.foundation.rendering import day
from goldenthread.improvement.models import (
    ActionFile,
    Closure,
    Evidence,
    Finding,
    ImpactCheck,
    Precision,
    Tabling,
)
from goldenthread.improvement.rules.tabling import USUAL_DAYS
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
def broken_threads(scope: Scope, *, partnership: str = "", days: int = USUAL_DAYS) -> BrokenThreads:
    """Findings without an action or a reason for none, actions closed without evidence, impact checks overdue,
    evidence that nobody discussed within ``days`` days.

    Raises OptionRefused for a partnership that is not there for ``scope``.
    """
    chosen = partnership_option(scope, {"partnership": partnership})
    found = [line for kind in Break for line in lines(kind, broken(kind, scope, chosen, days))]
    return BrokenThreads(
        as_at=scope.today,
        partnership=chosen.name if chosen else None,
        total=len(found),
        counts=[BreakCount(kind, kind.label, sum(line.kind == kind for line in found)) for kind in Break],
        threads=found,
    )


def counts(scope: Scope, partnership: Partnership | None, days: int = USUAL_DAYS) -> list[BreakCount]:
    """How many of each kind there are, one query each."""
    return [BreakCount(kind, kind.label, broken(kind, scope, partnership, days).count()) for kind in Break]


def broken(kind: Break, scope: Scope, partnership: Partnership | None = None, days: int = USUAL_DAYS) -> QuerySet[Any]:
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
        case Break.UNDISCUSSED:
            rows = undiscussed(scope, days).select_related("partnership")
            if partnership:
                rows = rows.filter(partnership=partnership)
            return rows.order_by(F("dated_on").asc(nulls_last=True), "pk")
        case Break.UNCHECKED:
            rows = ImpactCheck.objects.visible_to(scope).overdue_on(scope.today).order_by("due_on", "pk")
    rows = rows.select_related("action__partnership")
    return rows.filter(action__partnership=partnership) if partnership else rows


def lines(kind: Break, rows: Iterable[Any]) -> list[BrokenThread]:
    """Those rows as a page and a file show them."""
    made: dict[Break, Callable[[Any], BrokenThread]] = {
        Break.UNANSWERED: _of_finding,
        Break.UNDISCUSSED: _of_evidence,
    }
    return [made[kind](row) if kind in made else _of_action(kind, row) for row in rows]


def undiscussed(scope: Scope, days: int = USUAL_DAYS) -> QuerySet[Any]:
    """Evidence that ``rules.tabling.is_undiscussed``, of partnerships in force: one that has ended holds no meeting.

    Whoever discusses a finding has discussed the evidence it is in.
    """
    since = scope.today - timedelta(days=days)
    heard = Tabling.objects.filter(Q(discussed_on__isnull=False) | Q(tabled_at__date__gte=since))
    in_force = Q(partnership__ends_on__isnull=True) | Q(partnership__ends_on__gte=scope.today)
    old = (
        Q(dated_on__isnull=True)
        | Q(date_precision=Precision.DAY, dated_on__lt=since)
        | Q(date_precision=Precision.MONTH, dated_on__lt=since.replace(day=1))
        | Q(date_precision=Precision.YEAR, dated_on__lt=date(since.year, 1, 1))
    )
    return (
        Evidence.objects.visible_to(scope)
        .filter(in_force, old)
        .exclude(pk__in=heard.filter(evidence__isnull=False).order_by().values("evidence"))
        .exclude(pk__in=heard.filter(finding__isnull=False).order_by().values("finding__evidence"))
    )


def _of_evidence(evidence: Evidence) -> BrokenThread:
    return BrokenThread(
        kind=Break.UNDISCUSSED,
        id=evidence.pk,
        reference=evidence.reference,
        what=evidence.title,
        partnership=evidence.partnership.name,
        since=evidence.dated_on,
        when=evidence.when,
        page=evidence.get_absolute_url(),
        mend=reverse("evidence_table", args=[evidence.pk]),
        remedy=Break.UNDISCUSSED.remedy,
    )


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
