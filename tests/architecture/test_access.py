"""Every address × every member of the cast × GET and POST, against the table in ``docs/access.md``."""

import pytest
from django.db import connection

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope
from tests import cast
from tests.architecture.addresses import addresses
from tests.architecture.walk import METHODS, SIGN_IN, measured, table

PARTS = 6
"""So many tests share the walk, so that it is not one that takes minutes."""
SEEN_BY_ALL = {"200", "302", "404", "405", "409"}
"""Answers a visitor may have where the page is public."""


def test_every_address_has_a_row_and_every_row_an_address():
    named = {(address.name, method) for address in addresses() for method in METHODS}
    rows = {(row.name, row.method) for row in table()}
    assert named - rows == set(), "Add a line to docs/access.md for each."
    assert rows - named == set(), "These lines of docs/access.md are about no address."


def test_every_page_about_a_row_is_asked_inside_and_outside():
    about = {address.name for address in addresses() if address.arguments and address.permission}
    for name in about:
        cells = {cell for row in table() if row.name == name for cell in row.cells}
        if "200" in cells or "302" in cells:
            assert cells & {"404"}, f"{name}: add a line about a row that somebody may not see."


@pytest.mark.parametrize("part", range(PARTS))
def test_the_table_is_true(universe, part):
    rows = table()
    again = connection.vendor != "sqlite"  # what is refused was asked of the other database
    if again:
        rows = [row for row in rows if row.method == "GET" and "200" in row.cells]
    truths = measured(universe, rows[part::PARTS], openers=again)
    wrong = [f"was {row}\n is {truth}" for row, truth in truths if row != truth]
    assert not wrong, "docs/access.md differs from the site:\n" + "\n".join(wrong)


def test_the_table_follows_the_policy(universe):
    """What the table shows is no wider than the permission the view declares."""
    declared = {address.name: address for address in addresses()}
    members = {person: "police_lead" if person == "delegate" else person for person in cast.CAST[1:]}
    scopes = {person: Scope.of(universe.people[member], today=universe.today) for person, member in members.items()}
    wrong = []
    for row in table():
        address = declared[row.name]
        if row.cell("visitor") != SIGN_IN and (address.login_required or row.cell("visitor") not in SEEN_BY_ALL):
            wrong.append(f"{row.name} {row.method}: a visitor is answered {row.cell('visitor')}")
        if not isinstance(address.permission, Permission):
            continue
        for person, scope in scopes.items():
            if not scope.may(address.permission) and row.cell(person) not in {"403", "404", "405"}:
                wrong.append(f"{row.name} {row.method}: {person} is answered {row.cell(person)}")
    assert wrong == []
