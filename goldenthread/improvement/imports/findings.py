"""The import kinds ``findings`` and ``audit_actions``: what evidence says and asks for, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

from django.db.models import Q

from goldenthread.foundation.imports import Column, Outcome, Row, register
from goldenthread.improvement.imports.evidence_cells import Themes
from goldenthread.improvement.imports.historical import SOURCE
from goldenthread.improvement.models import Evidence, Finding, FindingKind, Register
from goldenthread.improvement.models.finding import FindingQuerySet
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import KeptKind
from goldenthread.partnership.permissions import Permission

MOST = 9999
KINDS = {kind.value: kind.value for kind in FindingKind} | {"learning point": FindingKind.LEARNING.value}
OF_AUDITS = Q(kind=FindingKind.ACTION, evidence__historicalrecord__register=Register.AUDITS)
"""What the file of audit actions holds; the file of findings holds all else."""


class FindingKindOfFile(KeptKind):
    """Findings, known by their evidence and their reference, or else by its kind and number."""

    option_names = ("partnership",)
    reference_column: ClassVar[str]
    evidence_column: ClassVar[str]
    text_column: ClassVar[str]

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up the evidence the file names, and its findings."""
        names = {row.text(self.evidence_column) for row in rows}
        option = look_up.partnership_option(self.scope, self.options)
        seen = Evidence.objects.visible_to(self.scope).select_related("partnership")
        seen = seen.filter(partnership=option) if option else seen
        by_name: dict[int, Evidence] = {}
        for some in _in_parts(names):
            by_name |= {each.pk: each for each in seen.filter(Q(reference__in=some) | Q(title__in=some))}
        self.evidence: dict[str, list[Evidence]] = {}
        for each in by_name.values():
            for name in {each.reference, each.title} - {""}:
                self.evidence.setdefault(look_up.key(name), []).append(each)
        mine = Evidence.objects.allowing(Permission.MANAGE_EVIDENCE, self.scope)
        self.mine: set[int] = set()
        self.references: dict[tuple[int, str], Finding] = {}
        self.numbers: dict[tuple[int, str, int], Finding] = {}
        for some in _in_parts(by_name):
            self.mine |= set(mine.filter(pk__in=some).values_list("pk", flat=True))
            for finding in Finding.objects.filter(evidence__in=some).prefetch_related("themes"):
                self._know(finding)
        self.themes = Themes(self.scope)

    def load(self, row: Row) -> Outcome:
        """Load one finding."""
        evidence = self._evidence(row)
        number = row.whole("number", least=1, most=MOST)
        kind, themes = self.kind_of(row), self.themes.in_cell(row, "theme_tags")
        row.check()
        evidence, number, kind = row.need(evidence), row.need(number), row.need(kind)
        reference = row.text(self.reference_column)
        held = self.references.get((evidence.pk, reference)) if reference else None
        if held is None:
            alike = self.numbers.get((evidence.pk, kind, number))
            held = alike if alike and not (alike.reference and reference) else None
        self.once(row, "number", ("number", evidence.pk, kind, number))
        if reference:
            self.once(row, self.reference_column, ("reference", evidence.pk, reference))
        finding = held or Finding()
        values: dict[str, Any] = {
            self.evidence_column: evidence,
            "number": number,
            "kind": kind,
            self.text_column: row.text(self.text_column),
        }
        if reference:
            values[self.reference_column] = reference
        for name in ("source_file", "owner"):
            if name in self.fields and row.has(name):
                values[name] = row.text(name)
        related: dict[str, list[Any]] = {}
        if row.has("theme_tags"):
            if evidence.pk not in self.mine and not self.scope.is_operator and themes:
                self.refuse(row)
            related["theme_tags"] = self.themes.named(themes, evidence.partnership, by=self.by)
        outcome = self.put(row, finding, values, related)
        self._know(finding)
        return outcome

    def kind_of(self, row: Row) -> str | None:
        """What kind of finding a row is."""
        return row.choice("kind", KINDS)

    def may_keep(self, record: Finding) -> bool:
        """Those of evidence the importer keeps."""
        return self.scope.is_operator or record.evidence_id in self.mine

    def exported(self) -> FindingQuerySet:
        """The findings that may be taken out."""
        rows = Finding.objects.visible_to(self.scope.where(Permission.EXPORT_RECORDS))
        if option := look_up.partnership_option(self.scope, self.options):
            rows = rows.filter(evidence__partnership=option)
        rows = rows.select_related("evidence").prefetch_related("themes")
        return rows.order_by("evidence__reference", "evidence_id", "number", "pk")

    def _evidence(self, row: Row) -> Evidence | None:
        """The evidence a row is of."""
        name = row.text(self.evidence_column)
        found = self.evidence.get(look_up.key(name), []) if name else []
        if len(found) == 1:
            return found[0]
        if name and found:
            row.refuse(self.evidence_column, "the reference of one piece of evidence: several have it. Say for which")
        elif name:
            row.refuse(self.evidence_column, "the reference or title of evidence that is there")
        return None

    def _know(self, finding: Finding) -> None:
        if finding.reference:
            self.references[finding.evidence_id, finding.reference] = finding
        self.numbers[finding.evidence_id, finding.kind, finding.number] = finding


