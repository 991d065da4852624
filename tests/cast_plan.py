"""What the universe knows of plans: a priority and an outcome on each side, and actions in every state.

Of Northmere: an action that the police lead, the exploitation subgroup follows and the council contributes to, with an
update and its document; a paused one, one with a part that is settled, and a closed one whose impact is to be checked.
Of Southmere: one action that the police contribute to, and a closed one.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

from goldenthread.improvement.models import (
    Action,
    ActionDigest,
    ActionFile,
    ActionUpdate,
    Attestation,
    Closure,
    DueChange,
    ImpactCheck,
    Outcome,
    Pause,
    Priority,
)

if TYPE_CHECKING:
    from tests.cast import Universe


def make(made: "Universe") -> None:
    """Add what belongs to plans."""
    rows = made.rows
    for side, lead, helper in (("north", "police", "north council"), ("south", "south council", "police")):
        by = made.people["business_manager" if side == "north" else "other_manager"]
        partnership = rows[f"{side} partnership"]
        rows[f"{side} priority"] = Priority(partnership=partnership, title=f"Voice of {side} children").keep(by=by)
        rows[f"{side} outcome"] = Outcome(
            priority=rows[f"{side} priority"], reference="1a", title=f"Children of the {side} are heard"
        ).keep(by=by)

        def action(text: str, *parts: Attestation, side: str = side, lead: str = lead, by=by, **given) -> Action:
            values = {"lead_agency": rows[lead], "outcome": rows[f"{side} outcome"], **given}
            return Action(
                partnership=rows[f"{side} partnership"],
                text=text,
                starts_on=made.today - timedelta(days=80),
                due_on=made.today + timedelta(days=80),
                **values,
            ).add(by=by, contributors=parts)

        rows[f"{side} action"] = action(
            f"Ask children of the {side} what they think",
            Attestation(agency=rows[helper]),
            body=rows["exploitation"] if side == "north" else None,
        )
        rows[f"{side} part"] = rows[f"{side} action"].attestations.get()
        rows[f"{side} paused action"] = action(f"Open a {side} drop-in")
        Pause(action=rows[f"{side} paused action"], reason="No room", until=made.today + timedelta(days=9)).begin(
            by=by
        )
        rows[f"{side} settled part"] = action(
            f"Train {side} staff", Attestation(agency=rows[helper])
        ).attestations.get()
        rows[f"{side} settled part"].attest("All are trained", by=by)
        rows[f"{side} closed action"] = action(f"Write a {side} leaflet")
        Closure(action=rows[f"{side} closed action"], evidence="It is printed").make(by=by)
        rows[f"{side} impact check"] = ImpactCheck.objects.get(action=rows[f"{side} closed action"])
        ActionUpdate(action=rows[f"{side} action"], text="Forty children were asked").say(
            by=by, files=[("answers.txt", b"What they said.")]
        )
        rows[f"{side} action file"] = ActionFile.objects.get(action=rows[f"{side} action"])
        DueChange(action=rows[f"{side} action"], new_due_on=made.today + timedelta(days=90), reason="Holidays").make(
            by=by
        )
    rows["outside priority"] = Priority(owner_name="A national plan", title="County lines").keep(by=None)
    rows["plan file"], rows["wrong plan file"] = ("csv",), ("odt",)
    ActionDigest.objects.create(person=made.people["police_lead"], week=made.today, actions=1)
