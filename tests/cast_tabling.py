"""What the universe knows of what is tabled, of what decisions raised, of quarterly themes and of worries.

``tabled record`` waits for the Northmere board, ``taken finding`` is on the agenda of its next meeting; the report of
the exploitation subgroup is tabled for the board in neutral words. The decision of the board's last meeting raised an
action. The schools group submitted an update, the exploitation subgroup is writing one.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from goldenthread.governance.models import Meeting, QuarterlyTheme, RaisedAction, UpdateDraft, Worry, take
from goldenthread.governance.rules.quarters import quarter_of
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
    _ask(made)
    _worry(made)


def _ask(made: "Universe") -> None:
    """Themes of quarters: one that nobody answered yet but for a draft, one answered, one of Southmere."""
    rows, manager = made.rows, made.people["business_manager"]
    now = quarter_of(made.today)
    before = quarter_of(now - timedelta(days=1))
    for key, body, quarter, by in (
        ("quarterly theme", "north board", now, manager),
        ("answered theme", "north board", before, manager),
        ("south theme of a quarter", "south board", now, made.people["other_manager"]),
    ):
        rows[key] = QuarterlyTheme(body=rows[body], quarter=quarter, title="Neglect", question="What helps?").keep(
            by=by
        )
        rows[f"{key} as csv"] = (rows[key].pk, "csv")
    rows["update draft"] = UpdateDraft(
        theme=rows["quarterly theme"], group=rows["exploitation"], work_done="We met."
    ).keep(by=manager)
    rows["subgroup update"] = UpdateDraft(
        theme=rows["answered theme"],
        group=rows["schools"],
        voice_of_the_child="They asked for one worker.",
        theme_response="Early help works.",
    ).submit(by=manager)
    rows["update to write"] = (rows["quarterly theme"].pk, rows["exploitation"].pk)
    rows["update written"] = (rows["answered theme"].pk, rows["schools"].pk)
    rows["south update to write"] = (rows["south theme of a quarter"].pk, rows["health"].pk)


def _worry(made: "Universe") -> None:
    """Worries of the schools group: one with it, one taken up to the board, one answered."""
    rows, manager = made.rows, made.people["business_manager"]
    rows["schools meeting"] = Meeting(body=rows["schools"], held_on=made.today - timedelta(days=5)).keep(by=manager)
    for key in ("worry", "taken up worry", "answered worry"):
        rows[key] = Worry(meeting=rows["schools meeting"], text="Families wait for months.").keep(by=manager)
    rows["taken up worry"].escalate(to=rows["north board"], by=manager)
    rows["answered worry"].reply(text="There is one number now.", by=manager)
    rows["schools as csv"] = (rows["schools"].pk, "csv")


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
