"""Who reports to whom."""

from goldenthread.partnership.tests.factories import BodyFactory, days


def test_it_is_a_picture_and_a_list(mere, get):
    response = get(mere.member, "body_structure")
    page = response.content.decode()
    assert page.count("Mere subgroup") >= 3
    assert "<svg" in page
    assert "Dale" not in page
    tree = {branch.key: [lower.key for lower in branch.branches] for branch in response.context["structure"].branches}
    assert tree == {mere.board.pk: [mere.subgroup.pk], mere.team.pk: []}


def test_a_body_that_others_run_is_drawn_where_it_is_linked(mere, get):
    linked = BodyFactory(partnership=None, areas=[mere.area], reports_to=[mere.board])
    BodyFactory(partnership=None, areas=[mere.area])
    drawn = {box.key for box in get(mere.member, "body_structure").context["structure"].boxes}
    assert drawn == {mere.board.pk, mere.subgroup.pk, mere.team.pk, linked.pk}


def test_further_parents_are_named_in_the_list(mere, get):
    BodyFactory(partnership=mere.partnership, reports_to=[mere.subgroup, mere.board])
    assert "also reports to" in get(mere.member, "body_structure").content.decode()


def test_the_structure_of_another_day(mere, get):
    mere.subgroup.close(on=days(-3), by=None)
    drawn = get(mere.chair, "body_structure", on=days(-3).isoformat()).context["names"]
    assert mere.subgroup.pk in drawn
    assert mere.subgroup.pk not in get(mere.chair, "body_structure").context["names"]


def test_a_stranger_may_not(mere, get):
    assert get(mere.stranger, "body_structure").status_code == 403
