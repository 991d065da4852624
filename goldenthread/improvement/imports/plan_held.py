"""What there is of a plan already: its priorities, outcomes and actions, looked up once for a whole file."""

from __future__ import annotations

from goldenthread.foundation.imports import Change
from goldenthread.foundation.tabular import tidy
from goldenthread.improvement.models import PLAN_PRIORITY, Action, Outcome, Priority
from goldenthread.partnership.imports.look_up import key
from goldenthread.partnership.models import Partnership, Person


class Held:
    """The plan of one partnership. What a file names and is not there is made."""

    def __init__(self, partnership: Partnership, *, by: Person | None) -> None:
        self._partnership, self._by = partnership, by
        mine = Priority.objects.filter(partnership=partnership, body__isnull=True, kind=PLAN_PRIORITY)
        self._priorities = list(mine.order_by("-starts_on", "pk"))
        self._outcomes = list(Outcome.objects.filter(priority__in=self._priorities).select_related("priority"))
        actions = list(Action.objects.filter(partnership=partnership).with_history())
        self._by_reference = {action.reference: action for action in actions}
        self._by_text = {key(action.text): action for action in actions}

    def action(self, reference: str, text: str) -> Action:
        """The action with this reference, or where none is given with these words; else a new one."""
        if reference:
            return self._by_reference.get(reference) or Action()
        return self._by_text.get(key(text)) or Action()

    def know(self, action: Action) -> None:
        """Know one more action."""
        self._by_reference[action.reference] = action
        self._by_text[key(action.text)] = action

    def priority_there(self, title: str, plan: str) -> Priority | None:
        """The priority of this title and plan, or one that no plan has claimed yet; None where there is none."""
        named = [each for each in self._priorities if key(each.title) == key(title)]
        same = [each for each in named if key(each.plan) == key(plan)]
        return next(iter(same or [each for each in named if not each.plan]), None)

    def priority(self, rank: int | None, title: str, plan: str) -> tuple[Priority, list[Change]]:
        """The priority, made where it is not there, with what changed of it."""
        found = self.priority_there(title, plan)
        if found is None:
            place = rank or 1 + max((each.rank for each in self._priorities), default=0)
            found = Priority(partnership=self._partnership, title=tidy(title), plan=tidy(plan), rank=place)
            found.keep(by=self._by)
            self._priorities.append(found)
            return found, []
        changes = []
        if plan and not found.plan:
            changes.append(Change("plan", "", plan))
            found.plan = tidy(plan)
        if rank and found.rank != rank:
            changes.append(Change("priority_no", str(found.rank), str(rank)))
            found.rank = rank
        if changes:
            found.keep(by=self._by)
        return found, changes

    def outcome(self, priority: Priority, reference: str, title: str) -> Outcome | None:
        """The outcome of this letter, or of these words where it has none; None where the row names none."""
        if not (reference or title):
            return None
        mine = [each for each in self._outcomes if each.priority_id == priority.pk]
        found = next((each for each in mine if reference and each.reference == reference), None)
        found = found or next((each for each in mine if not reference and key(each.title) == key(title)), None)
        if found is None:
            found = Outcome(priority=priority, reference=reference, title=tidy(title) or reference)
            found.keep(by=self._by)
            self._outcomes.append(found)
        elif title and key(found.title) != key(title):
            found.title = tidy(title)
            found.keep(by=self._by)
        return found
