"""Changing a person."""

from goldenthread.partnership.tests.factories import seated


def test_a_manager_changes_them(mere, get, post):
    assert "Mabel Reed" in get(mere.manager, "person_edit", mere.member.pk).content.decode()
    given = {"name": "Mabel Moor", "email": "mabel@example.org", "agency": mere.agency.pk}
    assert post(mere.manager, "person_edit", mere.member.pk, **given).status_code == 302
    mere.member.refresh_from_db()
    assert (mere.member.name, mere.member.email) == ("Mabel Moor", "mabel@example.org")


def test_the_address_of_somebody_who_also_sits_elsewhere_stays(mere, get, post):
    seated(mere.dale_board, person=mere.member)
    before = mere.member.email
    assert "cannot be changed here" in get(mere.manager, "person_edit", mere.member.pk).content.decode()
    given = {"name": "Mabel Moor", "email": "taken@example.org", "agency": mere.agency.pk}
    assert post(mere.manager, "person_edit", mere.member.pk, **given).status_code == 302
    mere.member.refresh_from_db()
    assert (mere.member.name, mere.member.email) == ("Mabel Moor", before)


def test_a_wrong_address_is_refused(mere, post):
    given = {"name": "Mabel", "email": "not an address", "agency": mere.agency.pk}
    assert (
        "Enter a valid email address." in post(mere.manager, "person_edit", mere.member.pk, **given).content.decode()
    )


def test_a_member_may_not(mere, get):
    assert get(mere.member, "person_edit", mere.chair.pk).status_code == 403
    assert get(mere.member, "person_edit", mere.member.pk).status_code == 403


def test_they_do_not_exist_elsewhere(mere, get):
    assert get(mere.manager, "person_edit", mere.neighbour.pk).status_code == 404
