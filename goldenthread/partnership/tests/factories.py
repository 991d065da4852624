"""Rows of the register for tests, kept through the same verbs as everywhere."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from goldenthread.partnership.models import (
    Agency,
    AgencySuccession,
    Appointment,
    Area,
    Body,
    Delegation,
    Partnership,
    Person,
    Seat,
    Sector,
)
from goldenthread.partnership.models.agency import Membership
from goldenthread.partnership.roles import BodyKind, SeatRole


def days(count: int) -> date:
    """The day ``count`` days from today."""
    return timezone.localdate() + timedelta(days=count)


class KeptFactory(factory.django.DjangoModelFactory):
    """Kept by the operator; lists are the rows of many-to-many fields."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **given: Any) -> Any:
        related = {
            field.name: given.pop(field.name) for field in model_class._meta.many_to_many if field.name in given
        }
        return model_class(**given).keep(by=None, **related)


class AreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Area

    code = factory.Sequence(lambda n: f"A{n}")
    name = factory.Sequence(lambda n: f"Area {n}")


class AgencyFactory(KeptFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Agency {n}")
    sector = Sector.EDUCATION
    membership = Membership.CORE


class PartnershipFactory(KeptFactory):
    class Meta:
        model = Partnership

    name = factory.Sequence(lambda n: f"Partnership {n}")
    full_name = factory.LazyAttribute(lambda row: f"{row.name} in full")
    areas = factory.LazyFunction(lambda: [AreaFactory()])


class BodyFactory(KeptFactory):
    class Meta:
        model = Body

    name = factory.Sequence(lambda n: f"Body {n}")
    kind = BodyKind.SUBGROUP
    partnership = factory.SubFactory(PartnershipFactory)


class PersonFactory(KeptFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n}")
    email = factory.Sequence(lambda n: f"person{n}@example.org")


class SeatFactory(KeptFactory):
    class Meta:
        model = Seat

    body = factory.SubFactory(BodyFactory)
    title = factory.Sequence(lambda n: f"Seat {n}")
    role = SeatRole.CORE


class AppointmentFactory(KeptFactory):
    class Meta:
        model = Appointment

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory)


class AgencySuccessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgencySuccession

    happened_on = date(2022, 7, 1)


def seated(body: Body, role: SeatRole = SeatRole.CORE, **given: Any) -> Person:
    """A person who holds a new seat with ``role`` on ``body``."""
    return AppointmentFactory(seat=SeatFactory(body=body, role=role), **given).person


def delegate_of(member: Person, **given: Any) -> Delegation:
    """A new person who may act for ``member`` this month."""
    given = {"delegate": PersonFactory(), "starts_on": days(0), "ends_on": days(30), **given}
    return Delegation(member=member, **given).allow(by=member)
