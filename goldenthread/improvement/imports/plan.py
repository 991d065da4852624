"""The import kind ``plan``: a safeguarding plan as printed. What it leaves unclear is in docs/decisions/0041."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from goldenthread.foundation import imports
from goldenthread.foundation.imports import Column, Outcome, Row
from goldenthread.foundation.tabular import tidy
from goldenthread.improvement.imports import plan_cells as cells
from goldenthread.improvement.imports.plan_held import Held
from goldenthread.improvement.imports.plan_said import Said
from goldenthread.improvement.imports.who import Register, Who
from goldenthread.improvement.models import Action, MeasureKind
from goldenthread.improvement.rules import USUAL, Cadence, Status
from goldenthread.partnership.imports.kept import KeptKind, shown
from goldenthread.partnership.imports.look_up import Names, key, partnership_option
from goldenthread.partnership.models import Body, Partnership
from goldenthread.partnership.permissions import Permission

LEAST_YEAR = 1900
STOOD_WORDS = {Status.COMPLETE: "completed"}


@imports.register
class Plan(KeptKind):
    """One row for each action of one partnership's plan, under its priority and outcome.

    An action is known by its reference, or where the file has none by its words. The first of ``who`` leads; the
    others are contributors. A file describes a plan as it stood on one day, which it does not name: the last day of
    the latest month in ``completed_when``, else the end of the years in the title of the plan, else today.
    """

    code = "plan"
    title = "Safeguarding plan"
    description = "The actions of one partnership's plan, under their priorities and outcomes, as plans are printed."
    order = 75
    option_names = ("partnership",)
    required_options = ("partnership",)
    columns = (
        Column("action_id", "a reference of its own, such as BP01; without one an action is known by its words"),
        Column("priority_no", "the place of its priority, a whole number", example="1"),
        Column("priority", "the priority it belongs to", required=True, example="Voice of the child"),
        Column("outcome_id", "the letter or number of its outcome", example="3a"),
        Column("outcome", "what will be different"),
        Column("action", "what will be done", required=True, example="Set up a young scrutineers' panel"),
        Column("who", "who leads, then who contributes, separated by ;", example="Police; Children's Social Care"),
        Column("when_printed", "when, in words", example="Twice a year"),
        Column("due_date", "the due date, such as 2026-07-04", example="2026-07-04"),
        Column("review_cadence", cells.EXPECTED_OFTEN, example="quarterly"),
        Column("latest_update", "what was last said of it"),
        Column("status_implied", f"one of: {', '.join(cells.STOOD)}; only done and paused are recorded"),
        Column("completed_when", "when it was finished, a month such as 2020-06 or a date"),
        Column("source_file", "where this is known from"),
        Column("plan", "the title of the plan", example="Safeguarding plan 2026/27"),
        Column("group", "the group that follows it, by its name"),
        Column("started", "the day it started, such as 2026-04-01"),
        Column("measure_kind", f"how you will know: {', '.join(MeasureKind.values)}"),
        Column("measure", "the measure"),
        Column("expected", "what you expect to see"),
        Column("baseline", "where it stands at the start"),
        Column("impact_after", "months from closing to the impact check, from 1 to 24", example="6"),
    )
    fields: ClassVar[Mapping[str, str]] = {
        "action_id": "reference",
        "action": "text",
        "when_printed": "when_words",
        "due_date": "due_on",
        "review_cadence": "review_cadence",
        "recurrence": "recurrence",
        "source_file": "source",
        "who": "lead_name",
        "lead_agency": "lead_agency",
        "lead_body": "lead_body",
        "priority": "priority",
        "outcome": "outcome",
        "group": "body",
        "started": "starts_on",
        "measure_kind": "measure_kind",
        "measure": "measure",
        "expected": "expected",
        "baseline": "baseline",
        "impact_after": "impact_after",
    }
    texts = ("action", "when_printed", "source_file", "measure", "expected", "baseline")

    @cached_property
    def partnership(self) -> Partnership:
        """The partnership whose plan it is. Raises OptionRefused."""
        found = partnership_option(self.scope, self.options)
        if found is None:
            raise imports.OptionRefused("Say which partnership the plan is of.")
        return found

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up priorities, outcomes, actions and who there is, and the day the file describes."""
        self.scope.require(Permission.MANAGE_PLAN)
        self.register = Register(self.partnership, self.scope)
        bodies = Body.objects.visible_to(self.scope).filter(partnership=self.partnership)
        self.bodies = Names(bodies, "the name of a group of this partnership")
        self.held = Held(self.partnership, by=self.by)
        self.said = Said(by=self.by)
        self.latest: dict[str, date] = {}
        for row in rows:
            done = cells.finished_on(row.text("completed_when"))
            if done and done.year > LEAST_YEAR:
                title = key(row.text("plan"))
                self.latest[title] = max(done, self.latest.get(title, done))

    def _as_at(self, row: Row) -> date:
        """The day on which the plan of this row stood as the file says, never after today."""
        title = row.text("plan")
        years = cells.years(title)
        last = self.latest.get(key(title)) or (years.last if years else self.scope.today)
        return min(last, self.scope.today)

    def load(self, row: Row) -> Outcome:
        """Load one action with what the plan says of it."""
        rank, title = self._priority(row)
        values: dict[str, Any] = {column: row.text(column) for column in self.texts if row.has(column)}
        values |= self._when(row)
        values |= self._measure(row)
        if row.has("group"):
            values["group"] = self.bodies.in_cell(row, "group")
        whos = [self.register.meant(words) for words in row.words("who")]
        for column, longest in (("action", 1000), ("priority", 200), ("outcome", 300), ("who", 1000)):
            if len(row.text(column)) > longest:
                row.refuse(column, f"at most {longest} characters")
        stood = row.choice("status_implied", cells.STOOD) or cells.Stood.OPEN
        finished = self._finished(row)
        started = row.date("started")
        row.check()
        reference = row.text("action_id")
        self.once(row, "action_id" if reference else "action", reference or key(row.text("action")))
        action = self.held.action(reference, row.text("action"))
        is_new = action.pk is None
        as_at = self._as_at(row)
        if not (is_new or row.has("review_cadence")):
            del values["review_cadence"], values["recurrence"]
        if started or is_new:
            known = [day for day in (values.get("due_date"), finished) if day]
            values["started"] = started or min(self._begin(row, as_at), as_at, *known)
        if row.has("who") or is_new:
            values |= _lead(whos)
        self._guard(row)
        priority, made = self.held.priority(rank, title, row.text("plan"))
        values["priority"] = priority
        if row.has("outcome_id") or row.has("outcome") or is_new:
            values["outcome"] = self.held.outcome(priority, row.text("outcome_id"), row.text("outcome"))
        moved = () if is_new else self.said.move_due(row, action, values.pop("due_date", action.due_on), as_at)
        action.partnership = self.partnership
        outcome = self._put(row, action, values)
        changes = [*moved, *made, *self.said.parts(row, action, whos[1:], as_at)]
        changes += self.said.what_happened(row, action, stood, finished, as_at)
        if outcome.what == "new":
            return outcome
        return imports.changed(str(action), [*outcome.changes, *changes])

    def _put(self, row: Row, action: Action, values: dict[str, Any]) -> Outcome:
        if action.pk is not None:
            return self.put(row, action, values)
        for column, value in values.items():
            setattr(action, self.fields[column], value)
        action.reference = row.text("action_id")
        action.add(by=self.by)
        self.held.know(action)
        return imports.new(str(action))

    def _guard(self, row: Row) -> None:
        if not self.may_keep(Action(partnership=self.partnership)):
            row.refuse("", "an action of a partnership whose plan you keep")
            row.check()

    def may_keep(self, record: Action) -> bool:
        """Actions of the partnerships whose plan the importer keeps."""
        return self.scope.is_operator or record.partnership_id in self.scope.partnership_ids_with(
            Permission.MANAGE_PLAN
        )

    def _priority(self, row: Row) -> tuple[int | None, str]:
        """The place and title of the priority; where one cell holds both, the number is its place."""
        rank = row.whole("priority_no", least=1, most=999)
        title = row.text("priority")
        if rank is None:
            rank, title = cells.numbered(title)
        return rank, title

    def _when(self, row: Row) -> dict[str, Any]:
        """When it is due: a date, or how often it is reviewed or done. What says nothing is reviewed each quarter."""
        values: dict[str, Any] = {}
        due_on = row.date("due_date")
        often: Cadence | None = None
        try:
            often = cells.cadence(row.text("review_cadence"))
        except ValueError:
            row.refuse("review_cadence", cells.EXPECTED_OFTEN)
        if row.has("due_date"):
            values["due_date"] = due_on
        recurs = often is not None and cells.is_recurrence(row.text("when_printed"), row.text("review_cadence"))
        if often is None and due_on is None:
            often = USUAL
        values["recurrence"] = often.value if often and recurs else ""
        values["review_cadence"] = often.value if often and not recurs else ""
        return values

    def _measure(self, row: Row) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if row.has("measure_kind"):
            values["measure_kind"] = row.choice("measure_kind", {kind.value: kind.value for kind in MeasureKind}) or ""
        months = row.whole("impact_after", least=1, most=24)
        return values | ({"impact_after": months} if months else {})

    def _finished(self, row: Row) -> date | None:
        text = row.text("completed_when")
        finished = cells.finished_on(text)
        if text and (finished is None or finished.year <= LEAST_YEAR):
            row.refuse("completed_when", "a month such as 2020-06, or a date")
            return None
        if finished and finished > self.scope.today:
            if (finished.year, finished.month) == (self.scope.today.year, self.scope.today.month):
                return self.scope.today
            row.refuse("completed_when", "a month that has come")
        return finished

    def _begin(self, row: Row, as_at: date) -> date:
        """The first day of the plan: of the years its title names, of its priority, or of the partnership."""
        years = cells.years(row.text("plan"))
        if years:
            return years.first
        priority = self.held.priority_there(self._priority(row)[1], row.text("plan"))
        begun = priority.starts_on if priority else None
        return begun or self.partnership.starts_on or as_at

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every action of the partnership that is seen, in the order of its plan."""
        actions = Action.objects.visible_to(self.scope).filter(partnership=self.partnership)
        for action in actions.with_history().in_order_of_plan():
            yield _as_row(action, self.scope.today)


def _lead(whos: list[Who]) -> dict[str, Any]:
    lead = whos[0] if whos else Who(name="Not named in the plan")
    return {"who": lead.name, "lead_agency": lead.agency, "lead_body": lead.body}


def _as_row(action: Action, today: date) -> dict[str, Any]:
    """One action as the file has it. The words for how it stands are worked out today."""
    status = action.standing_on(today).status
    updates = list(action.updates.all())
    closed = [closure.closed_on for closure in action.closures.all() if closure.reopened_on is None]
    recurs = action.recurrence
    if recurs and not cells.is_recurrence(action.when_words, recurs):
        recurs = f"{cells.RECURS}{recurs}"
    parts = [part.contributor for part in action.attestations.all() if part.ended_on is None]
    return {
        "action_id": action.reference,
        "priority_no": action.priority.rank if action.priority else None,
        "priority": action.priority.title if action.priority else "",
        "outcome_id": action.outcome.reference if action.outcome else "",
        "outcome": action.outcome.title if action.outcome else "",
        "action": action.text,
        "who": "; ".join([action.lead, *parts]),
        "when_printed": action.when_words,
        "due_date": action.due_on,
        "review_cadence": recurs or action.review_cadence,
        "latest_update": tidy(updates[0].text) if updates else "",
        "status_implied": STOOD_WORDS.get(status, status.value),
        "completed_when": max(closed).isoformat() if closed else "",
        "source_file": action.source,
        "plan": action.priority.plan if action.priority else "",
        "group": shown(action.body),
        "started": action.starts_on,
        "measure_kind": action.measure_kind,
        "measure": action.measure,
        "expected": action.expected,
        "baseline": action.baseline,
        "impact_after": action.impact_after,
    }
