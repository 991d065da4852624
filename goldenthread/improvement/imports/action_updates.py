"""The import kind ``action_updates``: an agency's sheet of actions, sent out and taken back with what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Q

from goldenthread.foundation import imports
from goldenthread.foundation.imports import Change, Column, Outcome, Row
from goldenthread.foundation.tabular import tidy
from goldenthread.improvement.figures.plan import action_figures
from goldenthread.improvement.models import Action, ActionUpdate, Attestation
from goldenthread.improvement.models.action import ActionQuerySet
from goldenthread.improvement.renderings.grouped import when
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.models import Agency
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@imports.register
class ActionUpdates(imports.Kind):
    """One row for each action in which one agency has a part. What it wrote comes back as its updates."""

    code = "action_updates"
    title = "An agency's action sheet"
    description = "The open actions of one agency, to be sent to it and taken back with its updates and attestations."
    order = 80
    option_names = ("agency", "partnership")
    required_options = ("agency",)
    columns = (
        Column("partnership", "the partnership of the action", required=True, example="Bi-Borough LSCP"),
        Column("action_id", "the reference of the action", required=True, example="BP01"),
        Column("action", "what will be done; not read"),
        Column("your_part", "lead or contributor; not read", example="contributor"),
        Column("when", "when it is due; not read"),
        Column("how_it_stands", "how it stands and why; not read"),
        Column("latest_update", "what was last said; not read"),
        Column("update", "what has happened, or nothing"),
        Column("date", "the day of what you say, such as 2026-07-04, or nothing for today", example="2026-07-04"),
        Column("expected_on", "when you now expect it to be done, or nothing"),
        Column("part_done", "yes where your part is done", example="yes"),
        Column("evidence", "what shows that your part is done"),
    )
    scope: Scope

    @cached_property
    def agency(self) -> Agency:
        """The agency whose sheet it is. Raises OptionRefused."""
        name = self.options.get("agency", "")
        found = look_up.agencies(self.scope).all(name) if name else []
        if len(found) != 1:
            said = f"There is no agency called {name}." if name and not found else "Say which agency's sheet it is."
            raise imports.OptionRefused(f"Several agencies are called {name}." if len(found) > 1 else said)
        return found[0]

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up the agency's actions that the importer may say something of."""
        self.scope.require(Permission.UPDATE_ACTIONS)
        seen = self._actions(Action.objects.visible_to(self.scope).changeable_by(self.scope))
        self.actions = {
            (look_up.key(action.partnership.name), look_up.key(action.reference)): action
            for action in seen.with_history()
        }

    def _actions(self, rows: ActionQuerySet) -> ActionQuerySet:
        asked = Attestation.objects.standing().filter(agency=self.agency).values("action_id")
        found = rows.filter(Q(lead_agency=self.agency) | Q(id__in=asked))
        partnership = look_up.partnership_option(self.scope, self.options)
        return found.filter(partnership=partnership) if partnership else found

    def load(self, row: Row) -> Outcome:
        """Load what one row says: an update, an attestation, both or nothing."""
        place = (look_up.key(row.text("partnership")), look_up.key(row.text("action_id")))
        action = self.actions.get(place)
        if action is None:
            row.refuse("action_id", f"an action in which {self.agency.name} has a part, and of which you may say how")
        said_on, expected_on, done = row.date("date"), row.date("expected_on"), row.yes_no("part_done")
        if done and not row.text("evidence"):
            row.refuse("evidence", "what shows that the part is done")
        action = row.need(action)
        self.once(row, "action_id", place)
        changes = []
        text, newest = tidy(row.text("update")), action.updates.first()
        if text and (newest is None or look_up.key(newest.text) != look_up.key(text)):
            update = ActionUpdate(action=action, text=text, agency=self.agency, expected_on=expected_on)
            update.say(by=self.by, on=said_on)
            changes.append(Change("update", "", text))
        if done and (part := self._part(row, action)):
            part.attest(row.text("evidence"), by=self.by, on=said_on)
            changes.append(Change("part_done", "", "yes"))
        return imports.changed(str(action), changes)

    def _part(self, row: Row, action: Action) -> Attestation | None:
        """The awaited part of the agency; None where it is attested already. Raises RowRefused where it has none."""
        mine = [part for part in action.attestations.all() if part.agency_id == self.agency.pk and not part.ended_on]
        if not mine:
            row.refuse("part_done", "nothing, since this agency leads the action; the lead closes it on its page")
        elif mine[0].released_on:
            row.refuse("part_done", "nothing, since this agency was released from its part")
        row.check()
        return mine[0] if mine[0].is_awaited else None

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """The open actions of the agency that are seen, with room for what it says."""
        today = self.scope.today
        for action in self._actions(Action.objects.visible_to(self.scope)).with_history().in_order_of_plan():
            if any(closure.reopened_on is None for closure in action.closures.all()):
                continue
            figures = action_figures(action, today)
            yield {
                "partnership": action.partnership.name,
                "action_id": action.reference,
                "action": action.text,
                "your_part": "lead" if action.lead_agency_id == self.agency.pk else "contributor",
                "when": when(figures),
                "how_it_stands": f"{figures.status.label}. {figures.reason}",
                "latest_update": figures.latest_update,
            }
