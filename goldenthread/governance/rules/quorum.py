"""Whether a meeting had its quorum. No source gives a number, so each body sets its own rules.

Every rule in force on the day of the meeting must hold. Each is asked of the seats in force on that day, never of
the membership as it is now. See docs/decisions/0012-what-makes-a-quorum.md for how each seat counts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from goldenthread.governance.rules.attendance import Mark, default_mark
from goldenthread.partnership.roles import SeatRole


class QuorumKind(StrEnum):
    """What a quorum rule asks for."""

    COUNT = "count"
    SHARE = "share"
    PARTNERS = "partners"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "count": "At least so many seats present",
            "share": "At least this percentage of the filled seats present",
            "partners": "Every safeguarding partner of each area present, or represented with authority to decide",
        }[self]


class Outcome(StrEnum):
    """What a rule, or all of them together, say about a meeting."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "cannot be told"
    NO_RULE = "no rule"

    @property
    def label(self) -> str:
        """In words."""
        return {
            "met": "Quorate",
            "not met": "Not quorate",
            "cannot be told": "Cannot be told",
            "no rule": "No rule",
        }[self]


class Came(StrEnum):
    """Who sat in a seat that is marked present, as far as the mark says."""

    MEMBER = "member"
    WITH_AUTHORITY = "with authority"
    WITHOUT_AUTHORITY = "without authority"
    NOT_RECORDED = "not recorded"


NOT_MEMBERS = frozenset(
    {
        SeatRole.CO_OPTED,
        SeatRole.ADVISORY,
        SeatRole.CLERK,
        SeatRole.OFFICER,
        SeatRole.SCRUTINEER,
        SeatRole.YOUNG_SCRUTINEER,
        SeatRole.INSPECTOR,
    }
)
"""Roles that take part without being members of the body: they advise it, serve it, look on, or come for an item."""


@dataclass(frozen=True)
class Asked:
    """One rule: ``number`` is how many seats for a count, a percentage for a share, None for partners."""

    kind: QuorumKind
    number: int | None = None


@dataclass(frozen=True)
class SeatThere:
    """One seat in force on the day of the meeting. ``mark`` is None where nothing is recorded of it.

    ``agencies`` are those it counts for on that day; see ``counting_as``.
    """

    role: str
    agencies: frozenset[int] = frozenset()
    is_vacant: bool = False
    mark: Mark | None = None
    came: Came = Came.NOT_RECORDED


@dataclass(frozen=True)
class Slot:
    """What the law asks one agency for: to be the safeguarding partner of one kind in one area.

    ``agencies`` are those that are it on the day, by number with the areas of the partnership each covers.
    """

    area: str
    kind: str
    agencies: Mapping[int, int]


@dataclass(frozen=True)
class Partner:
    """One safeguarding partner of a partnership: an agency that counts once, and the slots it stands for.

    Each slot is filled by any one of its agencies. ``name`` says what is missing where no agency fills one.
    """

    name: str
    slots: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class RuleResult:
    """What one rule says about one meeting, in code and in a sentence."""

    kind: QuorumKind
    outcome: Outcome
    sentence: str


@dataclass(frozen=True)
class Quorum:
    """What all rules of a body say about one meeting."""

    outcome: Outcome
    rules: tuple[RuleResult, ...]

    @property
    def is_inquorate(self) -> bool:
        """Whether the meeting is known not to have had its quorum."""
        return self.outcome == Outcome.NOT_MET

    @property
    def sentence(self) -> str:
        """The whole in words, as the minutes say it."""
        if self.outcome == Outcome.NO_RULE:
            return "No quorum rule was in force for this body."
        opening = {
            Outcome.MET: "The meeting was quorate.",
            Outcome.NOT_MET: "The meeting was not quorate.",
            Outcome.UNKNOWN: "Whether the meeting was quorate cannot be told.",
        }[self.outcome]
        shown = [rule for rule in self.rules if self.outcome in (Outcome.MET, rule.outcome)]
        return " ".join([opening, *(rule.sentence for rule in shown)])


