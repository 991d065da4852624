"""Standing items of a body, and school terms."""

from datetime import date

from goldenthread.governance.models import SchoolTerm, StandingItem
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.factories import AreaFactory


def test_a_standing_item_is_added_changed_and_ended(mere, get, post):
    data = {"title": "Voice of the child", "purpose": "discuss", "position": 1, "months": [6, 12]}
    assert post(mere.manager, "standing_item_add", mere.board.pk, **data).status_code == 302
    row = StandingItem.objects.get()
    assert row.months == [6, 12]
    page = get(mere.member, "standing_item_list", mere.board.pk).content.decode()
    assert "Voice of the child" in page
    assert "June, December" in page
    every = {**data, "months": list(range(1, 13))}
    assert post(mere.manager, "standing_item_edit", row.pk, **every).status_code == 302
    row.refresh_from_db()
    assert row.months == []
    assert post(mere.manager, "standing_item_end", row.pk, on=date(2020, 1, 1)).status_code == 302
    page = get(mere.manager, "standing_item_list", mere.board.pk).content.decode()
    assert "This body has no standing items." in page
    assert "Taken no longer" in page
    again = post(mere.manager, "standing_item_end", row.pk, on=date(2021, 1, 1)).content.decode()
    assert "already ended" in again


def test_a_restricted_standing_item_is_not_listed_for_members(mere, get):
    StandingItem(body=mere.board, title="Case list", restricted=True).keep(by=None)
    assert "Case list" not in get(mere.member, "standing_item_list", mere.board.pk).content.decode()
    assert "Case list" in get(mere.chair, "standing_item_list", mere.board.pk).content.decode()


def test_who_may_plan_standing_items(mere, get):
    row = StandingItem(body=mere.board, title="Data").keep(by=None)
    other = factories.a_business_manager(factories.a_board(name="Far Board").partnership)
    for name, args in (
        ("standing_item_add", mere.board.pk),
        ("standing_item_edit", row.pk),
        ("standing_item_end", row.pk),
    ):
        assert get(mere.member, name, args).status_code == 403
        assert get(other, name, args).status_code == 404


def test_school_terms_are_kept_by_those_who_plan_a_partnership(mere, get, post):
    area, far = AreaFactory(name="Mere"), AreaFactory(name="Farland")
    mere.board.partnership.areas.add(area)
    data = {"name": "Autumn 2026", "starts_on": date(2026, 9, 2), "ends_on": date(2026, 12, 18)}
    assert "No school terms are kept yet." in get(mere.manager, "school_term_list").content.decode()
    assert post(mere.manager, "school_term_add", area=area.pk, **data).status_code == 302
    assert post(mere.manager, "school_term_add", area=far.pk, **data).status_code == 200
    term = SchoolTerm.objects.get()
    assert (
        post(mere.manager, "school_term_edit", term.pk, area=area.pk, **{**data, "name": "Autumn"}).status_code == 302
    )
    term.refresh_from_db()
    assert term.name == "Autumn"
    assert "Autumn" in get(mere.member, "school_term_list").content.decode()
    assert get(mere.member, "school_term_add").status_code == 403
    hidden = SchoolTerm(area=far, name="Spring", starts_on=date(2027, 1, 4), ends_on=date(2027, 3, 25)).keep(by=None)
    assert get(mere.manager, "school_term_edit", hidden.pk).status_code == 404
    wrong = post(mere.manager, "school_term_add", area=area.pk, name="Backwards", starts_on=LATE, ends_on=EARLY)
    assert "There is a problem" in wrong.content.decode()


LATE, EARLY = date(2030, 5, 1), date(2030, 1, 1)
