"""How an action stands on a day: a function of what happened, and of nothing else (R30 to R32, decision 0040).

Nobody types a status. The same history and the same day always give the same answer, for a day in the past too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from goldenthread.improvement.rules.cadence import USUAL, Cadence, months_later

SOON = 30
"""Days before the due date from which an action that does not look like being done is likely to be missed."""
MOVED_OFTEN = 2
"""So many changes of the due date make a third one likely."""
USUAL_IMPACT_MONTHS = 6
DUE_SOMEHOW = "Give a due date, or say how often the action is reviewed or done again."


class Status(StrEnum):
    """How an action stands. In the order in which a meeting wants to see them."""

    OVERDUE = "overdue"
    LIKELY = "likely to be missed"
    STALE = "stale"
    PAUSED = "paused"
    ON_TRACK = "on track"
    COMPLETE = "complete"

    @property
    def label(self) -> str:
        """In words."""
        return self.value.capitalize()

    @property
    def shape(self) -> str:
        """The shape drawn beside the words, another for each."""
        return {"overdue": "▲", "likely to be missed": "◆", "stale": "○", "paused": "‖", "on track": "●"}.get(
            self.value, "✓"
        )

    @property
    def colour(self) -> str:
        """The colour that goes with it: red, amber, green, grey, blue. It never stands alone."""
        return {
            "overdue": "red",
            "likely to be missed": "orange",
            "stale": "grey",
            "paused": "light-blue",
            "on track": "green",
            "complete": "blue",
        }[self.value]


@dataclass(frozen=True)
class Due:
    """A due date, None for none, and the day since when it was known."""

    known_on: date
    due_on: date | None


@dataclass(frozen=True)
class Part:
    """A contributor's part: since when it is asked for, and how and when it was settled."""

    name: str
    asked_on: date
    attested_on: date | None = None
    released_on: date | None = None
    ended_on: date | None = None

    @property
    def settled_on(self) -> date | None:
        """The day it was attested or released."""
        return self.attested_on or self.released_on

    def counts_on(self, day: date) -> bool:
        """Whether it was asked for by ``day`` and not replaced by a later question."""
        return self.asked_on <= day and (self.ended_on is None or self.ended_on > day)

    def is_awaited_on(self, day: date) -> bool:
        """Whether it counts on ``day`` and is not settled by then."""
        return self.counts_on(day) and (self.settled_on is None or self.settled_on > day)


@dataclass(frozen=True)
class Update:
    """Something was said; perhaps when the action is now expected, or that it was done once more."""

    said_on: date
    expected_on: date | None = None
    done_again: bool = False


@dataclass(frozen=True)
class Pause:
    """A pause from ``begun_on`` to ``until``, both included, unless it went on sooner."""

    begun_on: date
    until: date
    resumed_on: date | None = None
    reason: str = ""

    @property
    def last(self) -> date:
        """Its last day: the day before it went on, where that was sooner."""
        if self.resumed_on is None or self.resumed_on > self.until:
            return self.until
        return self.resumed_on - timedelta(days=1) if self.resumed_on > date.min else date.min

    def covers(self, day: date) -> bool:
        """Whether the action is paused on ``day``, as far as was known on it."""
        return self.begun_on <= day <= self.last