def quorum(rules: Iterable[Asked], seats: Sequence[SeatThere], partners: Sequence[Partner] | None) -> Quorum:
    """Whether a meeting had its quorum: every rule holds.

    ``seats`` are those in force on the day. ``partners`` are the safeguarding partners on the day, None where the
    body has none to ask for (no partnership, or a board of the law before 29 June 2018). One rule that is not met
    settles the matter, whatever cannot be told of the others.
    """
    results = tuple(_result(asked, seats, partners) for asked in rules)
    if not results:
        return Quorum(Outcome.NO_RULE, ())
    outcomes = {result.outcome for result in results}
    for outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
        if outcome in outcomes:
            return Quorum(outcome, results)
    return Quorum(Outcome.MET, results)


def partners_of(slots: Iterable[Slot], names: Mapping[int, str]) -> list[Partner]:
    """The safeguarding partners that fill ``slots``, each once however many areas it covers.

    Where several agencies share a slot, the one that covers most of the partnership's areas stands for all of them
    (Children Act 2004 section 16J lets one act for the others): in 2019 a collaboration of three clinical
    commissioning groups, so that the three boroughs had five partners. Agencies that cover equally many each count.
    A slot that no agency fills is a partner by itself, and always missing.
    """
    found: dict[int | str, list[frozenset[int]]] = {}
    for slot in slots:
        widest = max(slot.agencies.values(), default=0)
        leading = [agency for agency, reach in slot.agencies.items() if reach == widest]
        others = frozenset(slot.agencies) - set(leading)
        for agency in leading:
            found.setdefault(agency, []).append(frozenset({agency}) | others)
        if not leading:
            found.setdefault(f"the {slot.kind} partner of {slot.area}", []).append(frozenset())
    return [Partner(key if isinstance(key, str) else names[key], tuple(filled)) for key, filled in found.items()]


def counting_as(agency: int, *, in_force: frozenset[int], took_over: Iterable[tuple[int, int]]) -> frozenset[int]:
    """The agencies for which a seat of ``agency`` counts on a day: itself, else what it was before or became.

    ``in_force`` are the agencies there on the day; ``took_over`` pairs each predecessor with its successor. From an
    agency that is not there, its predecessors and, apart from them, its successors are followed, each way to the
    first that is: a seat held for a clinical commissioning group counts for the integrated care board after it.
    """
    if agency in in_force:
        return frozenset({agency})
    pairs = list(took_over)
    found: set[int] = set()
    for onwards in (_grouped(pairs), _grouped((after, before) for before, after in pairs)):
        seen, waiting = {agency}, [agency]
        while waiting:
            for other in onwards.get(waiting.pop(), ()):
                if other in in_force:
                    found.add(other)
                elif other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return frozenset(found)


def _grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    """Each first of the pairs with all its seconds."""
    found: dict[int, list[int]] = {}
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return found


def _result(asked: Asked, seats: Sequence[SeatThere], partners: Sequence[Partner] | None) -> RuleResult:
    if not any(seat.mark for seat in seats):
        return RuleResult(asked.kind, Outcome.UNKNOWN, "No attendance is recorded.")
    if asked.kind == QuorumKind.PARTNERS:
        return _partners(seats, partners)
    return _members(asked, seats)


def _members(asked: Asked, seats: Sequence[SeatThere]) -> RuleResult:
    """A count or a share. Seats without a mark leave it open unless the answer is the same however they are marked."""
    filled = [seat for seat in seats if not seat.is_vacant and seat.role not in NOT_MEMBERS]
    marks = [seat.mark or default_mark(seat.role) for seat in filled]
    present, open_ = marks.count(Mark.PRESENT), marks.count(None)
    expected = present + open_ + marks.count(Mark.ABSENT)
    number = asked.number or 0
    if asked.kind == QuorumKind.COUNT:
        least, most = present >= number, present + open_ >= number
        said = f"{present} {'seat' if present == 1 else 'seats'} of members"
        needed = f"{number} {'is' if number == 1 else 'are'} needed"
    else:
        least = expected > 0 and present * 100 >= number * expected
        most = expected > 0 and (present + open_) * 100 >= number * expected
        said = f"{present} of {expected} filled and expected seats of members"
        needed = f"{number}% is needed"
    outcome = Outcome.MET if least else Outcome.UNKNOWN if most else Outcome.NOT_MET
    without = f"; {open_} {'has' if open_ == 1 else 'have'} no mark" if open_ else ""
    return RuleResult(asked.kind, outcome, f"{said} {'was' if present == 1 else 'were'} present; {needed}{without}.")


