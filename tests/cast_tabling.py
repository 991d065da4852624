"""What the universe knows of what is tabled: things of Northmere for its board, one of a group in neutral words.

``tabled record`` waits for the board, ``taken record`` is on the agenda of its next meeting; the group's report is
tabled for the board in neutral words. The decision of the board's last meeting raised an action.
"""

from typing import TYPE_CHECKING

from goldenthread.governance.models import RaisedAction, take
from goldenthread.improvement.models import Action, ActionUpdate, Tabling

if TYPE_CHECKING:
    from tests.cast import Universe


def table(made: "Universe") -> None:
    """Add what is tabled, and what decisions raised."""
    rows, manager, other = made.rows, made.people["business_manager"], made.people["other_manager"]
    rows["update"] = ActionUpdate(action=_open_action(made, "north"), text="Half of it is done.").say(by=manager)
    rows["south update"] = ActionUpdate(action=_open_action(made, "south"), text="Some of it is.").say(by=other)
    for key, body, subject, title, by in (
        ("tabled record", "north board", {"evidence": rows["board record"].recorded}, "", manager),
        ("tabled report", "north board", {"evidence": rows["group report"].recorded}, "Some numbers", manager),
        ("taken finding", "north board", {"finding": rows["open finding"]}, "", manager),
        ("tabled update", "exploitation", {"update": rows["update"]}, "", manager),
        ("south tabled record", "south board", {"evidence": rows["south record"].recorded}, "", other),
    ):
        rows[key] = Tabling(body=rows[body], title=title, **subject).table(by=by)
    take(rows["next meeting"], rows["taken finding"], by=manager)
    rows["meeting and tabled"] = (rows["next meeting"].pk, rows["tabled record"].pk)
    rows["south meeting and tabled"] = (rows["south series"].meetings.get().pk, rows["south tabled record"].pk)
    rows["raised action"] = RaisedAction(decision=rows["decision"], action=_new_action(made, "north")).make(by=manager)
    for body in ("exploitation", "north board", "south board"):
        rows[f"{body} as csv"] = (rows[body].pk, "csv")


def _new_action(made: "Universe", side: str) -> Action:
    return Action(
        partnership=made[f"{side} partnership"],
        text="Agree how it is done",
        lead_name="Business manager",
        starts_on=made.today,
        review_cadence="quarterly",
    )


def _open_action(made: "Universe", side: str) -> Action:
    return _new_action(made, side).add(by=None)
