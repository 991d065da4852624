"""Learning products and their cascade as files, and who is reminded."""

import pytest

from goldenthread.foundation.models import Message
from goldenthread.improvement import digests
from goldenthread.improvement.models import Cascade, LearningProduct
from goldenthread.improvement.tests.evidence import LearningProductFactory
from goldenthread.partnership.roles import SeatRole
from goldenthread.partnership.tests.factories import (
    AgencyFactory,
    AppointmentFactory,
    PersonFactory,
    SeatFactory,
    days,
)
from goldenthread.partnership.tests.importing import counts, exported, faults, load

PRODUCTS = "reference,title,sort,published_on,partnership,findings\n"
CASCADES = "product,agency,body,due_on,answered_on,reached_on,reached,people_reached,changed\n"
LP01 = "LP01,Checks,podcast,2026-05-01,Mere LSCP,M-2\n"


@pytest.fixture(autouse=True)
def police(mere):
    mere.open.reference = "M-2"
    mere.open.keep(by=None)
    return AgencyFactory(name="Mere Police", areas=list(mere.partnership.areas.all()))


def test_products_come_in_once_and_go_out_as_they_came(mere):
    assert counts(load("learning_products", PRODUCTS + LP01, dry_run=True)) == {"new": 1}
    assert not LearningProduct.objects.exists()
    assert counts(load("learning_products", PRODUCTS + LP01)) == {"new": 1}
    assert counts(load("learning_products", PRODUCTS + LP01)) == {"unchanged": 1}
    product = LearningProduct.objects.get()
    assert (product.sort, list(product.findings.all())) == ("podcast", [mere.open])
    for form in ("csv", "xlsx"):
        assert exported("learning_products", form)
    assert counts(load("learning_products", exported("learning_products"))) == {"unchanged": 1}


def test_requests_come_in_with_their_answers(mere):
    load("learning_products", PRODUCTS + LP01)
    rows = (
        "LP01,Mere Police,,2026-06-01,2026-05-20,2026-05-19,All officers,40,They ask\n"
        "LP01,,Mere subgroup,2026-06-01,,,,,\n"
    )
    assert counts(load("cascades", CASCADES + rows)) == {"new": 2}
    assert counts(load("cascades", CASCADES + rows)) == {"unchanged": 2}
    assert counts(load("cascades", exported("cascades"))) == {"unchanged": 2}
    answered = Cascade.objects.get(agency__name="Mere Police")
    assert (answered.people_reached, answered.reached, answered.changed) == (40, "All officers", "They ask")


@pytest.mark.parametrize(
    ("kind", "row", "column"),
    [
        ("learning_products", "LP02,Checks,film,2026-05-01,Mere LSCP,", "sort"),
        ("learning_products", "LP02,Checks,event,soon,Mere LSCP,", "published_on"),
        ("learning_products", "LP02,Checks,event,2026-05-01,Nowhere,", "partnership"),
        ("learning_products", "LP02,Checks,event,2026-05-01,,", "partnership"),
        ("learning_products", "LP02,Checks,event,2026-05-01,Mere LSCP,M-9", "findings"),
        ("learning_products", ",Checks,event,2026-05-01,Mere LSCP,", "reference"),
        ("cascades", "LP09,Mere Police,,2026-06-01,,,,,", "product"),
        ("cascades", "LP01,Mere Police,Mere subgroup,2026-06-01,,,,,", "agency"),
        ("cascades", "LP01,,,2026-06-01,,,,,", "agency"),
        ("cascades", "LP01,Nobody,,2026-06-01,,,,,", "agency"),
        ("cascades", "LP01,Mere Police,,,,,,,", "due_on"),
        ("cascades", "LP01,Mere Police,,2026-06-01,2026-05-20,,,,", "answered_on"),
        ("cascades", "LP01,Mere Police,,2026-06-01,,2026-05-20,All,4,", "answered_on"),
        ("cascades", "LP01,Mere Police,,2026-06-01,2026-05-20,2026-05-20,All,many,", "people_reached"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_loaded(mere, kind, row, column):
    load("learning_products", PRODUCTS + LP01)
    head = PRODUCTS if kind == "learning_products" else CASCADES
    result = load(kind, f"{head}{row}\n")
    assert (2, column) in [(number, where) for number, where, _ in faults(result)]
    assert (LearningProduct.objects.count(), Cascade.objects.count()) == (1, 0)


def test_a_neighbour_loads_and_takes_out_nothing(mere):
    load("learning_products", PRODUCTS + LP01)
    assert "LP01" not in exported("learning_products", by=mere.neighbour).decode("utf-8-sig")
    assert "LP01" in exported("learning_products", by=mere.manager).decode("utf-8-sig")
    result = load("learning_products", PRODUCTS + LP01.replace("Checks", "Mine"), by=mere.neighbour)
    assert not result.ok
    assert LearningProduct.objects.get().title == "Checks"


def test_the_weekly_message_reminds_who_speaks_for_the_agency(mere, police):
    lead = PersonFactory(agency=police)
    AppointmentFactory(seat=SeatFactory(body=mere.board, role=SeatRole.CORE, agency=police), person=lead)
    product = LearningProductFactory(partnership=mere.partnership, title="Checks in seven minutes")
    (row,) = product.send(agencies=[police], bodies=[], due_on=days(5), by=None)
    assert digests.send_due(days(0)) == 1
    message = Message.objects.get(recipient=lead)
    assert "Checks in seven minutes" in message.text
    assert f"/learning/cascade/{row.pk}/answer/" in message.text
    row.answer(reached_on=days(0), reached="All officers", people_reached=3, by=lead)
    assert digests.send_due(days(7)) == 0
