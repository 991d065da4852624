"""What in the register needs looking at."""

from goldenthread.partnership.tests.factories import AppointmentFactory, SeatFactory, days


def test_it_lists_vacancies_what_ends_soon_and_gaps(mere, get):
    vacant = SeatFactory(body=mere.subgroup, title="Nurse")
    ending = SeatFactory(body=mere.subgroup, title="Doctor", ends_on=days(60))
    AppointmentFactory(seat=ending, ends_on=days(60))
    checks = get(mere.member, "register_checks").context["checks"]
    assert list(checks.vacancies) == [vacant]
    assert list(checks.seats_ending) == [ending]
    assert [row.seat for row in checks.appointments_ending] == [ending]
    assert {gap.area for _, gap in checks.gaps} == {"Mere"}


def test_as_at_another_day(mere, get):
    page = get(mere.member, "register_checks", on=days(-100).isoformat())
    assert not page.context["checks"].vacancies
    assert page.context["checks"].on == days(-100)


def test_another_partnership_is_not_looked_at(mere, get):
    checks = get(mere.member, "register_checks", partnership=mere.dale.pk).context["checks"]
    assert {partnership for partnership, _ in checks.gaps} == {mere.partnership}


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "register_checks").status_code == 403
