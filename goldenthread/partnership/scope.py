"""Scope: what one person may see and do today, derived from the seats they hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.roles import ROLES, BodyKind, Role, SeatRole

if TYPE_CHECKING:
    from goldenthread.partnership.models import Body, Person

NOTHING = Role("No role", across=frozenset())


@dataclass(frozen=True)
class HeldSeat:
    """One seat a person holds, or stands in for, today."""

    seat_id: int
    title: str
    role: SeatRole
    body_id: int
    body_name: str
    body_kind: BodyKind
    partnership_id: int | None
    partnership_name: str | None
    agency_id: int | None

    @property
    def may(self) -> Role:
        """What this kind of seat may do."""
        return ROLES.get((self.body_kind, self.role), NOTHING)


@dataclass(frozen=True, eq=False)
class Scope:
    """A person, a day, and the seats held on it. Built once for a request and thrown away after it.

    ``acting_for`` is the member whose seats these are when ``person`` is their delegate.
    ``narrowed`` marks the part of a scope that ``where`` gives. The operator of the command line
    has no person and no seats, and sees what holds no case content.
    """

    person: Person | None
    today: date
    seats: tuple[HeldSeat, ...] = ()
    acting_for: Person | None = None
    is_operator: bool = False
    narrowed: bool = False

    @classmethod
    def of(cls, person: Person, *, today: date, acting_for: Person | None = None) -> Scope:
        """The scope of ``person`` on ``today``, in one query. A delegate has the seats of the member."""
        from goldenthread.partnership.models import Appointment

        partnership_in_force = Q(seat__body__partnership__ends_on__isnull=True) | Q(
            seat__body__partnership__ends_on__gte=today
        )
        body_in_force = Q(seat__body__ends_on__gte=today) | Q(seat__body__ends_on__isnull=True) & partnership_in_force
        seat_in_force = (Q(seat__starts_on__isnull=True) | Q(seat__starts_on__lte=today)) & (
            Q(seat__ends_on__isnull=True) | Q(seat__ends_on__gte=today)
        )
        rows = (
            Appointment.objects.on(today)
            .filter(body_in_force, seat_in_force, person=acting_for or person)
            .order_by("-seat__body__partnership__starts_on", "seat__body__name", "seat_id")
            .values_list(
                "seat_id",
                "seat__title",
                "seat__role",
                "seat__body_id",
                "seat__body__name",
                "seat__body__kind",
                "seat__body__partnership_id",
                "seat__body__partnership__name",
                "seat__agency_id",
            )
        )
        seats = tuple(
            HeldSeat(seat, title, SeatRole(role), body, body_name, BodyKind(kind), partnership, named, agency)
            for seat, title, role, body, body_name, kind, partnership, named, agency in rows
        )
        return cls(person=person, today=today, seats=seats, acting_for=acting_for)

    @classmethod
    def operator(cls, *, today: date) -> Scope:
        """The scope of the command line: every register, no case content, nobody's own pages."""
        return cls(person=None, today=today, is_operator=True)

    # What may be done

    def may(self, permission: Permission, body: Body | None = None) -> bool:
        """Whether ``permission`` is held on ``body``, or anywhere when no body is given."""
        if self.is_operator:
            return permission != Permission.OWN_ACCOUNT
        if permission == Permission.OWN_ACCOUNT:
            return self.person is not None
        if body is None:
            return any(permission in seat.may.here | seat.may.across for seat in self.seats)
        if body.pk in self.body_ids_with(permission):
            return True
        ids = self.partnership_ids_with(permission)
        if body.partnership_id is not None:
            return body.partnership_id in ids
        return bool(self.area_ids_with(permission) & {area.pk for area in body.areas.all()})

    def require(self, permission: Permission, body: Body | None = None) -> None:
        """Raise PermissionDenied unless ``may``."""
        if not self.may(permission, body):
            raise PermissionDenied

    def where(self, permission: Permission) -> Scope:
        """The part of this scope in whose partnerships ``permission`` is held: the seats that give it across.

        It reaches the areas of those partnerships alone. Those of partnerships that came before may be
        another partnership's now: what works only there may be read about, and is not for this scope to change.
        """
        return replace(self, seats=tuple(seat for seat in self.seats if permission in seat.may.across), narrowed=True)

    @cached_property
    def needs_second_factor(self) -> bool:
        """Whether a seat held asks for a second factor at sign-in."""
        return any(seat.may.second_factor for seat in self.seats)

    # What that reaches

    @property
    def person_id(self) -> int | None:
        """The person's number, None for the operator."""
        return self.person.pk if self.person else None

    @property
    def member_id(self) -> int | None:
        """The number of the person whose seats these are: the member, where a delegate acts for one."""
        return self.acting_for.pk if self.acting_for else self.person_id

    @cached_property
    def seat_ids(self) -> frozenset[int]:
        """The seats held."""
        return frozenset(seat.seat_id for seat in self.seats)

    @cached_property
    def body_ids(self) -> frozenset[int]:
        """Bodies on which a seat is held."""
        return frozenset(seat.body_id for seat in self.seats)

    @cached_property
    def agency_ids(self) -> frozenset[int]:
        """Agencies for which a seat is held."""
        return frozenset(seat.agency_id for seat in self.seats if seat.agency_id)

    @cached_property
    def partnerships(self) -> dict[int, str]:
        """Partnerships in which a seat is held: number and name, newest first."""
        return {seat.partnership_id: seat.partnership_name or "" for seat in self.seats if seat.partnership_id}

    @cached_property
    def register_ids(self) -> frozenset[int]:
        """Partnerships whose register may be read: those of the seats and those that came before."""
        return self.partnership_ids_with(Permission.SEE_REGISTER)

    @cached_property
    def area_ids(self) -> frozenset[int]:
        """Areas of those partnerships; in a narrowed scope, of the partnerships of the seats alone."""
        return self._areas_of(frozenset(self.partnerships) if self.narrowed else self.register_ids)

    def body_ids_with(self, permission: Permission) -> frozenset[int]:
        """Bodies on which a seat held gives ``permission`` by itself."""
        return frozenset(seat.body_id for seat in self.seats if permission in seat.may.here | seat.may.across)

    def body_ids_allowing(self, permission: Permission) -> frozenset[int]:
        """Every body on which ``permission`` is held, as ``Body.objects.allowing`` says.

        Asked of the database once. A condition on these numbers costs a tenth of the same condition as a subquery
        inside others, which Django copies at every level.
        """
        if permission not in self._allowing:
            from goldenthread.partnership.models import Body

            ids = Body.objects.allowing(permission, self).order_by().values_list("pk", flat=True)
            self._allowing[permission] = frozenset(ids)
        return self._allowing[permission]

    @cached_property
    def _allowing(self) -> dict[Permission, frozenset[int]]:
        return {}

    def partnership_ids_with(self, permission: Permission) -> frozenset[int]:
        """Partnerships over the whole of which ``permission`` is held, with those that came before."""
        held = self._held_across(permission)
        return held | {earlier for later, earlier in self._succession if later in held}

    def partnership_ids_holding(self, permission: Permission) -> frozenset[int]:
        """Partnerships in which some seat held gives ``permission``, be it on one body, with those that came before.

        For what is for everyone with such a seat in the partnership, whichever body it is on.
        """
        held = {seat.partnership_id for seat in self.seats if permission in seat.may.here | seat.may.across}
        own = frozenset(each for each in held if each is not None)
        return own | {earlier for later, earlier in self._succession if later in own}

    def area_ids_with(self, permission: Permission) -> frozenset[int]:
        """Areas of the partnerships over the whole of which a seat held gives ``permission``.

        Those of partnerships that came before are left out: they may be another partnership's now.
        """
        return self._areas_of(self._held_across(permission))

    def _held_across(self, permission: Permission) -> frozenset[int]:
        """Partnerships over the whole of which a seat held gives ``permission``, without those before."""
        return frozenset(
            seat.partnership_id for seat in self.seats if seat.partnership_id and permission in seat.may.across
        )

    def _areas_of(self, partnership_ids: frozenset[int]) -> frozenset[int]:
        return frozenset(area for partnership, area in self._partnership_areas if partnership in partnership_ids)

    @cached_property
    def _succession(self) -> frozenset[tuple[int, int]]:
        """Every pair of a partnership and one that came before it, near or far."""
        if not self.partnerships:
            return frozenset()
        from goldenthread.partnership.models import Partnership

        before = dict(Partnership.objects.filter(predecessor__isnull=False).values_list("id", "predecessor_id"))
        pairs = set()
        for later in self.partnerships:
            earlier = before.get(later)
            while earlier is not None and (later, earlier) not in pairs:
                pairs.add((later, earlier))
                earlier = before.get(earlier)
        return frozenset(pairs)

    @cached_property
    def _partnership_areas(self) -> frozenset[tuple[int, int]]:
        """Every pair of a partnership in reach and one of its areas."""
        from goldenthread.partnership.models import Partnership

        reach = set(self.partnerships) | {earlier for _, earlier in self._succession}
        return frozenset(
            Partnership.areas.through.objects.filter(partnership_id__in=reach).values_list("partnership_id", "area_id")
        )
