"""``goldenthread permissions``: the whole access policy in plain English, as ``docs/permissions.md`` holds it."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import ROLES, BodyKind, Role, SeatRole

BEGINNING = """\
# Who may do what

Made by `goldenthread permissions` from `partnership/permissions.py` and `partnership/roles.py`, which are the
whole policy; a test fails when this page is stale. What a person may do follows from the seats they hold today.
Somebody without a seat may use their own account and nothing else. A delegate may do what the member may.

- **Body**: on the body of the seat alone.
- **Partnership**: on every body of the partnership, of the partnerships it succeeded, and on those others run
  in its areas.
"""


class Command(BaseCommand):
    """Print the policy as Markdown."""

    help = "Print who may do what, in plain English, as docs/permissions.md holds it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page to standard output."""
        self.stdout.write(policy(), ending="")


def policy() -> str:
    """The page: what each group of seats may do, who they are, and which seat belongs to which."""
    roles = list(dict.fromkeys(ROLES.values()))
    names = [_name(role) for role in roles]
    may = [[permission.description, *(_reach(role, permission) for role in roles)] for permission in Permission]
    who = [[_name(role), role.who.partition(": ")[2], "yes" if role.second_factor else "no"] for role in roles]
    kinds = _alike()
    seats = [[seat.label, *(_holds(alike[0], seat) for alike in kinds)] for seat in SeatRole]
    return "\n".join(
        [
            BEGINNING,
            "## What they may do\n",
            *_table(["may", *names], may),
            "\n## Who they are\n",
            *_table(["who", "in short", "second factor at sign-in"], who),
            "\n## Which seat gives what\n",
            *_table(["seat", *(", ".join(kind.label for kind in alike) for alike in kinds)], seats),
            "",
        ]
    )


def _name(role: Role) -> str:
    return role.who.partition(": ")[0]


def _reach(role: Role, permission: Permission) -> str:
    if permission == Permission.OWN_ACCOUNT:
        return "yes"
    if permission in role.across:
        return "partnership"
    return "body" if permission in role.here else "–"


def _holds(kind: BodyKind, seat: SeatRole) -> str:
    role = ROLES.get((kind, seat))
    return _name(role) if role else "nothing"


def _alike() -> list[list[BodyKind]]:
    """Kinds of body, those together on which every seat gives the same."""
    groups: dict[tuple[str, ...], list[BodyKind]] = {}
    for kind in BodyKind:
        groups.setdefault(tuple(_holds(kind, seat) for seat in SeatRole), []).append(kind)
    return list(groups.values())


def _table(heads: list[str], rows: Iterable[list[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return [f"| {' | '.join(line)} |" for line in lines]
