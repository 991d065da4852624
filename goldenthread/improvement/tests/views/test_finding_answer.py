"""Linking a finding to an action."""

from goldenthread.improvement.tests.evidence import an_action


def test_an_action_of_the_plan_is_linked(get, post, mere):
    assert mere.action in get(mere.manager, "finding_answer", mere.open.pk).context["form"].fields["chosen"].queryset
    response = post(mere.manager, "finding_answer", mere.open.pk, chosen=mere.action.pk)
    assert response.url == f"/findings/{mere.open.pk}/"
    assert list(mere.open.actions.all()) == [mere.action]


def test_words_narrow_what_is_offered(get, mere):
    other = an_action(mere.partnership, "Write a protocol")
    page = get(mere.manager, "finding_answer", mere.open.pk, words="protocol write")
    assert list(page.context["form"].fields["chosen"].queryset) == [other]
    page = get(mere.manager, "finding_answer", mere.open.pk, words="nothing of the sort")
    assert "No action of the plan fits" in page.content.decode()


def test_an_action_of_an_earlier_partnership_may_answer_but_not_a_neighbours(get, mere):
    before, theirs = an_action(mere.earlier), an_action(mere.dale)
    offered = get(mere.manager, "finding_answer", mere.open.pk).context["form"].fields["chosen"].queryset
    assert before in offered
    assert theirs not in offered


def test_one_that_is_linked_already_is_not_offered(post, mere):
    page = post(mere.manager, "finding_answer", mere.done.pk, chosen=mere.action.pk)
    assert page.status_code == 200
    assert "chosen" in page.context["form"].errors


def test_a_reason_for_none_is_to_be_taken_back_first(post, mere):
    mere.open.need_no_action(reason="Not for us.", by=mere.manager)
    page = post(mere.manager, "finding_answer", mere.open.pk, chosen=mere.action.pk)
    assert "Take that back first." in page.content.decode()


def test_who_may_not(get, mere):
    assert get(mere.neighbour, "finding_answer", mere.open.pk).status_code == 404
    assert get(mere.member, "finding_answer", mere.open.pk).status_code == 403
