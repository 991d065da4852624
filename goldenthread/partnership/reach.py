"""Reach: who may find a row, as tokens in the search index; the tokens a scope holds.

A token is a door, the letter of its owner, and a number: ``seenp12`` is "whoever sees the bodies of partnership 12",
``seeattendanceb7`` "whoever may see the attendance of body 7". What follows from a person's seats is decided on the
side of the scope, afresh for each search, so that a seat that begins or ends changes no row. The two sides together
say what ``visible_to`` says, which ``tests/architecture/test_search.py`` holds them to for every source.

Owners: b body, p partnership, a area, g agency. Seats, people and everybody are doors of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from goldenthread.partnership.permissions import Permission

if TYPE_CHECKING:
    from goldenthread.partnership.models import Agency, Body, Person
    from goldenthread.partnership.scope import Scope

SEEN = "seen"
EVERYBODY = "everybody1"
"""Everybody who may search at all."""


def seeing(body: Body) -> frozenset[str]:
    """Those who see ``body``: ``Body.objects.visible_to``. Reads its areas where it is of no partnership."""
    return _over(SEEN, body)


def allowed(permission: Permission, body: Body) -> frozenset[str]:
    """Those who may do ``permission`` on ``body``: ``Body.objects.allowing``."""
    return _over(_door(permission), body)


def allowed_in(permission: Permission, partnership_id: int, body_id: int | None = None) -> frozenset[str]:
    """Those who may do ``permission`` over the whole of a partnership, or on one body by a seat on it."""
    tokens = {f"{_door(permission)}p{partnership_id}"}
    return frozenset(tokens if body_id is None else {*tokens, f"{_door(permission)}b{body_id}"})


def _over(door: str, body: Body) -> frozenset[str]:
    if body.partnership_id is not None:
        return frozenset({f"{door}b{body.pk}", f"{door}p{body.partnership_id}"})
    return frozenset({f"{door}b{body.pk}", *(f"{door}a{area.pk}" for area in body.areas.all())})


def working_with(agency: Agency) -> frozenset[str]:
    """Those who see ``agency``: ``Agency.objects.visible_to``. Reads its areas."""
    if agency.is_national:
        return frozenset({EVERYBODY})
    return frozenset({f"{SEEN}g{agency.pk}", *(f"{SEEN}a{area.pk}" for area in agency.areas.all())})


def knowing(person: Person, bodies: Iterable[Body], agency: Agency | None) -> frozenset[str]:
    """Those who see ``person``, who has had seats on ``bodies`` and works for ``agency``.

    As ``Person.objects.visible_to``: through their agency they are seen by the areas of the searcher's own
    partnerships alone, never by those of partnerships that came before.
    """
    tokens = {f"person{person.pk}"}
    for body in bodies:
        tokens |= seeing(body)
    if agency is not None and agency.is_national:
        tokens.add(EVERYBODY)
    elif agency is not None:
        door = _door(Permission.SEE_REGISTER)
        tokens |= {f"{door}g{agency.pk}", *(f"{door}a{area.pk}" for area in agency.areas.all())}
    return frozenset(tokens)


def named(person_id: int) -> str:
    """The person of this number, and a delegate who acts for them."""
    return f"member{person_id}"


def seated(seat_id: int) -> str:
    """Those who hold this seat or stand in for its holder, on the day of the search; their delegates too."""
    return f"seats{seat_id}"


def held(scope: Scope) -> frozenset[str]:
    """Every token ``scope`` holds. The operator of the command line holds none: searching is for readers."""
    if scope.person is None:
        return frozenset()
    tokens = {EVERYBODY, f"person{scope.person_id}", named(scope.member_id or 0)}
    tokens |= {seated(seat_id) for seat_id in scope.seat_ids}
    tokens |= _tokens(SEEN, scope.body_ids, scope.register_ids, scope.area_ids, scope.agency_ids)
    for permission in READING:
        tokens |= _tokens(
            _door(permission),
            scope.body_ids_with(permission),
            scope.partnership_ids_with(permission),
            scope.area_ids_with(permission),
            scope.where(permission).agency_ids,
        )
    return frozenset(tokens)


READING = (
    Permission.SEE_REGISTER,
    Permission.SEE_ATTENDANCE,
    Permission.SEE_RESTRICTED,
    Permission.SEE_DOCUMENTS,
    Permission.MANAGE_MEETINGS,
    Permission.SEE_PLAN,
    Permission.SEE_EVIDENCE,
)
"""The permissions that open something to be found. Rows of any other would be found by nobody."""


def _tokens(
    door: str, bodies: Iterable[int], partnerships: Iterable[int], areas: Iterable[int], agencies: Iterable[int]
) -> set[str]:
    owners = {"b": bodies, "p": partnerships, "a": areas, "g": agencies}
    return {f"{door}{letter}{number}" for letter, numbers in owners.items() for number in numbers}


def _door(permission: Permission) -> str:
    return permission.value.replace("_", "")
