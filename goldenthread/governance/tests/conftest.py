"""Asking for pages as a person, as the register's tests do."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest

from goldenthread.governance.tests import factories
from goldenthread.governance.tests.inviting import telling  # noqa: F401
from goldenthread.partnership.models import Body, Person
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.conftest import context, get, post  # noqa: F401
from goldenthread.partnership.tests.factories import AgencyFactory, PersonFactory, seated


@pytest.fixture(scope="module")
def shared_mere(shared) -> Callable[[], SimpleNamespace]:
    return shared(_mere)


@pytest.fixture
def mere(shared_mere: Callable[[], SimpleNamespace], db: None) -> SimpleNamespace:
    """A board with a year of attendance, and who asks for its pages."""
    return shared_mere()


def _mere() -> SimpleNamespace:
    board = factories.a_board(name="Mere Board")
    police = AgencyFactory(name="Mere Police")
    seats = {
        "chair": factories.a_seat(
            board, "Chair of the board", role=SeatRole.CHAIR, person=PersonFactory(name="Cora Ashby")
        ),
        "police": factories.a_seat(board, "Borough command", agency=police),
        "school": factories.a_seat(board, "Head teachers"),
        "faith": factories.a_seat(board, "Faith groups", role=SeatRole.VIRTUAL),
        "lay": factories.a_seat(board, "Lay member", vacant=True),
    }
    rows = {seats["chair"]: "yyyy", seats["police"]: "yyxx", seats["school"]: "yxyy", seats["faith"]: "oooo"}
    meetings = factories.a_year(board, rows)
    return SimpleNamespace(
        board=board,
        seats=seats,
        meetings=meetings,
        manager=factories.a_business_manager(board.partnership),
        chair=seats["chair"].appointments.get().person,
        member=_since_2018(board, SeatRole.CORE),
        guest=_since_2018(board, SeatRole.CO_OPTED),
        stranger=seated(factories.a_board(name="Dale Board")),
    )


def _since_2018(body: Body, role: SeatRole) -> Person:
    """Somebody whose seat began after the attendance of the other fixture, so that it does not count there."""
    person = PersonFactory()
    factories.a_seat(body, f"{role.label} since 2018", role=role, person=person, starts_on=date(2018, 1, 1))
    return person
