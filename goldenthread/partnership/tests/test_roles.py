"""What the table of roles promises."""

import pytest

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import ROLES, BodyKind, SeatRole

CHANGES = {
    Permission.MANAGE_REGISTER,
    Permission.INVITE_PEOPLE,
    Permission.RECORD_ATTENDANCE,
    Permission.MANAGE_DOCUMENTS,
    Permission.IMPORT_RECORDS,
}


@pytest.mark.parametrize("role", [SeatRole.SCRUTINEER, SeatRole.INSPECTOR])
def test_who_scrutinises_changes_nothing(role):
    for kind in BodyKind:
        held = ROLES.get((kind, role))
        assert held is None or not CHANGES & (held.here | held.across)


def test_only_the_business_team_keeps_the_register():
    keepers = {kind for (kind, _), role in ROLES.items() if Permission.MANAGE_REGISTER in role.here | role.across}
    assert keepers == {BodyKind.BUSINESS_TEAM}


def test_the_business_team_does_not_read_the_trail_of_itself():
    assert Permission.SEE_TRAIL not in ROLES[BodyKind.BUSINESS_TEAM, SeatRole.OFFICER].across


def test_whoever_changes_something_has_a_second_factor():
    for role in ROLES.values():
        assert role.second_factor or not CHANGES & (role.here | role.across)


def test_no_role_gives_an_own_account_since_everybody_has_one():
    assert not any(Permission.OWN_ACCOUNT in role.here | role.across for role in ROLES.values())
