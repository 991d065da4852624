"""What the register's nouns refuse, and what their verbs do."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.models import Agency, Appointment, Delegation, Invitation, Partnership, Person, Seat
from goldenthread.partnership.models.seat import APPOINTMENT_OVERLAPS, SEAT_OVERLAPS
from goldenthread.partnership.rules import PartnerKind, Span
from goldenthread.partnership.tests.factories import (
    AgencyFactory,
    AppointmentFactory,
    AreaFactory,
    BodyFactory,
    PartnershipFactory,
    PersonFactory,
    SeatFactory,
    days,
    delegate_of,
)

pytestmark = pytest.mark.django_db


def refusals(error: pytest.ExceptionInfo[ValidationError]) -> list[str]:
    return error.value.messages


def verbs() -> list[str]:
    return list(TrailEntry.objects.order_by("pk").values_list("verb", flat=True))


# Dates


@pytest.mark.parametrize("make", [AgencyFactory, PartnershipFactory, BodyFactory, SeatFactory, AppointmentFactory])
def test_a_last_day_before_the_start_date_is_refused(make):
    with pytest.raises(ValidationError) as error:
        make(starts_on=days(0), ends_on=days(-1))
    assert "The end date must be the same as or after the start date." in refusals(error)


def test_the_database_refuses_a_last_day_before_the_start_date():
    seat = SeatFactory(starts_on=days(0))
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(ends_on=days(-1))


def test_both_dates_are_part_of_the_time_in_force():
    agency = AgencyFactory(starts_on=days(0), ends_on=days(2))
    assert [agency in Agency.objects.on(days(n)) for n in (-1, 0, 2, 3)] == [False, True, True, False]
    assert [agency.is_on(days(n)) for n in (-1, 0, 2, 3)] == [False, True, True, False]


def test_ending_within_counts_from_the_day_asked_for():
    soon = SeatFactory(ends_on=days(60))
    SeatFactory(ends_on=days(61))
    SeatFactory()
    SeatFactory(ends_on=days(-1))
    assert list(Seat.objects.ending_within(60, after=days(0))) == [soon]


# Overlaps


def test_a_second_seat_of_the_same_title_in_the_same_days_is_refused():
    seat = SeatFactory(starts_on=days(0), ends_on=days(10))
    with pytest.raises(ValidationError) as error:
        SeatFactory(body=seat.body, title=seat.title, starts_on=days(10))
    assert refusals(error) == [SEAT_OVERLAPS]


def test_a_seat_may_follow_another_of_the_same_title():
    seat = SeatFactory(starts_on=days(0), ends_on=days(10))
    assert SeatFactory(body=seat.body, title=seat.title, starts_on=days(11)).pk


def test_the_database_refuses_two_open_seats_and_says_the_same():
    seat = SeatFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat(body=seat.body, title=seat.title, role=seat.role).save()
    named = {constraint.name: constraint for constraint in Seat._meta.constraints}
    assert named["seat_open_title_once"].violation_error_message == SEAT_OVERLAPS


def test_a_second_holder_in_the_same_days_is_refused():
    appointment = AppointmentFactory(starts_on=days(0), ends_on=days(10))
    with pytest.raises(ValidationError) as error:
        AppointmentFactory(seat=appointment.seat, starts_on=days(5))
    assert refusals(error) == [APPOINTMENT_OVERLAPS]


def test_the_database_refuses_two_open_holders_and_says_the_same():
    appointment = AppointmentFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment(seat=appointment.seat).save()
    named = {constraint.name: constraint for constraint in Appointment._meta.constraints}
    assert named["appointment_one_open_holder"].violation_error_message == APPOINTMENT_OVERLAPS


def test_a_holder_may_have_several_representatives_but_none_twice():
    holder = AppointmentFactory()
    kind = Appointment.Kind.REPRESENTATIVE
    first = AppointmentFactory(seat=holder.seat, kind=kind)
    AppointmentFactory(seat=holder.seat, kind=kind)
    with pytest.raises(ValidationError) as error:
        AppointmentFactory(seat=holder.seat, kind=kind, person=first.person)
    assert refusals(error) == [APPOINTMENT_OVERLAPS]


def test_a_representative_is_a_named_person():
    with pytest.raises(ValidationError) as error:
        AppointmentFactory(kind=Appointment.Kind.REPRESENTATIVE, person=None)
    assert refusals(error) == ["A representative must be a named person."]


def test_an_appointment_lies_within_its_seat():
    seat = SeatFactory(starts_on=days(0), ends_on=days(10))
    with pytest.raises(ValidationError, match="on or after the day the seat starts"):
        AppointmentFactory(seat=seat, starts_on=days(-1), ends_on=days(5))
    with pytest.raises(ValidationError, match="on or before the last day of the seat"):
        AppointmentFactory(seat=seat, starts_on=days(0), ends_on=days(11))


def test_a_seat_lies_within_its_body():
    body = BodyFactory(ends_on=days(10))
    with pytest.raises(ValidationError, match="on or before the last day of the body"):
        SeatFactory(body=body)


# Keeping and closing


def test_keeping_leaves_one_entry_that_names_the_changed_fields_and_none_when_nothing_changed():
    manager = PersonFactory()
    agency = AgencyFactory()
    agency.name = "Another name"
    area = AreaFactory()
    agency.keep(by=manager, areas=[area])
    agency.keep(by=manager, areas=[area])
    entries = TrailEntry.objects.filter(object_type="partnership.agency")
    assert [(entry.verb, entry.ids.get("fields")) for entry in entries.order_by("pk")] == [
        ("agency.add", ""),
        ("agency.change", "name+areas"),
    ]
    assert entries.last().actor == manager


def test_closing_a_body_ends_its_seats_and_their_appointments():
    appointment = AppointmentFactory(starts_on=days(-10), seat=SeatFactory(starts_on=days(-10)))
    body = appointment.seat.body
    body.close(on=days(5), by=None)
    for row in (body, appointment.seat, appointment):
        row.refresh_from_db()
        assert row.ends_on == days(5)
    assert verbs()[-3:] == ["appointment.end", "seat.close", "body.close"]


def test_a_body_with_a_seat_that_starts_later_is_not_closed():
    seat = SeatFactory(starts_on=days(20))
    with pytest.raises(NotPossible, match="has a seat that starts after that day"):
        seat.body.close(on=days(5), by=None)
    seat.body.refresh_from_db()
    assert seat.body.ends_on is None


def test_a_body_is_closed_once():
    body = BodyFactory(ends_on=days(0))
    with pytest.raises(NotPossible, match="has already ended"):
        body.close(on=days(0), by=None)


def test_a_seat_with_a_later_appointment_is_not_closed():
    appointment = AppointmentFactory(starts_on=days(20))
    with pytest.raises(NotPossible, match="appointment that starts after that day"):
        appointment.seat.close(on=days(5), by=None)


def test_an_appointment_does_not_end_before_it_began():
    appointment = AppointmentFactory(starts_on=days(5))
    with pytest.raises(NotPossible, match="same as or after the start date"):
        appointment.end(on=days(4), by=None)


def test_vacant_and_filled_seats():
    named, not_named, vacant, represented = (SeatFactory() for _ in range(4))
    AppointmentFactory(seat=named)
    AppointmentFactory(seat=not_named, person=None)
    AppointmentFactory(seat=represented, kind=Appointment.Kind.REPRESENTATIVE)
    AppointmentFactory(seat=vacant, ends_on=days(-1))
    assert set(Seat.objects.filled(days(0))) == {named, not_named}
    assert set(Seat.objects.vacant(days(0))) == {vacant, represented}


# Agencies and partnerships


def test_an_agency_takes_over_from_others_once():
    before, after = AgencyFactory(), AgencyFactory()
    after.succeed([before], on=date(2022, 7, 1), by=None)
    after.succeed([before], on=date(2022, 7, 1), by=None)
    assert after.successions_in.get().predecessor == before
    assert verbs().count("agency.succeed") == 1


def test_an_agency_does_not_take_over_from_itself():
    agency = AgencyFactory()
    with pytest.raises(ValidationError, match="cannot take over from itself"), transaction.atomic():
        agency.succeed([agency], on=date(2022, 7, 1), by=None)


def test_what_came_before_a_partnership_nearest_first():
    board = PartnershipFactory()
    three = PartnershipFactory(predecessor=board)
    now = PartnershipFactory(predecessor=three)
    assert now.before() == [three, board]


def test_gaps_in_safeguarding_partners_are_found_in_force_and_since_the_law():
    area = AreaFactory()
    partnership = PartnershipFactory(areas=[area], starts_on=date(2021, 4, 1), kind=Partnership.Kind.LSCP)
    PartnershipFactory(areas=[area], kind=Partnership.Kind.LSCB)
    for kind, last in (("local authority", None), ("police", None), ("health", date(2022, 6, 30))):
        AgencyFactory(areas=[area], partner_kind=kind, ends_on=last)
    found = Partnership.objects.all().partner_gaps(until=date(2022, 7, 31))
    assert [(row, gap.kind, gap.span) for row, gap in found] == [
        (partnership, PartnerKind.HEALTH, Span(date(2022, 7, 1), date(2022, 7, 31)))
    ]


def test_a_partner_of_another_area_fills_no_gap():
    area = AreaFactory()
    partnership = PartnershipFactory(areas=[area], starts_on=date(2021, 4, 1))
    AgencyFactory(areas=[AreaFactory()], partner_kind="police")
    found = Partnership.objects.filter(pk=partnership.pk).partner_gaps(until=date(2021, 4, 2))
    assert {gap.kind for _, gap in found} == set(PartnerKind)


def test_safeguarding_partners_by_area_and_kind_on_a_day():
    area = AreaFactory()
    partnership = PartnershipFactory(areas=[area])
    police = AgencyFactory(areas=[area, AreaFactory()], partner_kind="police")
    AgencyFactory(areas=[area], partner_kind="health", ends_on=days(-1))
    ((found_area, kinds),) = partnership.safeguarding_partners(days(0))
    assert found_area == area
    assert kinds == [(PartnerKind.LOCAL_AUTHORITY, []), (PartnerKind.HEALTH, []), (PartnerKind.POLICE, [police])]


# People and invitations


def test_an_email_address_is_kept_in_lower_case_and_once():
    person = PersonFactory(email="Robin@Example.ORG")
    assert person.email == "robin@example.org"
    with pytest.raises(ValidationError, match="Another person has this e-mail address"):
        PersonFactory(email="robin@example.org")
    assert PersonFactory(email="").email is None


def test_an_invitation_is_found_by_its_token_and_accepted_once():
    person = PersonFactory()
    token = person.invite(by=None).token
    Invitation.from_token(token).accept(password="three mild otters")
    person.refresh_from_db()
    assert person.check_password("three mild otters")
    with pytest.raises(NotPossible, match="used or is too old"):
        Invitation.from_token(token)


def test_a_new_invitation_replaces_the_open_one():
    person = PersonFactory()
    first = person.invite(by=None)
    second = person.invite(by=None)
    assert person.open_invitation() == second
    with pytest.raises(NotPossible):
        Invitation.from_token(first.token)


def test_an_invitation_is_good_for_seven_days():
    with time_machine.travel("2026-11-01T09:00:00Z", tick=False):
        token = PersonFactory().invite(by=None).token
    with time_machine.travel("2026-11-08T09:00:00Z", tick=False):
        assert Invitation.from_token(token)
    with time_machine.travel("2026-11-08T09:00:02Z", tick=False), pytest.raises(NotPossible):
        Invitation.from_token(token)


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c"])
def test_a_made_up_token_opens_nothing(token):
    with pytest.raises(NotPossible):
        Invitation.from_token(token)


def test_a_person_without_an_address_or_with_a_password_is_not_invited():
    with pytest.raises(NotPossible, match="has no e-mail address"):
        PersonFactory(email=None).invite(by=None)
    accepted = PersonFactory()
    accepted.invite(by=None).accept(password="three mild otters")
    accepted.refresh_from_db()
    with pytest.raises(NotPossible, match="already accepted"):
        accepted.invite(by=None)


def test_a_stopped_person_has_no_open_invitation_and_nobody_stops_themselves():
    person = PersonFactory()
    token = person.invite(by=None).token
    person.stop_signing_in(by=None)
    with pytest.raises(NotPossible):
        Invitation.from_token(token)
    person.let_sign_in(by=None)
    assert Person.objects.get(pk=person.pk).is_active
    with pytest.raises(NotPossible, match="cannot stop yourself"):
        person.stop_signing_in(by=person)


# Delegates


def test_only_the_member_lets_a_delegate_in():
    member, other = PersonFactory(), PersonFactory()
    delegation = Delegation(member=member, delegate=other, starts_on=days(0), ends_on=days(1))
    with pytest.raises(NotPossible, match="Only the member"):
        delegation.allow(by=other)


def test_nobody_is_their_own_delegate_or_delegate_twice():
    member = PersonFactory()
    with pytest.raises(ValidationError, match="Choose somebody other than yourself"):
        delegate_of(member, delegate=member)
    first = delegate_of(member)
    with pytest.raises(ValidationError, match="already your delegate"):
        delegate_of(member, delegate=first.delegate)


def test_a_delegate_acts_only_while_the_delegation_is_in_force():
    delegation = delegate_of(PersonFactory())
    delegation.begin(by=delegation.delegate)
    assert verbs()[-1] == "delegation.begin"
    with pytest.raises(NotPossible):
        delegation.begin(by=delegation.member)
    delegation.withdraw(by=delegation.member)
    with pytest.raises(NotPossible, match="not in force today"):
        delegation.begin(by=delegation.delegate)
    with pytest.raises(NotPossible, match="already been withdrawn"):
        delegation.withdraw(by=delegation.member)


def test_a_withdrawal_has_a_time_and_a_doer():
    delegation = delegate_of(PersonFactory())
    with pytest.raises(IntegrityError), transaction.atomic():
        Delegation.objects.filter(pk=delegation.pk).update(withdrawn_by=delegation.member)
    assert delegation.starts_on + timedelta(days=30) == delegation.ends_on
