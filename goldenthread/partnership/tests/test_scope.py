"""What a scope reaches."""

import pytest
from django.core.exceptions import PermissionDenied

from goldenthread.partnership.models import Agency, Appointment, Area, Body, Partnership, Person, Seat
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import (
    AgencyFactory,
    AppointmentFactory,
    AreaFactory,
    BodyFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    days,
    seated,
)

pytestmark = pytest.mark.django_db


def scope_of(person: Person) -> Scope:
    return Scope.of(person, today=days(0))


def test_a_scope_is_built_by_one_query(mere, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert scope_of(mere.member).body_ids == {mere.subgroup.pk}


def test_a_member_reads_the_register_and_changes_nothing(mere):
    scope = scope_of(mere.member)
    assert scope.may(Permission.SEE_REGISTER, mere.board)
    assert scope.may(Permission.SEE_ATTENDANCE, mere.subgroup)
    assert not scope.may(Permission.SEE_ATTENDANCE, mere.board)
    assert not scope.may(Permission.MANAGE_REGISTER)
    with pytest.raises(PermissionDenied):
        scope.require(Permission.MANAGE_REGISTER, mere.subgroup)


def test_a_manager_keeps_the_whole_partnership_and_no_other(mere):
    scope = scope_of(mere.manager)
    assert scope.may(Permission.MANAGE_REGISTER, mere.subgroup)
    assert not scope.may(Permission.MANAGE_REGISTER, mere.dale_board)
    assert set(Body.objects.allowing(Permission.MANAGE_REGISTER, scope)) == {mere.board, mere.subgroup, mere.team}


def test_neighbours_do_not_exist_for_each_other(mere):
    scope = scope_of(mere.neighbour)
    assert list(Body.objects.visible_to(scope)) == [mere.dale_board]
    assert list(Partnership.objects.visible_to(scope)) == [mere.dale]
    assert mere.seat not in Seat.objects.visible_to(scope)
    assert mere.appointment not in Appointment.objects.visible_to(scope)
    assert mere.agency not in Agency.objects.visible_to(scope)
    assert list(Person.objects.visible_to(scope)) == [mere.neighbour]
    assert mere.area not in Area.objects.visible_to(scope)


def test_a_stranger_has_only_their_own_account(mere):
    scope = scope_of(mere.stranger)
    assert [permission for permission in Permission if scope.may(permission)] == [Permission.OWN_ACCOUNT]
    assert not Body.objects.visible_to(scope)
    assert list(Person.objects.visible_to(scope)) == [mere.stranger]


@pytest.mark.parametrize("given", [{"ends_on": -1}, {"starts_on": 1}])
def test_an_appointment_that_has_ended_or_not_begun_gives_nothing(mere, given):
    seat = SeatFactory(body=mere.team, role=SeatRole.OFFICER)
    person = AppointmentFactory(seat=seat, **{name: days(count) for name, count in given.items()}).person
    assert scope_of(person).seats == ()


def test_a_seat_on_a_body_that_has_ended_gives_nothing(mere):
    mere.subgroup.close(on=days(-1), by=None)
    assert scope_of(mere.member).seats == ()


def test_a_seat_in_a_partnership_that_has_ended_gives_nothing(mere):
    mere.partnership.ends_on = days(-1)
    mere.partnership.keep(by=None)
    assert scope_of(mere.member).seats == ()
    mere.partnership.ends_on = days(0)
    mere.partnership.keep(by=None)
    assert len(scope_of(mere.member).seats) == 1


def test_the_last_day_still_counts(mere):
    mere.subgroup.close(on=days(0), by=None)
    assert len(scope_of(mere.member).seats) == 1


def test_a_representative_has_the_scope_of_the_seat(mere):
    person = AppointmentFactory(seat=mere.seat, kind=Appointment.Kind.REPRESENTATIVE, starts_on=days(0)).person
    assert scope_of(person).body_ids == {mere.subgroup.pk}


def test_predecessors_are_in_reach_and_successors_are_not():
    first = PartnershipFactory()
    second = PartnershipFactory(predecessor=first)
    third = PartnershipFactory(predecessor=second)
    old, new = BodyFactory(partnership=first), BodyFactory(partnership=third)
    team = BodyFactory(partnership=second, kind=BodyKind.BUSINESS_TEAM)
    scope = scope_of(seated(team, SeatRole.OFFICER))
    assert scope.partnership_ids_with(Permission.MANAGE_REGISTER) == {first.pk, second.pk}
    assert scope.may(Permission.MANAGE_REGISTER, old)
    assert not scope.may(Permission.MANAGE_REGISTER, new)
    assert set(Body.objects.visible_to(scope)) == {old, team}


def test_bodies_that_others_run_are_seen_by_area(mere):
    here = BodyFactory(partnership=None, areas=[mere.area])
    there = BodyFactory(partnership=None, areas=[AreaFactory()])
    scope = scope_of(mere.manager)
    assert here in Body.objects.visible_to(scope)
    assert there not in Body.objects.visible_to(scope)
    assert scope.may(Permission.MANAGE_REGISTER, here)
    assert not scope.may(Permission.MANAGE_REGISTER, there)
    assert here in Body.objects.allowing(Permission.MANAGE_REGISTER, scope)


def test_a_delegate_has_the_seats_of_the_member(mere):
    scope = Scope.of(mere.stranger, today=days(0), acting_for=mere.member)
    assert scope.body_ids == {mere.subgroup.pk}
    assert scope.person == mere.stranger


def test_national_agencies_are_seen_by_everybody_with_a_seat(mere):
    national = AgencyFactory(is_national=True)
    assert national in Agency.objects.visible_to(scope_of(mere.neighbour))


def test_a_person_in_two_partnerships_sees_both_and_manages_one(mere):
    person = seated(mere.dale_board, person=mere.manager)
    scope = scope_of(person)
    assert set(Partnership.objects.visible_to(scope)) == {mere.partnership, mere.dale}
    managed = scope.where(Permission.MANAGE_REGISTER)
    assert list(Partnership.objects.visible_to(managed)) == [mere.partnership]


def test_what_a_common_predecessor_leaves_to_the_neighbour(mere):
    """Both partnerships came from one board: each reads its register, neither changes what is the other's now."""
    both = PartnershipFactory(name="Mere and Dale LSCB", areas=[mere.area, *mere.dale.areas.all()])
    for partnership in (mere.partnership, mere.dale):
        partnership.predecessor = both
        partnership.keep(by=None)
    school = AgencyFactory(name="Dale School", areas=mere.dale.areas.all())
    head = PersonFactory(name="Dilys Ford", agency=school)
    scope = scope_of(mere.manager)
    assert school in Agency.objects.visible_to(scope)
    assert school not in Agency.objects.visible_to(scope.where(Permission.MANAGE_REGISTER))
    assert head not in Person.objects.visible_to(scope)
    seated(BodyFactory(name="The old board", kind=BodyKind.BOARD, partnership=both), person=head)
    assert head in Person.objects.visible_to(scope)
    assert head not in Person.objects.contacts_visible_to(scope)


def test_contacts_are_seen_across_the_partnership_or_on_the_body_one_runs(mere):
    runs = seated(mere.subgroup, SeatRole.CHAIR)

    def contacts(person: Person) -> set[Person]:
        return set(Person.objects.contacts_visible_to(scope_of(person)))

    assert {mere.member, mere.chair, mere.scrutineer} <= contacts(mere.manager)
    assert contacts(runs) == {runs, mere.member}
    assert contacts(mere.member) == {mere.member}
    assert mere.neighbour not in contacts(mere.manager)


def test_the_door_of_a_person_who_also_sits_elsewhere_is_not_kept_here(mere):
    kept = Person.objects.doors_kept_by(scope_of(mere.manager))
    assert mere.member in kept
    seated(mere.dale_board, person=mere.member)
    assert mere.member not in Person.objects.doors_kept_by(scope_of(mere.manager))
    assert not Person.objects.doors_kept_by(scope_of(mere.chair))


def test_the_operator_sees_every_register_and_no_account():
    area_less = PartnershipFactory()
    scope = Scope.operator(today=days(0))
    assert area_less in Partnership.objects.visible_to(scope)
    assert scope.may(Permission.MANAGE_REGISTER)
    assert not scope.may(Permission.OWN_ACCOUNT)
