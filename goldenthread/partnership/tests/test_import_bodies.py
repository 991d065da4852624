"""The file of bodies: whose they are, whom they report to, what came before them."""

from datetime import date

import pytest

from goldenthread.partnership.models import Body
from goldenthread.partnership.roles import BodyKind
from goldenthread.partnership.tests.factories import AreaFactory, PartnershipFactory
from goldenthread.partnership.tests.importing import counts, faults, load

HEAD = "group_id,name,kind,partnership,reports_to,valid_from,valid_to,note\n"


@pytest.fixture
def hill(db):
    """A board that became a partnership, with two areas."""
    areas = [AreaFactory(code="NOR", name="Northmere"), AreaFactory(code="SOU", name="Southmere")]
    board = PartnershipFactory(
        name="LSCB", kind="lscb", areas=areas, starts_on=None, ends_on=date(2019, 9, 28), other_names=["Hill LSCB"]
    )
    return PartnershipFactory(name="Hill LSCP", areas=areas, starts_on=date(2019, 9, 29), predecessor=board)


def body(reference: str) -> Body:
    return Body.objects.get(reference=reference)


FILE = (
    HEAD
    + "GR09,Case Review,subgroup,Hill LSCB,LSCB chair (recommendations),2016-04-01,2019-09-28,\n"
    + "GR10,Case Review,subgroup,Hill LSCP,LSCP (quarterly report); Leads,,,\n"
    + "GR07,Chairs' Subgroup,subgroup,LSCB,LSCB,,2019-09-28,renamed Strategic Group in 2019\n"
    + "GR08,Hill Strategic Group,subgroup,Hill LSCP,LSCP,,,\n"
    + "GR49,Steering,task and finish,Violence Partnership,Violence Board; LSCB,2015-06-01,,\n"
    + "GR57,Adults Board,other strategic board,NOR;SOU,,,,\n"
    + "GR33,Panel,panel,NOR and Elsewhere,,,,\n"
    + "GR05,Leads,executive,Hill LSCP,,,,\n"
    + "GR01,Old board,arrangement,LSCB,,,,\n"
    + "GR02,New board,arrangement,Hill LSCP,Leads,,,\n"
)


def test_each_body_finds_its_owner_its_superiors_and_what_came_before(hill):
    result = load("bodies", FILE)
    assert counts(result) == {"new": 10}
    above = {row.reference: sorted(row.reports_to.values_list("reference", flat=True)) for row in Body.objects.all()}
    assert above == {
        "GR09": ["GR01"],
        "GR10": ["GR02", "GR05"],
        "GR07": ["GR01"],
        "GR08": ["GR02"],
        "GR49": ["GR01"],
        "GR57": [],
        "GR33": [],
        "GR05": [],
        "GR01": [],
        "GR02": ["GR05"],
    }
    before = {row.reference: row.predecessor.reference for row in Body.objects.exclude(predecessor=None)}
    assert before == {"GR10": "GR09", "GR08": "GR07", "GR02": "GR01"}
    assert (body("GR01").kind, body("GR01").partnership.name) == (BodyKind.BOARD, "LSCB")
    assert (body("GR49").run_by, body("GR49").partnership) == ("Violence Partnership", None)
    assert body("GR49").reports_outside == "Violence Board"
    areas = {row.reference: sorted(row.areas.values_list("code", flat=True)) for row in Body.objects.all()}
    assert {key: codes for key, codes in areas.items() if codes} == {
        "GR49": ["NOR", "SOU"],
        "GR57": ["NOR", "SOU"],
        "GR33": ["NOR"],
    }


def test_again_and_in_another_order_it_changes_nothing(hill):
    load("bodies", FILE)
    lines = FILE.splitlines(keepends=True)
    assert counts(load("bodies", "".join([lines[0], *reversed(lines[1:])]))) == {"unchanged": 10}


def test_a_body_without_days_of_its_own_has_its_partnership_s(hill):
    load("bodies", FILE)
    there = set(Body.objects.on(date(2020, 1, 1)).values_list("reference", flat=True))
    assert there == {"GR10", "GR08", "GR49", "GR57", "GR33", "GR05", "GR02"}
    assert there == {row.reference for row in Body.objects.all() if row.is_on(date(2020, 1, 1))}
    assert body("GR01").ends_on is None


def test_the_name_of_a_partnership_written_wrongly_is_refused(hill):
    result = load("bodies", HEAD + "GR1,Board,board,Hil LSCP,,,,\n")
    assert faults(result) == [(2, "partnership", "Hil LSCP")]
    assert "Hill LSCP" in result.refused[0].expected


def test_a_name_stands_once_in_a_partnership(hill):
    result = load("bodies", HEAD + ",Board,board,Hill LSCP,,,,\n,board,panel,Hill LSCP,,,,\n")
    assert faults(result) == [(3, "name", "board")]


def test_a_partnership_beside_the_file(hill):
    result = load("bodies", "name,kind\nBoard,board\n", options={"partnership": "hill lscp"})
    assert counts(result) == {"new": 1}
    assert Body.objects.get().partnership == hill


def test_a_predecessor_in_a_column(hill):
    load("bodies", HEAD + "GR1,One,board,LSCB,,,,\n")
    file = "group_id,name,kind,partnership,predecessor\nGR2,Two,panel,Hill LSCP,GR1\nGR3,Three,panel,Hill LSCP,GR9\n"
    assert faults(load("bodies", file)) == [(3, "predecessor", "GR9")]
    assert counts(load("bodies", file.replace("GR9", ""))) == {"new": 2}
    assert body("GR2").predecessor == body("GR1")
