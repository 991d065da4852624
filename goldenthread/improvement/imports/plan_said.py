"""What a printed plan says has happened to an action, recorded by the verbs of the action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from goldenthread.foundation.imports import Change, Row
from goldenthread.foundation.tabular import tidy
from goldenthread.improvement.imports.plan_cells import Stood
from goldenthread.improvement.imports.who import Who
from goldenthread.improvement.models import Action, ActionUpdate, Attestation, Closure, DueChange, Pause
from goldenthread.improvement.rules import USUAL, months_later
from goldenthread.partnership.imports.kept import shown
from goldenthread.partnership.imports.look_up import key
from goldenthread.partnership.models import Person

RELEASED = "The plan says the action is completed, not part by part."
NO_LONGER = "The plan no longer names this contributor."
MOVED = "The plan that was imported has another date."


class Said:
    """Records what a row says, where it is not recorded yet."""

    def __init__(self, *, by: Person | None) -> None:
        self._by = by

    def move_due(self, row: Row, action: Action, due_on: date | None, as_at: date) -> Iterable[Change]:
        """Change the due date to that of the row, on the day of the plan or of the last change if that is later."""
        if due_on == action.due_on:
            return ()
        before = action.due_on
        days = [change.changed_on for change in action.due_changes.all()]
        DueChange(action=action, new_due_on=due_on, reason=MOVED).make(
            by=self._by, on=max([as_at, action.starts_on, *days])
        )
        action.due_on = due_on
        return (Change("due_date", shown(before), shown(due_on)),)

    def parts(self, row: Row, action: Action, whos: list[Who], as_at: date) -> Iterator[Change]:
        """Ask each new contributor for its part; release the awaited part of one that is no longer named."""
        if not row.has("who"):
            return
        lead = Who(action.lead_agency, action.lead_body, action.lead_name).identity
        wanted = {who.identity: who for who in whos if who.identity != lead}
        standing = {
            Who(part.agency, part.body, part.name).identity: part
            for part in Attestation.objects.filter(action=action).standing().select_related("agency", "body")
        }
        closed = action.closures.filter(reopened_on__isnull=True).exists()
        for identity, who in wanted.items():
            if identity in standing:
                continue
            if closed:
                row.refuse("who", "those who are named already, since this action is closed; open it again first")
                row.check()
            part = Attestation(action=action, agency=who.agency, body=who.body, name=who.name)
            part.asked_on = action.starts_on
            part.ask(by=self._by)
            yield Change("who", "", who.shown)
        for identity, part in standing.items():
            if identity not in wanted and part.is_awaited:
                part.release(NO_LONGER, by=self._by, on=max(as_at, part.asked_on))
                yield Change("who", part.contributor, "")

    def what_happened(
        self, row: Row, action: Action, stood: Stood, finished: date | None, as_at: date
    ) -> Iterator[Change]:
        """Record the update, and that the action was closed or paused. Refuses what contradicts a closed action.

        What is done again and again, is going on and has no date of its own was done when the plan was printed.
        """
        standing = action.closures.filter(reopened_on__isnull=True).first()
        latest = action.updates.first()
        text = tidy(row.text("latest_update"))
        is_news = bool(text) and (latest is None or key(latest.text) != key(text))
        if standing is not None:
            self._hold_to(row, standing, stood, finished, is_news=is_news)
            return
        day = max(as_at, action.starts_on)
        if is_news:
            said = finished if stood == Stood.DONE and finished else day
            done_again = stood == Stood.GOING and bool(action.recurrence) and action.due_on is None
            ActionUpdate(action=action, text=text, done_again=done_again).say(by=self._by, on=said)
            yield Change("latest_update", tidy(latest.text) if latest else "", text)
        if stood == Stood.DONE:
            self._close(action, text, finished or day)
            yield Change("status_implied", "", "completed")
        elif stood == Stood.PAUSED and self._pause(action, text, day):
            yield Change("status_implied", "", "paused")

    def _hold_to(self, row: Row, standing: Closure, stood: Stood, finished: date | None, *, is_news: bool) -> None:
        """A closed action stays as it is; a row that says otherwise of it is refused."""
        if row.has("status_implied") and stood != Stood.DONE:
            row.refuse("status_implied", "completed, since this action is closed; open it again first")
        elif finished and finished != standing.closed_on:
            row.refuse("completed_when", f"{standing.closed_on.isoformat()}, the day this action was closed")
        elif is_news:
            row.refuse("latest_update", "what was last said, since this action is closed; open it again first")
        row.check()

    def _close(self, action: Action, text: str, day: date) -> None:
        for part in Attestation.objects.filter(action=action).awaited():
            part.release(RELEASED, by=self._by, on=max(day, part.asked_on))
        Closure(action=action, evidence=text).make(by=self._by, on=day, historical=True)

    def _pause(self, action: Action, text: str, day: date) -> bool:
        """Pause the action for a quarter, since a printed plan seldom says until when. False where that was done."""
        pauses = list(Pause.objects.filter(action=action))
        if any(pause.begun_on >= day or pause.as_rule().covers(day) for pause in pauses):
            return False
        until = months_later(day, USUAL.months)
        Pause(action=action, reason=text or "The plan says it is paused.", until=until).begin(by=self._by, on=day)
        return True
