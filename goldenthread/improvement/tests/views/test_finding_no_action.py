"""Why nothing is to be done about a finding, and taking that back."""


def test_a_reason_is_recorded_and_mends_the_thread(get, post, mere):
    assert get(mere.manager, "finding_no_action", mere.open.pk).status_code == 200
    response = post(mere.manager, "finding_no_action", mere.open.pk, reason=" Done before. ")
    assert response.url == f"/findings/{mere.open.pk}/"
    mere.open.refresh_from_db()
    assert (mere.open.no_action_reason, mere.open.no_action_by) == ("Done before.", mere.manager)


def test_a_reason_is_needed(post, mere):
    page = post(mere.manager, "finding_no_action", mere.open.pk, reason="  ")
    assert page.status_code == 200
    mere.open.refresh_from_db()
    assert mere.open.no_action_on is None


def test_where_there_are_actions_it_is_refused(post, mere):
    page = post(mere.manager, "finding_no_action", mere.done.pk, reason="Not needed.")
    assert "Unlink them first." in page.content.decode()


def test_it_is_taken_back(get, post, mere):
    mere.open.need_no_action(reason="Not for us.", by=mere.manager)
    assert get(mere.manager, "finding_need_action", mere.open.pk).status_code == 405
    assert post(mere.member, "finding_need_action", mere.open.pk).status_code == 403
    assert post(mere.neighbour, "finding_need_action", mere.open.pk).status_code == 404
    post(mere.manager, "finding_need_action", mere.open.pk)
    mere.open.refresh_from_db()
    assert (mere.open.no_action_on, mere.open.no_action_reason, mere.open.no_action_by) == (None, "", None)
    assert post(mere.manager, "finding_need_action", mere.open.pk).status_code == 409


def test_who_may_not(get, mere):
    assert get(mere.neighbour, "finding_no_action", mere.open.pk).status_code == 404
    assert get(mere.member, "finding_no_action", mere.open.pk).status_code == 403
