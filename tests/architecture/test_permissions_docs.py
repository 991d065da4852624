"""``docs/permissions.md`` says what the policy is today."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import ROLES

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_is_fresh():
    printed = StringIO()
    call_command("permissions", stdout=printed)
    assert PAGE.read_text(encoding="utf-8") == printed.getvalue(), (
        "docs/permissions.md is stale. Make it again with: python -m goldenthread permissions > docs/permissions.md"
    )


def test_every_permission_is_held_by_some_seat_and_described():
    held = frozenset().union(*(role.here | role.across for role in ROLES.values()))
    assert held == set(Permission) - {Permission.OWN_ACCOUNT}
    assert all(permission.description for permission in Permission)


def test_a_role_is_named_and_then_described():
    assert all(role.who.count(": ") == 1 for role in ROLES.values())
