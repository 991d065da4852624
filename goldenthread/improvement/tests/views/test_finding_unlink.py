"""Taking back that an action is done because of a finding."""


def test_it_is_unlinked_once(post, mere):
    assert post(mere.manager, "finding_unlink", mere.done.pk, mere.action.pk).url == f"/findings/{mere.done.pk}/"
    assert not mere.done.actions.exists()
    assert post(mere.manager, "finding_unlink", mere.done.pk, mere.action.pk).status_code == 409


def test_who_may_not(get, post, mere):
    assert get(mere.manager, "finding_unlink", mere.done.pk, mere.action.pk).status_code == 405
    assert post(mere.member, "finding_unlink", mere.done.pk, mere.action.pk).status_code == 403
    assert post(mere.neighbour, "finding_unlink", mere.done.pk, mere.action.pk).status_code == 404
    assert list(mere.done.actions.all()) == [mere.action]
