"""The import kind ``challenges``: the log of strategic challenges. Disagreements about a case are in no file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from textwrap import shorten
from typing import Any

from django.utils import timezone

from goldenthread.foundation import imports, trail
from goldenthread.foundation.imports import Change, Column, Outcome, Row
from goldenthread.foundation.tabular import tidy
from goldenthread.improvement.imports.challenge_cells import Parties, Written
from goldenthread.improvement.imports.evidence_cells import Holders, Themes
from goldenthread.improvement.models import About, Challenge, ChallengeKind, Result, Side, State, Theme
from goldenthread.improvement.models.challenge_party import ChallengeParty
from goldenthread.improvement.rules import challenge_log
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.imports import look_up
from goldenthread.partnership.imports.kept import shown
from goldenthread.partnership.models import Body, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import BodyKind
from goldenthread.partnership.scope import Scope

ABOUT = {each.value: each.value for each in (About.SYSTEM, About.RESOURCE)}
LONGEST_TITLE = 120
"""Of a title made from the first words of the issue."""
Said = dict[str, tuple[str, Any]]
"""For each field of a challenge: the column that says it, and what it says."""
FIELDS = {
    "challenge_id": "reference",
    "response_or_outcome": "outcome_words",
    "settled_on": "resolved_on",
    "body": "holding_body",
    "period": "dated_on",
    "status": "state",
    "source_file": "source",
}
"""The field of the model for a heading, where it is not the same."""
TEXTS = ("response_or_outcome", "learning", "impact", "title", "source_file")


@imports.register
class Challenges(imports.Kind):
    """Strategic challenges, known by their reference, else by what is challenged in one partnership."""

    code = "challenges"
    title = "Challenges"
    description = (
        "The log of strategic challenges between partners: who raised what with whom, and what came of it. "
        "Disagreements about a child's case are never in the file."
    )
    order = 170
    marking = Circulation.BODY.marking
    option_names = ("partnership",)
    columns = (
        Column("challenge_id", "a reference of its own, such as CH01", example="CH01"),
        Column(
            "partnership",
            "the partnership in whose log it stands; for one logged by somebody else, their name",
            required=True,
            example="Bi-Borough LSCP",
        ),
        Column(
            "period", "a year such as 2021/22 or 2021, a month (2021-04) or a date", required=True, example="2021/22"
        ),
        Column("raised_by", "agencies, bodies, seats or other names, separated by ;", required=True, example="CNWL"),
        Column("challenged", "the same, for those who are challenged", required=True, example="NHS England"),
        Column("issue", "what is challenged", required=True, example="Birth notifications come late"),
        Column("response_or_outcome", "what was answered, or what came of it"),
        Column("status", f"one of: {', '.join(challenge_log.STATES)}", required=True, example="open"),
        Column("source_file", "where this is known from"),
        Column("title", "a short title; the first words of the issue without it"),
        Column("body", "the body that holds it; the board of the partnership without it"),
        Column("about", f"one of: {', '.join(ABOUT)}", example="system"),
        Column("themes", "themes of the partnership's vocabulary, separated by ;"),
        Column("result", f"one of: {', '.join(Result.values)}"),
        Column("settled_on", "the day it was settled", example="2022-03-14"),
        Column("learning", "what was learned"),
        Column("impact", "what difference it made"),
    )
    permission = Permission.IMPORT_RECORDS
    scope: Scope

    def prepare(self, rows: Iterable[Row]) -> None:
        """Look up partnerships, bodies, themes and the challenges there are."""
        self.option = look_up.partnership_option(self.scope, self.options)
        self.holders = Holders(self.scope, self.option)
        self.bodies = look_up.Bodies(self.scope)
        self.themes = Themes(self.scope)
        self.parties: dict[int, Parties] = {}
        self.boards: dict[int, list[Body]] = {}
        boards = Body.objects.visible_to(self.scope).filter(kind=BodyKind.BOARD, partnership__isnull=False)
        for board in boards.select_related("partnership"):
            self.boards.setdefault(board.partnership_id or 0, []).append(board)
        self.by_reference: dict[tuple[int, str], Challenge] = {}
        self.by_issue: dict[tuple[int, str], Challenge] = {}
        self.by_words: dict[tuple[str, str], Partnership] = {}
        held = Challenge.objects.visible_to(self.scope).filter(challenge_kind=ChallengeKind.STRATEGIC)
        for challenge in held.with_parts():
            self._know(challenge)

    def load(self, row: Row) -> Outcome:
        """Load one challenge."""
        first, precision = self._period(row)
        partnership = self._partnership(row, first, precision)
        state = row.choice("status", challenge_log.STATES)
        about = row.choice("about", ABOUT)
        result = row.choice("result", {each: each for each in Result.values})
        themes = self.themes.in_cell(row, "themes")
        settled = row.date("settled_on")
        if settled and state is not None and state != State.RESOLVED:
            row.refuse("settled_on", "nothing, since it is not settled")
        row.check()
        partnership = row.need(partnership)
        body = self._body(row, partnership)
        sides = self._sides(row, partnership)
        row.check()
        challenge = self._held(row, partnership)
        known_by = "challenge_id" if row.text("challenge_id") else "issue"
        self.once(row, known_by, (partnership.pk, known_by, look_up.key(row.text(known_by))))
        status, period = row.text("status"), row.text("period")
        said: Said = {
            "holding_body": ("body", body),
            "issue": ("issue", row.text("issue")),
            "state": ("status", state),
            "status_words": ("status", "" if status.casefold() == state else status),
            "dated_on": ("period", first),
            "date_precision": ("period", precision),
            "period_words": ("period", "" if precision == challenge_log.DAY else period),
            "log_words": ("partnership", self._log_words(row, partnership)),
        }
        if row.text("challenge_id"):
            said["reference"] = ("challenge_id", row.text("challenge_id"))
        said |= {FIELDS.get(name, name): (name, row.text(name)) for name in TEXTS if row.has(name)}
        if not said.get("title", ("", ""))[1]:
            said["title"] = ("title", challenge.title or self._title(row.text("issue")))
        if about or not challenge.pk:
            said["about"] = ("about", about or About.SYSTEM)
        if row.has("settled_on") or state != State.RESOLVED:
            said["resolved_on"] = ("settled_on", settled)
        if row.has("result") or not challenge.pk or state != State.RESOLVED:
            said["result"] = ("result", result or challenge_log.RESULTS.get(status.casefold(), ""))
        outcome = self._put(row, challenge, said, sides, themes if row.has("themes") else None)
        self.once(row, known_by, challenge.pk)
        return outcome

    def _partnership(self, row: Row, first: date | None, precision: str) -> Partnership | None:
        """In whose log it stands: the partnership that is named, the one it stood in before, else decision 0042."""
        if not row.text("partnership") or first is None:
            return None
        named = self.holders.named(row, "partnership")
        if named is not None or "partnership" in row.faults:
            return named
        before = self.by_words.get((look_up.key(row.text("challenge_id")), look_up.key(row.text("partnership"))))
        return before or self.holders.otherwise(row, first, precision)

    def _log_words(self, row: Row, partnership: Partnership) -> str:
        """Whose log it was, as written, where that is not simply the partnership's."""
        written = row.text("partnership")
        names = {look_up.key(name) for name in look_up.names_of(partnership)}
        return "" if look_up.key(written) in names else written

    def _period(self, row: Row) -> tuple[date | None, str]:
        period = challenge_log.period(row.text("period"))
        if period is None and row.text("period"):
            row.refuse("period", "a year such as 2021/22 or 2021, a month such as 2021-04, or a date")
        return period or (None, challenge_log.DAY)

    def _body(self, row: Row, partnership: Partnership) -> Body | None:
        """The body a row names, else the one board of its partnership."""
        if row.text("body"):
            return self.bodies.in_cell(row, partnership)
        boards = self.boards.get(partnership.pk, [])
        if len(boards) != 1:
            row.refuse("body", f"the body that holds it, since {partnership.name} has {len(boards) or 'no'} boards")
            return None
        return boards[0]

    def _sides(self, row: Row, partnership: Partnership) -> list[ChallengeParty]:
        if partnership.pk not in self.parties:
            self.parties[partnership.pk] = Parties(partnership, self.scope)
        known = self.parties[partnership.pk]
        return known.in_cell(row, "raised_by", Side.RAISED) + known.in_cell(row, "challenged", Side.CHALLENGED)

    def _held(self, row: Row, partnership: Partnership) -> Challenge:
        """The challenge a row is about, or a new one."""
        reference = row.text("challenge_id")
        named = self.by_reference.get((partnership.pk, look_up.key(reference))) if reference else None
        same = self.by_issue.get((partnership.pk, look_up.key(row.text("issue"))))
        if named is None and same is not None and not (reference and same.reference):
            named = same
        return named or Challenge(
            challenge_kind=ChallengeKind.STRATEGIC, partnership=partnership, circulation=Circulation.BODY
        )

    def _title(self, issue: str) -> str:
        words = shorten(issue, LONGEST_TITLE, placeholder="…")
        return f"{words[:1].upper()}{words[1:]}"

    def _put(
        self, row: Row, challenge: Challenge, said: Said, sides: list[ChallengeParty], themes: list[str] | None
    ) -> Outcome:
        """Keep a challenge where the row says something else than it does. Raises RowRefused, ValidationError."""
        is_new = challenge.pk is None
        changes: dict[str, Change] = {}
        for name, (column, value) in said.items():
            held = None if name == "holding_body" and challenge.holding_body_id is None else getattr(challenge, name)
            if (tidy(held) if isinstance(held, str) else held) != (tidy(value) if isinstance(value, str) else value):
                changes.setdefault(column, Change(column, shown(held), shown(value)))
        before = [] if is_new else list(challenge.parties.all())
        for column, side in (("raised_by", Side.RAISED), ("challenged", Side.CHALLENGED)):
            if _identities(before, side) != _identities(sides, side):
                changes[column] = Change(column, _names(before, side), _names(sides, side))
        held_themes = [] if is_new else sorted(theme.name for theme in challenge.themes.all())
        if themes is not None and {look_up.key(name) for name in themes} != set(map(look_up.key, held_themes)):
            changes["themes"] = Change("themes", "; ".join(held_themes), "; ".join(themes))
        if not is_new and not changes:
            return imports.UNCHANGED
        if not self._may(challenge.holding_body) or not self._may(said["holding_body"][1]):
            row.refuse("body", "a body whose challenges you keep")
        if not is_new and said["state"][1] != challenge.state and challenge.run is not None:
            row.refuse("status", "the status it has: a challenge at a stage of a protocol is settled on its own page")
        row.check()
        for name, (_, value) in said.items():
            setattr(challenge, name, value)
        related = None
        if themes is not None:
            related = self.themes.named(themes, challenge.partnership, by=self.by)
        self._keep(challenge, sides, related)
        self._know(Challenge.objects.with_parts().get(pk=challenge.pk))
        label = f"{challenge.reference} {challenge.title}".strip()
        return imports.new(label) if is_new else imports.changed(label, changes.values())

    def _keep(self, challenge: Challenge, sides: list[ChallengeParty], themes: list[Theme] | None) -> None:
        if challenge.pk is None:
            at = datetime.combine(challenge.dated_on or timezone.localdate(), time(), timezone.get_current_timezone())
            challenge.begin(parties=sides, by=self.by, at=min(at, timezone.now()), themes=themes or ())
            return
        challenge.keep(by=self.by, **({"themes": themes} if themes is not None else {}))
        held = list(challenge.parties.all())
        if any(_identities(held, side) != _identities(sides, side) for side in Side.values):
            challenge.set_parties(sides)
            trail.record("challenge.change_parties", challenge.recorded, by=self.by)

    def _may(self, body: Body | None) -> bool:
        return body is None or self.scope.may(Permission.MANAGE_CHALLENGES, body)

    def _know(self, challenge: Challenge) -> None:
        if challenge.reference:
            self.by_reference[challenge.partnership_id, look_up.key(challenge.reference)] = challenge
        if challenge.log_words:
            words = (look_up.key(challenge.reference), look_up.key(challenge.log_words))
            self.by_words[words] = challenge.partnership
        self.by_issue[challenge.partnership_id, look_up.key(challenge.issue)] = challenge

    def column_of(self, field_name: str) -> str:
        """The heading for a field of a challenge."""
        return next((column for column, name in FIELDS.items() if name == field_name), field_name)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """Every strategic challenge of the bodies whose records may be exported, of the option's partnership."""
        bodies = Body.objects.allowing(Permission.EXPORT_RECORDS, self.scope)
        challenges = Challenge.objects.visible_to(self.scope).filter(
            challenge_kind=ChallengeKind.STRATEGIC, holding_body__in=bodies
        )
        if option := look_up.partnership_option(self.scope, self.options):
            challenges = challenges.filter(partnership=option)
        written = Written(self.scope)
        for challenge in challenges.with_parts().order_by("dated_on", "pk"):
            yield {
                "challenge_id": challenge.reference,
                "partnership": challenge.log_words or challenge.partnership.name,
                "period": challenge.period_words or challenge.dated_on,
                "raised_by": written.side(challenge, Side.RAISED),
                "challenged": written.side(challenge, Side.CHALLENGED),
                "issue": challenge.issue,
                "response_or_outcome": challenge.outcome_words,
                "status": _status(challenge),
                "source_file": challenge.source,
                "title": challenge.title,
                "body": challenge.holding_body.name if challenge.holding_body else "",
                "about": challenge.about,
                "themes": "; ".join(theme.name for theme in challenge.themes.all()),
                "result": challenge.result,
                "settled_on": challenge.resolved_on,
                "learning": challenge.learning,
                "impact": challenge.impact,
            }


def _status(challenge: Challenge) -> str:
    """The status as it was written, while it still says how the challenge stands; else in our words."""
    written = challenge.status_words
    return written if challenge_log.STATES.get(written.casefold()) == challenge.state else challenge.state


def _names(parties: Iterable[ChallengeParty], side: str) -> str:
    return "; ".join(party.name for party in parties if party.side == side)


def _identities(parties: Iterable[ChallengeParty], side: str) -> list[tuple[str, int | str]]:
    return [party.identity for party in parties if party.side == side]
