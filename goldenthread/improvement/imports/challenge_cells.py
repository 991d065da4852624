"""The cells of a challenge log that name parties: each as the register knows it, else as it is written."""

from __future__ import annotations

from goldenthread.foundation.imports import Row
from goldenthread.improvement.models import Challenge, ChallengeParty
from goldenthread.partnership.imports.look_up import Names
from goldenthread.partnership.models import Agency, Body, Partnership, Seat
from goldenthread.partnership.scope import Scope

LONGEST_NAME = ChallengeParty._meta.get_field("outside_name").max_length or 0


class Parties:
    """The agencies, bodies and seats that the words of one partnership's log can mean.

    A name that several go by is not guessed at: it stays as it is written.
    """

    def __init__(self, partnership: Partnership, scope: Scope) -> None:
        self.agencies = Names(Agency.objects.visible_to(scope), "an agency")
        bodies = Body.objects.visible_to(scope).filter(partnership=partnership)
        self.bodies = Names(bodies, "a body")
        self.seats: dict[str, list[Seat]] = {}
        for seat in Seat.objects.visible_to(scope).filter(body__in=bodies).select_related("body"):
            for name in {seat.title, ChallengeParty(seat=seat).name}:
                self.seats.setdefault(name.casefold(), []).append(seat)

    def in_cell(self, row: Row, column: str, side: str) -> list[ChallengeParty]:
        """The parties a cell names, separated by semicolons; by commas too where each part is in the register."""
        found = []
        for part in row.words(column):
            between = [each.strip() for each in part.split(",") if each.strip()]
            whole = self.known(side, part)
            if whole is None and len(between) > 1 and all(self.known(side, each) for each in between):
                found += [self.meant(side, each) for each in between]
            else:
                found.append(whole or self.meant(side, part))
        if any(len(party.outside_name) > LONGEST_NAME for party in found):
            row.refuse(column, f"names of at most {LONGEST_NAME} letters each, separated by ;")
        return list({party.identity: party for party in found}.values())

    def meant(self, side: str, name: str) -> ChallengeParty:
        """The one party of this name in the register, else the name."""
        return self.known(side, name) or ChallengeParty(side=side, outside_name=name)

    def known(self, side: str, name: str) -> ChallengeParty | None:
        """The one party of this name in the register."""
        agencies, bodies = self.agencies.all(name), self.bodies.all(name)
        seats = self.seats.get(name.casefold(), [])
        if len(agencies) + len(bodies) + len(seats) != 1:
            return None
        return ChallengeParty(
            side=side, agency=next(iter(agencies), None), body=next(iter(bodies), None), seat=next(iter(seats), None)
        )


class Written:
    """How parties are written so that they are found again: one whose name another bears too, by its reference."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.known: dict[int, Parties] = {}

    def side(self, challenge: Challenge, side: str) -> str:
        """The parties of one side, separated by semicolons."""
        if challenge.partnership_id not in self.known:
            self.known[challenge.partnership_id] = Parties(challenge.partnership, self.scope)
        known = self.known[challenge.partnership_id]
        return "; ".join(self._one(party, known) for party in challenge.side(side))

    def _one(self, party: ChallengeParty, known: Parties) -> str:
        kept = party.agency or party.body
        if kept is not None and kept.reference and known.known(party.side, party.name) is None:
            return kept.reference
        return party.name
