"""What the universe knows of challenges: protocols of everybody and of each partnership, and challenges of each.

Of Northmere: a strategic challenge in the board's log, and two disagreements of the council with the police about a
case, one that the exploitation subgroup holds and one that the business team does. Of Southmere: one of each, in the
board's log.
"""

from typing import TYPE_CHECKING

from goldenthread.improvement.models import (
    Challenge,
    ChallengeKind,
    ChallengeParty,
    EscalationProtocol,
    EscalationStage,
    Side,
)
from goldenthread.partnership.circulation import Circulation
from goldenthread.records.models import ClockRule

if TYPE_CHECKING:
    from tests.cast import Universe


def challenge(made: "Universe") -> None:
    """Add protocols, challenges and disagreements."""
    rows, manager, other = made.rows, made.people["business_manager"], made.people["other_manager"]
    for key, partnership in (
        ("everybody's protocol", None),
        ("north protocol", rows["north partnership"]),
        ("south protocol", rows["south partnership"]),
    ):
        rows[key] = _protocol(key, partnership)
    rows["north challenge"] = strategic(made, "north", "Northmere conferences").begin(
        parties=[
            ChallengeParty(side=Side.RAISED, body=rows["exploitation"]),
            ChallengeParty(side=Side.CHALLENGED, seat=rows["police_lead seat"]),
        ],
        by=manager,
    )
    rows["south challenge"] = strategic(made, "south", "Southmere conferences").begin(
        parties=[
            ChallengeParty(side=Side.RAISED, agency=rows["south council"]),
            ChallengeParty(side=Side.CHALLENGED, outside_name="Schools"),
        ],
        by=other,
    )
    for key, side, body, number, by in (
        ("north case", "north", "exploitation", 1, manager),
        ("team case", "north", "north team", 2, manager),
        ("south case", "south", "south board", 3, other),
    ):
        rows[key] = case(made, side, body, f"CS-1000{number}").begin(
            parties=[
                ChallengeParty(side=Side.RAISED, agency=rows[f"{side} council"]),
                ChallengeParty(side=Side.CHALLENGED, agency=rows["police"]),
            ],
            by=by,
        )
    rows["challenges file"] = ("csv",)
    rows["wrong challenges file"] = ("nothing",)


def strategic(made: "Universe", side: str, title: str) -> Challenge:
    """A strategic challenge in the log of the board, not raised yet."""
    return Challenge(
        challenge_kind=ChallengeKind.STRATEGIC,
        partnership=made[f"{side} partnership"],
        holding_body=made[f"{side} board"],
        circulation=Circulation.BODY,
        title=title,
        issue="Officers do not come to conferences.",
    )


def case(made: "Universe", side: str, body: str, reference: str) -> Challenge:
    """A disagreement about a case, not raised yet."""
    return Challenge(
        challenge_kind=ChallengeKind.CASE,
        partnership=made[f"{side} partnership"],
        holding_body=made[body],
        case_reference=reference,
        issue="A strategy meeting was refused.",
    )


def _protocol(edition: str, partnership: object) -> EscalationProtocol:
    """Three stages of five working days, the last of which tells the safeguarding partners."""
    immediate = ClockRule(
        partnership=partnership,
        edition=edition,
        code="immediate",
        name="Immediate risk taken up",
        start_event="immediate risk is seen",
        length=0,
        unit="working_day",
        source="The protocol",
    ).keep(by=None)
    protocol = EscalationProtocol(
        partnership=partnership, edition=edition, source="The protocol", immediate_rule=immediate
    ).keep(by=None)
    for number in (1, 2, 3):
        stage = EscalationStage(protocol=protocol, number=number, name=f"Level {number}", level="Managers")
        stage.tells = EscalationStage.Tells.PARTNERS if number == 3 else EscalationStage.Tells.AGENCIES
        stage.rule = stage.limit_of("", 5, "working_day", by=None)
        stage.keep(by=None)
    return protocol
