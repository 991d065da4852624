"""Inviting a person to sign in."""

import pytest

from goldenthread.foundation.models import Message
from goldenthread.partnership.models import Invitation
from goldenthread.partnership.tests.factories import PersonFactory, seated


@pytest.fixture
def message(mere, post, django_capture_on_commit_callbacks):
    assert post(mere.manager, "person_invite", mere.member.pk).status_code == 302
    return Message.objects.get(recipient=mere.member)


def test_the_message_holds_a_link_that_opens_the_invitation(mere, message):
    token = message.text.partition("/invitation/")[2].partition("/")[0]
    assert Invitation.from_token(token).person == mere.member
    assert token in message.html
    assert message.subject == "OFFICIAL: Your invitation to Goldenthread"


def test_somebody_without_an_address_is_refused_with_a_sentence(mere, post):
    silent = seated(mere.subgroup, person=PersonFactory(email=None, name="Silas Wood"))
    response = post(mere.manager, "person_invite", silent.pk)
    assert response.status_code == 409
    assert "Silas Wood has no e-mail address. Add one first." in response.content.decode()
    assert not Message.objects.exists()


def test_it_is_asked_by_post(mere, get):
    assert get(mere.manager, "person_invite", mere.member.pk).status_code == 405


def test_a_member_may_not(mere, post):
    assert post(mere.member, "person_invite", mere.chair.pk).status_code == 403


def test_they_do_not_exist_elsewhere(mere, post):
    assert post(mere.manager, "person_invite", mere.neighbour.pk).status_code == 404