class Why(StrEnum):
    """Why a safeguarding partner is not known to be present, with ``{}`` for the names."""

    MISSING = "{} {is} missing"
    VACANT = "{} {is} missing (the seat is vacant)"
    NOT_EXPECTED = "{} {was} not expected"
    NO_SEAT = "{} {has} no seat on this body"
    NOT_THERE = "{} {is} not in the register"
    NO_AUTHORITY = "{} sent a representative without recorded authority to decide"
    NO_MARK = "{} {has} no mark"
    NOT_RECORDED = "it is not recorded who came for {}"

    @property
    def is_open(self) -> bool:
        """Whether more of the record could still show the partner present."""
        return self in (Why.NO_MARK, Why.NOT_RECORDED)

    def said_of(self, names: Sequence[str]) -> str:
        """The reason in words, of one partner or of several."""
        one = len(names) == 1
        verbs = {"is": "is", "was": "was", "has": "has"} if one else {"is": "are", "was": "were", "has": "have"}
        return self.value.format(", ".join(names[:-1]) + " and " + names[-1] if not one else names[0], **verbs)


def _partners(seats: Sequence[SeatThere], partners: Sequence[Partner] | None) -> RuleResult:
    """Every partner; those that are not known to be present are named, by the reason."""
    kind = QuorumKind.PARTNERS
    if not partners:
        return RuleResult(kind, Outcome.UNKNOWN, "This body had no safeguarding partners on that day.")
    reasons: dict[Why, list[str]] = {}
    for partner in partners:
        why = _partner(partner, seats)
        if why:
            reasons.setdefault(why, []).append(partner.name)
    count = len(partners) - sum(map(len, reasons.values()))
    open_ = any(why.is_open for why in reasons)
    outcome = Outcome.MET
    if reasons:
        outcome = Outcome.UNKNOWN if all(why.is_open for why in reasons) else Outcome.NOT_MET
    said = "; ".join(why.said_of(reasons[why]) for why in Why if why in reasons)
    known = "known to be present" if open_ else "present"
    told = f": {said}" if said else ""
    return RuleResult(kind, outcome, f"{count} of {len(partners)} safeguarding partners {known}{told}.")


def _partner(partner: Partner, seats: Sequence[SeatThere]) -> Why | None:
    """Why a partner is not known to be present: the worst of its slots, each being the best of its agencies' seats."""
    return max((_slot(agencies, seats) for agencies in partner.slots), key=_badness, default=None)


def _slot(agencies: frozenset[int], seats: Sequence[SeatThere]) -> Why | None:
    nobody = Why.NO_SEAT if agencies else Why.NOT_THERE
    return min((_seat(seat) for seat in seats if seat.agencies & agencies), key=_badness, default=nobody)


def _badness(why: Why | None) -> int:
    """0 for present, 1 for what is open, 2 for not present."""
    return 0 if why is None else 1 if why.is_open else 2


def _seat(seat: SeatThere) -> Why | None:
    """What keeps one seat from standing for its partner, None where it does."""
    if seat.is_vacant:
        return Why.VACANT
    if seat.mark is None:
        return Why.NO_MARK
    if seat.mark == Mark.NOT_EXPECTED:
        return Why.NOT_EXPECTED
    if seat.mark == Mark.ABSENT:
        return Why.MISSING
    return {Came.WITHOUT_AUTHORITY: Why.NO_AUTHORITY, Came.NOT_RECORDED: Why.NOT_RECORDED}.get(seat.came)
