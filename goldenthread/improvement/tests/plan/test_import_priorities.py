"""Priorities from files: the real ones, whose they are, faults, and who may."""

from datetime import date
from pathlib import Path

import pytest

from goldenthread.improvement.models import Priority
from goldenthread.improvement.tests.plan.factories import a_priority
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.tests.factories import AgencyFactory, BodyFactory, PartnershipFactory
from goldenthread.partnership.tests.importing import counts, exported, faults, load

pytestmark = pytest.mark.django_db
FACTS = Path(__file__).parents[4] / "demo" / "facts" / "priorities.csv"
HEAD = "partnership,kind,valid_from,valid_to,rank,priority,source_file,note\n"


def row(owner, priority="Neglect", kind="partnership priority", first="2026-04-01", last="", rank="1"):
    return f"{owner},{kind},{first},{last},{rank},{priority},,\n"


def test_the_real_priorities():
    lscb = PartnershipFactory(name="LSCB", other_names=["LSCB (three boroughs)"])
    PartnershipFactory(name="LSCP (three boroughs)")
    PartnershipFactory(name="Bi-Borough LSCP", kind=Partnership.Kind.LSCP)
    group = BodyFactory(name="Westminster Partnership Group", partnership=lscb)
    trust = AgencyFactory(name="Central and North West London", abbreviation="CNWL", is_national=True)
    assert counts(load("priorities", FACTS.read_bytes())) == {"new": 74}
    assert counts(load("priorities", FACTS.read_bytes())) == {"unchanged": 74}
    assert Priority.objects.filter(body=group).count() == 3
    assert Priority.objects.filter(agency=trust).count() == 4
    assert Priority.objects.filter(partnership=lscb, body=None).count() == 8
    assert Priority.objects.filter(owner_name="RBKC Health and Wellbeing Board").count() == 4
    assert Priority.objects.filter(partnership__name="Bi-Borough LSCP").count() == 8  # found without its brackets
    content = exported("priorities")
    assert content.decode("utf-8-sig").startswith(HEAD.strip())
    assert counts(load("priorities", content)) == {"unchanged": 74}


def test_a_priority_whose_day_was_not_known_gets_it(mere):
    mere.priority.delete = None
    held = a_priority(mere.partnership, "Neglect")
    result = load("priorities", HEAD + row("Mere LSCP", kind=held.kind))
    assert counts(result) == {"changed": 1}
    held.refresh_from_db()
    assert held.starts_on == date(2026, 4, 1)
    assert counts(load("priorities", HEAD + row("Mere LSCP", kind=held.kind, first="2027-04-01"))) == {"new": 1}


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (row("Mere LSPC"), "partnership"),
        (row(""), "partnership"),
        (row("Mere LSCP", priority=""), "priority"),
        (row("Mere LSCP", kind=""), "kind"),
        (row("Mere LSCP", first="April"), "valid_from"),
        (row("Mere LSCP", rank="first"), "rank"),
        (row("Mere LSCP", last="2020-01-01"), ""),
    ],
)
def test_bad_rows_are_named(mere, line, column):
    result = load("priorities", HEAD + row("Dale LSCP") + line)
    assert [(fault[0], fault[1]) for fault in faults(result)] == [(3, column)]
    assert Priority.objects.count() == 1


def test_the_same_row_twice_is_refused(mere):
    assert [fault[1] for fault in faults(load("priorities", HEAD + row("Mere LSCP") * 2))] == ["priority"]


def test_only_ones_own_are_changed(mere):
    assert counts(load("priorities", HEAD + row("Mere LSCP") + row("A national board"), by=mere.manager)) == {"new": 2}
    assert faults(load("priorities", HEAD + row("A national board", last="2030-01-01"), by=mere.manager))
    assert faults(load("priorities", HEAD + row("Mere Police"), by=mere.group_chair)) == []
    assert faults(load("priorities", HEAD + row("Mere LSCP", "Other"), by=mere.group_chair))
    group = HEAD + row("Mere subgroup", "Other", kind="subgroup priority")
    assert counts(load("priorities", group, by=mere.group_chair)) == {"new": 1}
    assert Priority.objects.get(title="Other").body == mere.subgroup
