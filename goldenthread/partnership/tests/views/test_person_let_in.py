"""Letting a person sign in again."""


def test_it_asks_first_and_then_lets_them_in(mere, get, post):
    mere.member.stop_signing_in(by=None)
    assert "Let Mabel Reed sign in again?" in get(mere.manager, "person_let_in", mere.member.pk).content.decode()
    assert post(mere.manager, "person_let_in", mere.member.pk).status_code == 302
    mere.member.refresh_from_db()
    assert mere.member.is_active


def test_a_member_may_not(mere, post):
    assert post(mere.member, "person_let_in", mere.chair.pk).status_code == 403


def test_they_do_not_exist_elsewhere(mere, post):
    assert post(mere.manager, "person_let_in", mere.neighbour.pk).status_code == 404