@dataclass(frozen=True)
class Closure:
    """The action was closed, and perhaps opened again."""

    closed_on: date
    reopened_on: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether the action is closed on ``day`` by this."""
        return self.closed_on <= day and (self.reopened_on is None or self.reopened_on > day)


@dataclass(frozen=True)
class Check:
    """An impact check, due and perhaps seen."""

    due_on: date
    seen_on: date | None = None


@dataclass(frozen=True)
class History:
    """All that happened to an action. ``dues`` are in order, the first known from the start."""

    starts_on: date
    dues: tuple[Due, ...] = ()
    review: Cadence | None = None
    recurrence: Cadence | None = None
    parts: tuple[Part, ...] = ()
    updates: tuple[Update, ...] = ()
    pauses: tuple[Pause, ...] = ()
    closures: tuple[Closure, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def cadence(self) -> Cadence:
        """How often something should be said of it: its own cadence, or a quarter."""
        return self.review or self.recurrence or USUAL


@dataclass(frozen=True)
class Standing:
    """The status, and one sentence that says why. ``due_on`` is the day it is due next, None for none."""

    status: Status
    reason: str
    due_on: date | None = None
    awaited: tuple[str, ...] = ()


def status(history: History, day: date) -> Standing:
    """How an action with this history stands on ``day``. What happened after ``day`` plays no part.

    The first of these that holds: *complete*, closed with every part attested or released; *paused*; *overdue*, its
    due date is past; *likely to be missed*, see ``_why_likely``; *stale*, nothing was said of it for its cadence;
    *on track*.
    """
    waiting = awaited(history, day)
    deadline = due_on(history, day)
    closed = [closure.closed_on for closure in history.closures if closure.stands_on(day)]
    if closed and not waiting:
        return Standing(Status.COMPLETE, _complete(history, max(closed), day))
    pause = next((pause for pause in reversed(history.pauses) if pause.covers(day)), None)
    if pause:
        reason = f"Paused until {written(pause.until)}. {_sentence(pause.reason)}".strip()
        return Standing(Status.PAUSED, reason, deadline, waiting)
    tail = f" {_awaits(waiting)}" if waiting else ""
    if deadline is not None and deadline < day:
        return Standing(Status.OVERDUE, f"It was due on {written(deadline)}.{tail}", deadline, waiting)
    likely = _why_likely(history, day, deadline, waiting)
    if likely:
        return Standing(Status.LIKELY, likely, deadline, waiting)
    touched = last_touched(history, day)
    if months_later(touched, history.cadence.months) < day:
        nothing = f"Nothing has been said of it since {written(touched)}, for more than {history.cadence.period}."
        return Standing(Status.STALE, f"{nothing}{tail}", deadline, waiting)
    return Standing(Status.ON_TRACK, f"{_on_track(history, day, deadline, touched)}{tail}", deadline, waiting)


def awaited(history: History, day: date) -> tuple[str, ...]:
    """The contributors whose part is neither attested nor released on ``day``."""
    return tuple(part.name for part in history.parts if part.is_awaited_on(day))


def due_on(history: History, day: date) -> date | None:
    """The day the action is due next, as known on ``day``; None where it has only a review cadence.

    An action that recurs is due again its recurrence after it was last done, or after its start. A due date named
    for it comes first, unless it was done within one recurrence before that date.
    """
    newest = _newest_due(history, day)
    named = newest.due_on if newest else None
    if history.recurrence is None:
        return named
    months = history.recurrence.months
    done = max((update.said_on for update in _until(history, day) if update.done_again), default=None)
    if done is None:
        return named or months_later(history.starts_on, months)
    if named is not None and newest is not None and (newest.known_on > done or months_later(done, months) < named):
        return named
    return months_later(done, months)


def due_named(history: History, day: date) -> date | None:
    """The due date that was named for the action, as known on ``day``; None where none was."""
    newest = _newest_due(history, day)
    return newest.due_on if newest else None


def _newest_due(history: History, day: date) -> Due | None:
    known = [due for due in history.dues if due.known_on <= day]
    return known[-1] if known else next(iter(history.dues), None)


def last_touched(history: History, day: date) -> date:
    """The last day by ``day`` on which anything was said or settled, or a pause ended; its start where nothing was."""
    days = [update.said_on for update in history.updates]
    days += [part.settled_on for part in history.parts if part.settled_on is not None]
    days += [closure.reopened_on for closure in history.closures if closure.reopened_on is not None]
    days += [due.known_on for due in history.dues[1:]]
    days += [pause.last for pause in history.pauses]
    return max((each for each in days if history.starts_on <= each <= day), default=history.starts_on)


def times_moved(history: History, day: date) -> int:
    """How many times the due date had been changed by ``day``."""
    return sum(1 for due in history.dues[1:] if due.known_on <= day)


def _why_likely(history: History, day: date, deadline: date | None, waiting: tuple[str, ...]) -> str:
    """Why the due date will likely be missed; empty where nothing says so.

    Either the newest update expects it to be done later; or it is due within ``SOON`` days and a part is awaited,
    nothing was said in the ``SOON`` days before ``day``, or the date was moved ``MOVED_OFTEN`` times before.
    """
    if deadline is None:
        return ""
    due = f"It is due on {written(deadline)}"
    newest = max(_until(history, day), key=lambda update: update.said_on, default=None)
    if newest is not None and newest.expected_on is not None and newest.expected_on > deadline:
        return f"{due} and is expected on {written(newest.expected_on)}."
    if (deadline - day).days > SOON:
        return ""
    if waiting:
        return f"{due}. {_awaits(waiting)}"
    touched = last_touched(history, day)
    if (day - touched).days > SOON:
        return f"{due}, and nothing has been said of it since {written(touched)}."
    moved = times_moved(history, day)
    return f"{due}, and that date was moved {moved} times." if moved >= MOVED_OFTEN else ""


def _complete(history: History, closed_on: date, day: date) -> str:
    settled = " Every part is attested or released." if any(part.counts_on(day) for part in history.parts) else ""
    said = f"Closed on {written(closed_on)}.{settled}"
    seen = [
        check.seen_on for check in history.checks if check.seen_on is not None and closed_on <= check.seen_on <= day
    ]
    if seen:
        return f"{said} Its impact was checked on {written(max(seen))}."
    due = [check.due_on for check in history.checks if check.seen_on is None or check.seen_on > day]
    if not due:
        return said
    verb = "was" if min(due) < day else "is"
    return f"{said} Its impact check {verb} due on {written(min(due))}."


def _on_track(history: History, day: date, deadline: date | None, touched: date) -> str:
    if history.starts_on > day:
        return f"It starts on {written(history.starts_on)}."
    if deadline is not None:
        return f"It is due on {written(deadline)}."
    following = months_later(touched, history.cadence.months)
    return f"It was last looked at on {written(touched)}, and is to be looked at again by {written(following)}."


def _until(history: History, day: date) -> list[Update]:
    return [update for update in history.updates if update.said_on <= day]


def _awaits(waiting: tuple[str, ...]) -> str:
    return f"{'A part is' if len(waiting) == 1 else f'{len(waiting)} parts are'} awaited: {listed(waiting)}."


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: "A, B and C"."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


@lru_cache(maxsize=4096)
def written(day: date) -> str:
    """``4 July 2026``."""
    return f"{day.day} {day:%B} {day.year}"


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if not text or text[-1] in ".!?" else f"{text}."
