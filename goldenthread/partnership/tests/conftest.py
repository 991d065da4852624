"""A small partnership, its neighbour, and who asks for its pages.

Mere LSCP: board ─ subgroup, business team       Dale LSCP: board
manager (business team), member (subgroup), chair (board), scrutineer (board); neighbour (Dale board); stranger
"""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.template.backends.jinja2 import Template
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse

from goldenthread.partnership.models import Person
from goldenthread.partnership.roles import BodyKind, SeatRole
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


@pytest.fixture(scope="module")
def shared_mere(shared) -> Callable[[], SimpleNamespace]:
    return shared(_mere)


@pytest.fixture
def mere(shared_mere: Callable[[], SimpleNamespace], db: None) -> SimpleNamespace:
    """The partnership of the docstring and everybody who asks."""
    return shared_mere()


def _mere() -> SimpleNamespace:
    area, dale_area = AreaFactory(name="Mere"), AreaFactory(name="Dale")
    partnership = PartnershipFactory(name="Mere LSCP", areas=[area], starts_on=days(-400))
    agency = AgencyFactory(name="Mere School", areas=[area])
    board = BodyFactory(name="Mere board", kind=BodyKind.BOARD, partnership=partnership)
    subgroup = BodyFactory(name="Mere subgroup", partnership=partnership, reports_to=[board])
    team = BodyFactory(name="Mere team", kind=BodyKind.BUSINESS_TEAM, partnership=partnership)
    seat = SeatFactory(body=subgroup, title="Head teacher", agency=agency, starts_on=days(-100))
    member = PersonFactory(name="Mabel Reed", agency=agency)
    appointment = AppointmentFactory(seat=seat, person=member, starts_on=days(-100))
    dale = PartnershipFactory(name="Dale LSCP", areas=[dale_area])
    dale_board = BodyFactory(name="Dale board", kind=BodyKind.BOARD, partnership=dale)
    return SimpleNamespace(
        area=area,
        partnership=partnership,
        agency=agency,
        board=board,
        subgroup=subgroup,
        team=team,
        seat=seat,
        appointment=appointment,
        manager=seated(team, SeatRole.OFFICER, person=PersonFactory(name="Bryony Marsh")),
        chair=seated(board, SeatRole.CHAIR, person=PersonFactory(name="Cora Ashby")),
        scrutineer=seated(board, SeatRole.SCRUTINEER, person=PersonFactory(name="Idris Vane")),
        member=member,
        dale=dale,
        dale_board=dale_board,
        neighbour=seated(dale_board, person=PersonFactory(name="Nell Dale")),
        stranger=PersonFactory(name="Sasha Quill"),
    )


@pytest.fixture(autouse=True)
def context(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``response.context`` hold what a page was drawn with; Django does that only for its own templates."""
    draw = Template.render

    def render(self: Template, context: Any = None, request: Any = None) -> str:
        template_rendered.send(sender=self, template=self, context=context or {})
        return draw(self, context, request)

    monkeypatch.setattr(Template, "render", render)


@pytest.fixture
def get(db: None) -> Callable[..., Any]:
    """Ask for a page as a person: ``get(person, "body_page", body.pk, on="2026-01-31")``."""

    def ask(person: Person, page: str, /, *args: Any, **query: Any) -> Any:
        return browser(person).get(reverse(page, args=args), query)

    return ask


@pytest.fixture
def post(db: None) -> Callable[..., Any]:
    """Send a form as a person; a date is typed into its three boxes."""

    def send(person: Person, page: str, /, *args: Any, **data: Any) -> Any:
        return browser(person).post(reverse(page, args=args), boxes(data))

    return send


def browser(person: Person) -> Client:
    """A browser in which ``person`` is signed in, with the second factor that many seats ask for."""
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client = Client()
    client.force_login(person)
    return client


def boxes(data: dict[str, Any]) -> dict[str, Any]:
    """What a browser sends: dates of ``data`` as three boxes, and the token that is on every form."""
    typed = {"csrfmiddlewaretoken": "token"}
    for name, value in data.items():
        if hasattr(value, "year"):
            typed |= {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}
        else:
            typed[name] = value
    return typed
