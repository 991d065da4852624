"""What of improvement can be found: actions by their words, evidence by its title, findings by what they say.

A finding goes as far as its evidence does. ``tests/architecture/test_search.py`` holds each source to ``visible_to``.
"""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from goldenthread.foundation.search import Row, Source, source
from goldenthread.improvement.models import Action, Evidence, Finding, Outcome, Priority, Theme, kinds
from goldenthread.improvement.models.evidence import WIDE
from goldenthread.improvement.renderings.grouped import MARKING
from goldenthread.partnership import reach
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Agency, Body, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

DOOR = "evidenceofp"
"""The door of what everyone reads who sees evidence anywhere in a partnership."""


@source
class Actions(Source[Action]):
    """Actions of plans, for whoever sees the plan."""

    code, title, model = "action", "Actions", Action
    permission = Permission.SEE_PLAN
    marking = MARKING
    follows = {
        Priority: ("priority",),
        Outcome: ("outcome",),
        Agency: ("lead_agency",),
        Body: ("lead_body",),
        Partnership: ("partnership",),
    }

    def rows(self, subjects: QuerySet[Action]) -> Iterator[tuple[int, Row]]:
        """A row for each action."""
        actions = subjects.select_related("partnership", "priority", "outcome", "lead_agency", "lead_body")
        for action in actions:
            words = [
                action.text,
                action.lead,
                action.outcome.title if action.outcome else "",
                action.priority.title if action.priority else "",
                action.partnership.name,
            ]
            yield (
                action.pk,
                Row(
                    title=str(action),
                    text=". ".join(word for word in words if word),
                    page="action_page",
                    args=(action.pk,),
                    dated_on=action.starts_on,
                    reach=reach.allowed_in(Permission.SEE_PLAN, action.partnership_id, action.body_id),
                ),
            )


def who_reads(evidence: Evidence) -> frozenset[str]:
    """Those who read evidence of this circulation; nobody for one that is not named here."""
    if evidence.circulation in WIDE:
        return frozenset({f"{DOOR}{evidence.partnership_id}"})
    if evidence.circulation == Circulation.BODY and evidence.holding_body:
        return reach.allowed(Permission.SEE_EVIDENCE, evidence.holding_body)
    return frozenset()


def held(scope: Scope) -> Iterable[str]:
    """The tokens of ``scope`` for what is for everyone who sees evidence in a partnership."""
    return {f"{DOOR}{number}" for number in scope.partnership_ids_holding(Permission.SEE_EVIDENCE)}


@source
class EvidenceByTitle(Source[Evidence]):
    """Evidence of every kind, by title, reference, kind and themes."""

    code, title, model = "evidence", "Evidence", Evidence
    permission = Permission.SEE_EVIDENCE
    marking = Circulation.BODY.marking
    follows = {Partnership: ("partnership",), Body: ("holding_body",), Theme: ("themes",)}

    def rows(self, subjects: QuerySet[Evidence]) -> Iterator[tuple[int, Row]]:
        """A row for each that somebody reads."""
        rows = subjects.select_related("partnership", "holding_body__partnership").prefetch_related(
            "holding_body__areas", "themes"
        )
        for evidence in rows:
            reached = who_reads(evidence)
            if not reached:
                continue
            words = [evidence.kind_name, evidence.reference, evidence.partnership.name]
            words += [theme.name for theme in evidence.themes.all()]
            yield (
                evidence.pk,
                Row(
                    title=evidence.title,
                    text=". ".join(word for word in words if word),
                    page=kinds()[evidence.kind].page,
                    args=(evidence.pk,),
                    dated_on=evidence.dated_on,
                    reach=reached,
                    links=tuple(evidence.themes.all()),
                ),
            )

    def held(self, scope: Scope) -> Iterable[str]:
        """Of partnerships in which evidence is seen."""
        return held(scope)


@source
class FindingsByWords(Source[Finding]):
    """Findings by what they say, their themes and their evidence."""

    code, title, model = "finding", "Findings", Finding
    permission = Permission.SEE_EVIDENCE
    marking = Circulation.BODY.marking
    follows = {
        Evidence: ("evidence",),
        Partnership: ("evidence__partnership",),
        Body: ("evidence__holding_body",),
        Theme: ("themes",),
    }

    def rows(self, subjects: QuerySet[Finding]) -> Iterator[tuple[int, Row]]:
        """A row for each that somebody reads."""
        rows = subjects.select_related("evidence__holding_body__partnership").prefetch_related(
            "evidence__holding_body__areas", "themes"
        )
        for finding in rows:
            reached = who_reads(finding.evidence)
            if not reached:
                continue
            words = [finding.text, finding.reference, finding.owner_words]
            words += [theme.name for theme in finding.themes.all()]
            yield (
                finding.pk,
                Row(
                    title=f"{finding.evidence.title}: {finding}",
                    text=". ".join(word for word in words if word),
                    page="finding_page",
                    args=(finding.pk,),
                    dated_on=finding.evidence.dated_on,
                    reach=reached,
                    links=tuple(finding.themes.all()),
                ),
            )

    def held(self, scope: Scope) -> Iterable[str]:
        """Of partnerships in which evidence is seen."""
        return held(scope)