def _in_parts(names: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """``names`` some at a time: a database takes only so many in one question."""
    every = list(names)
    for start in range(0, len(every), size):
        yield every[start : start + size]


@register
class Findings(FindingKindOfFile):
    """Findings of reviews and of any other evidence."""

    code = "findings"
    title = "Findings"
    description = (
        "Findings, recommendations, learning points and good practice, each of one review or other evidence, with "
        "their themes. A theme that is not in the vocabulary yet is added to it."
    )
    order = 72
    reference_column, evidence_column, text_column = "finding_id", "review_id", "finding"
    columns = (
        Column("finding_id", "a reference of its own, such as RV01-01", example="RV01-01"),
        Column("review_id", "the reference of the review it is of", required=True, example="RV01"),
        Column("number", f"a whole number from 1 to {MOST}", required=True, example="1"),
        Column("kind", f"one of: {', '.join(KINDS)}", required=True, example="recommendation"),
        Column("finding", "what it says", required=True, example="Agree how urgent welfare checks are asked for"),
        Column("theme_tags", "its themes, separated by ;", example="welfare checks;escalation"),
        SOURCE,
    )
    fields: ClassVar[Mapping[str, str]] = {
        "finding_id": "reference",
        "review_id": "evidence",
        "number": "number",
        "kind": "kind",
        "finding": "text",
        "theme_tags": "themes",
        "source_file": "source",
    }

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every finding that may be exported, but for the actions of audits."""
        for finding in self.exported().exclude(OF_AUDITS).iterator(chunk_size=500):
            yield {
                "finding_id": finding.reference,
                "review_id": finding.evidence.reference or finding.evidence.title,
                "number": finding.number,
                "kind": finding.kind,
                "finding": finding.text,
                "theme_tags": ";".join(theme.name for theme in finding.themes.all()),
                "source_file": finding.source,
            }


@register
class AuditActions(FindingKindOfFile):
    """What audits of before asked for. Whether anything was done is for the plan to say (decision 0042)."""

    code = "audit_actions"
    title = "Actions of audits"
    description = (
        "What audits asked for, each row of one audit. They are kept as findings of the kind action asked for; link "
        "each to an action of the plan, or say why there is none."
    )
    order = 73
    reference_column, evidence_column, text_column = "audit_action_id", "audit_id", "action"
    columns = (
        Column("audit_action_id", "a reference of its own, such as AA01", example="AA01"),
        Column("audit_id", "the reference of the audit it is of", required=True, example="AU11"),
        Column("number", f"a whole number from 1 to {MOST}", required=True, example="1"),
        Column("action", "what is asked for", required=True, example="Clarify routes of escalation"),
        Column("owner", "who is asked", example="partners"),
        SOURCE,
    )
    fields: ClassVar[Mapping[str, str]] = {
        "audit_action_id": "reference",
        "audit_id": "evidence",
        "number": "number",
        "kind": "kind",
        "action": "text",
        "owner": "owner_words",
        "source_file": "source",
    }

    def kind_of(self, row: Row) -> str | None:
        """Every row is an action asked for."""
        return FindingKind.ACTION.value

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """What audits asked for, where it may be exported."""
        for finding in self.exported().filter(OF_AUDITS).iterator(chunk_size=500):
            yield {
                "audit_action_id": finding.reference,
                "audit_id": finding.evidence.reference or finding.evidence.title,
                "number": finding.number,
                "action": finding.text,
                "owner": finding.owner_words,
                "source_file": finding.source,
            }
