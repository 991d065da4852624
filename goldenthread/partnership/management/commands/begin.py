"""``goldenthread begin``: a partnership, and the business manager who builds the rest of it in the pages."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation.errors import Refusal
from goldenthread.partnership import beginnings
from goldenthread.partnership.models import Appointment, Area, Body, Invitation, Partnership, Person, Seat
from goldenthread.partnership.roles import BodyKind, SeatRole


class Command(BaseCommand):
    """Adds a partnership with its business team, and invites its business manager."""

    help = "Add a partnership, its business team and its business manager, and print the link to sign in with."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What cannot be read from anywhere else."""
        parser.add_argument("--partnership", required=True, help="short name, for example 'Northshire LSCP'")
        parser.add_argument("--full-name", help="the name in full; the short name where it is left out")
        parser.add_argument(
            "--area", action="append", required=True, metavar="CODE=NAME", help="a council area; once for each"
        )
        parser.add_argument("--manager", required=True, help="the business manager's name")
        parser.add_argument("--email", required=True, help="the business manager's e-mail address")

    @transaction.atomic
    def handle(self, **options: Any) -> None:
        """Make all of it or nothing."""
        try:
            manager = _begin(options)
            beginnings.carry_out()
            invitation = None if manager.has_usable_password() else manager.invite(by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except Refusal as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['partnership']} was added.")
        if invitation is None:
            self.stdout.write(f"{manager} can sign in already.")
            return
        link = settings.ADDRESS + reverse("invitation_accept", args=[invitation.token])
        self.stdout.write(f"{manager} signs in for the first time, once and within {Invitation.DAYS} days, at\n{link}")


def _begin(options: dict[str, Any]) -> Person:
    today = timezone.localdate()
    areas = [_area(word) for word in options["area"]]
    partnership = Partnership(
        name=options["partnership"], full_name=options["full_name"] or options["partnership"], starts_on=today
    ).keep(by=None, areas=areas)
    team = Body(name=f"{partnership} business team", kind=BodyKind.BUSINESS_TEAM, partnership=partnership)
    team.starts_on = today
    team.keep(by=None, areas=areas)
    seat = Seat(body=team, role=SeatRole.OFFICER, title="Business manager", starts_on=today).keep(by=None)
    manager = Person.objects.filter(email__iexact=options["email"]).first()
    manager = manager or Person(name=options["manager"], email=options["email"]).keep(by=None)
    Appointment(seat=seat, person=manager, starts_on=today).keep(by=None)
    return manager


def _area(word: str) -> Area:
    code, _, name = word.partition("=")
    if not code or not name:
        raise CommandError(f"--area is {word!r}: expected CODE=NAME, for example WCC=Westminster.")
    return Area.objects.get_or_create(code=code, defaults={"name": name})[0]
