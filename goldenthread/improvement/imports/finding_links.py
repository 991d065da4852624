"""The import kind ``finding_links``: what follows from findings, and which earlier ones they repeat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Q

from goldenthread.foundation.imports import UNCHANGED, Change, Column, Kind, Outcome, Row, changed, new, register
from goldenthread.improvement.models import Action, Evidence, Finding
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import NOT_YOURS
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

ACTION, REPEATS, NO_ACTION = "action", "repeats", "no action"
LINKS = {link: link for link in (ACTION, REPEATS, NO_ACTION)}


@register
class FindingLinks(Kind):
    """Links of findings, one in each row. A file adds links; it takes none away."""

    code = "finding_links"
    title = "Links of findings"
    description = (
        "What follows from each finding: an action of the plan, or the reason why there is none; and which earlier "
        "finding it repeats. Links are added, never taken away."
    )
    order = 85
    permission = Permission.IMPORT_RECORDS
    option_names = ("partnership",)
    scope: Scope
    columns = (
        Column("review_id", "the reference or title of the evidence the finding is of", required=True, example="RV14"),
        Column("finding_id", "the reference of the finding, or its kind and number", required=True, example="RV14-01"),
        Column("link", f"one of: {', '.join(LINKS)}", required=True, example=ACTION),
        Column(
            "to",
            "the reference of an action of the plan or of an earlier finding; for no action, the reason",
            required=True,
            example="BP01",
        ),
    )

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up the findings the file names, and the actions of the partnerships they are of."""
        named, linked = set(), set()
        for row in rows:
            named.add(row.text("finding_id"))
            linked.add(row.text("to"))
        option = look_up.partnership_option(self.scope, self.options)
        seen = Finding.objects.visible_to(self.scope).select_related("evidence__partnership")
        self.findings: dict[tuple[str, str], list[Finding]] = {}
        self.references: dict[str, list[Finding]] = {}
        for finding in seen.filter(_named(named | linked)).prefetch_related("actions", "repeats"):
            self.references.setdefault(look_up.key(name_of(finding)), []).append(finding)
            if option is None or finding.evidence.partnership_id == option.pk:
                for name in {finding.evidence.reference, finding.evidence.title} - {""}:
                    key = look_up.key(name), look_up.key(name_of(finding))
                    self.findings.setdefault(key, []).append(finding)
        mine = Evidence.objects.allowing(Permission.MANAGE_EVIDENCE, self.scope)
        evidence = {finding.evidence_id for found in self.findings.values() for finding in found}
        self.mine = set(mine.filter(pk__in=evidence).values_list("pk", flat=True))
        self.actions: dict[str, list[Action]] = {}
        for action in Action.objects.visible_to(self.scope).filter(reference__in=linked - {""}):
            self.actions.setdefault(look_up.key(action.reference), []).append(action)
        self.lineages: dict[int, set[int]] = {}

    def load(self, row: Row) -> Outcome:
        """Load one link."""
        finding = self._finding(row)
        link = row.choice("link", LINKS)
        row.check()
        finding, link = row.need(finding), row.need(link)
        self.once(row, "to", (finding.pk, link, look_up.key(row.text("to"))))
        label = f"{finding.evidence.title}, {finding}"
        match link:
            case "action":
                named = look_up.key(row.text("to"))
                if any(look_up.key(action.reference) == named for action in finding.actions.all()):
                    return UNCHANGED
                action = self._action(row, finding)
                self._guard(row, finding)
                finding.link(action, by=self.by)
            case "repeats":
                earlier = self._earlier(row)
                if earlier in finding.repeats.all():
                    return UNCHANGED
                self._guard(row, finding)
                finding.repeat(earlier, by=self.by)
            case _:
                reason = row.text("to")
                before = finding.no_action_reason
                if before == reason:
                    return UNCHANGED
                self._guard(row, finding)
                if before:
                    finding.need_action(by=self.by)
                finding.need_no_action(reason=reason, by=self.by)
                if before:
                    return changed(label, [Change("to", before, reason)])
        return new(label)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every link of findings that may be exported, to what the exporter sees."""
        scope = self.scope.where(Permission.EXPORT_RECORDS)
        findings = Finding.objects.visible_to(scope)
        if option := look_up.partnership_option(self.scope, self.options):
            findings = findings.filter(evidence__partnership=option)
        linked = Q(actions__isnull=False) | Q(repeats__isnull=False) | Q(no_action_on__isnull=False)
        rows = findings.filter(pk__in=findings.filter(linked).order_by().values("pk")).select_related("evidence")
        actions = dict(Action.objects.visible_to(scope).exclude(reference="").values_list("pk", "reference"))
        earlier = set(Finding.objects.visible_to(scope).filter(repeated_by__isnull=False).values_list("pk", flat=True))
        for finding in rows.in_order().prefetch_related("actions", "repeats"):
            common = {
                "review_id": finding.evidence.reference or finding.evidence.title,
                "finding_id": name_of(finding),
            }
            for action in finding.actions.all():
                if action.pk in actions:
                    yield common | {"link": ACTION, "to": actions[action.pk]}
            for before in finding.repeats.all():
                if before.pk in earlier:
                    yield common | {"link": REPEATS, "to": name_of(before)}
            if finding.no_action_on:
                yield common | {"link": NO_ACTION, "to": finding.no_action_reason}

    def _finding(self, row: Row) -> Finding | None:
        key = look_up.key(row.text("review_id")), look_up.key(row.text("finding_id"))
        found = self.findings.get(key, [])
        if len(found) == 1:
            return found[0]
        if row.text("finding_id") and row.text("review_id"):
            row.refuse("finding_id", "the reference of one finding of this evidence")
        return None

    def _action(self, row: Row, finding: Finding) -> Action:
        lineage = self._lineage(finding.evidence.partnership)
        found = [each for each in self.actions.get(look_up.key(row.text("to")), []) if each.partnership_id in lineage]
        if len(found) != 1:
            several = "several partnerships have this one. Link it on its page" if found else "none has this one"
            row.refuse("to", f"the reference of an action of the plan: {several}")
            row.check()
        return found[0]

    def _earlier(self, row: Row) -> Finding:
        found = self.references.get(look_up.key(row.text("to")), [])
        if len(found) != 1:
            row.refuse("to", "the reference of one earlier finding")
            row.check()
        return found[0]

    def _lineage(self, partnership: Partnership) -> set[int]:
        """The partnership, those before and those after it: an action of any of them may answer what it found."""
        if partnership.pk not in self.lineages:
            self.lineages[partnership.pk] = {row.pk for row in partnership.lineage()}
        return self.lineages[partnership.pk]

    def _guard(self, row: Row, finding: Finding) -> None:
        if not self.scope.is_operator and finding.evidence_id not in self.mine:
            row.refuse("", NOT_YOURS)
            row.check()


def name_of(finding: Finding) -> str:
    """What a file calls a finding: its reference, else its kind and number."""
    return finding.reference or f"{finding.kind} {finding.number}"


def _named(names: set[str]) -> Q:
    """Findings that go by one of ``names``, and those without a reference, told by kind and number."""
    return Q(reference__in=names - {""}) | Q(reference="")
