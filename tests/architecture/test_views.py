"""Every view says who may, and takes its rows from what the person may see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from goldenthread.partnership.permissions import Permission
from tests.architecture.addresses import addresses

ROOT = Path(__file__).parents[2]
VIEWS = sorted(
    path
    for path in [
        *ROOT.glob("goldenthread/*/views.py"),
        *ROOT.glob("goldenthread/*/views/*.py"),
        *ROOT.glob("demo/views*.py"),
    ]
)
ASKING = {"visible_to", "allowing", "listed_for", "run_by", "contacts_visible_to", "doors_kept_by"}
"""Querysets' methods that take the scope."""

WITHOUT_A_SCOPE = {
    ("goldenthread/partnership/views/trail.py", "_default_manager"): "found by name, and then asked for visible_to",
    ("demo/views.py", "objects"): "nobody is signed in yet: the demonstration lists its own people, to be one of them",
}
"""Views that may use a manager so, and why."""

PUBLIC = {
    "health",
    "accessibility_statement",
    "cookies_and_privacy",
    "session_ended",
    "invitation_accept",
    "calendar_feed",
}
"""Our pages that are open to everybody, by name. The last is a person's own calendar, by a secret in its address."""

OWN_ACCOUNT = {"account_page", "totp_picture"}
"""Pages of the sign-in for everybody signed in about themselves. Foundation knows no permissions."""


def bare(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Managers used without asking who is looking, each with its line."""
    asked = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ASKING}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (
            (node.attr == "objects" and id(node) not in asked) or node.attr in {"_default_manager", "_base_manager"}
        ):
            yield node.attr, node.lineno


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_views_take_rows_from_the_scope(path):
    used = set(bare(ast.parse(path.read_text(encoding="utf-8"))))
    used = {each for each in used if (str(path.relative_to(ROOT)), each[0]) not in WITHOUT_A_SCOPE}
    assert not used, "Follow it with .visible_to(request.scope)."


def test_a_bare_manager_would_be_found():
    assert list(bare(ast.parse("Body.objects.get(pk=1)"))) == [("objects", 1)]
    assert list(bare(ast.parse("Body.objects.visible_to(scope).get(pk=1)"))) == []


def test_every_view_of_ours_names_one_permission_or_is_public():
    undecided, public = [], set()
    for address in addresses():
        if not address.is_ours:
            continue
        if not address.login_required:
            public.add(address.name)
        elif address.name in OWN_ACCOUNT:
            assert address.permission is None
        elif not isinstance(address.permission, Permission):
            undecided.append(address.name)
    assert undecided == [], "These views declare no permission."
    assert public == PUBLIC
