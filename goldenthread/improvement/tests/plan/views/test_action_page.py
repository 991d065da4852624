"""The page of one action, and its documents."""

import pytest

from goldenthread.foundation.models import TrailEntry
from goldenthread.improvement.models import ActionFile, ActionUpdate
from goldenthread.improvement.tests.plan.factories import close, part_of, say
from goldenthread.partnership.tests.factories import days

pytestmark = pytest.mark.django_db


def test_all_of_it(mere, action, get):
    say(action, "Two panels met", by=mere.officer, on=days(-1))
    text = get(mere.chair, "action_page", action.pk).content.decode()
    for words in (
        *("Set up a panel of young scrutineers", "Action M1", "On track", "A part is awaited: Mere Health."),
        *("1. Voice of the child", "1a Children are heard", "Another audit: The same audit in a year"),
        *("Awaited", "Two panels met", "Petra Holm", "The action started"),
    ):
        assert words in text


@pytest.mark.parametrize(
    ("who", "offered", "withheld"),
    [
        ("manager", ["Say what has happened", "Close this action", "Change the due date", "Pause", "Release"], []),
        ("group_chair", ["Say what has happened", "Close this action", "Release"], []),
        ("officer", ["Say what has happened", "Close this action"], ["Change the due date", "Attest", "Release"]),
        ("nurse", ["Say what has happened", "Attest"], ["Close this action", "Release"]),
        ("scrutineer", [], ["Say what has happened", "Close this action", "Attest", "Release"]),
    ],
)
def test_what_each_may_do(mere, action, get, who, offered, withheld):
    text = get(getattr(mere, who), "action_page", action.pk).content.decode()
    assert [words for words in offered if words not in text] == []
    assert [words for words in withheld if words in text] == []


def test_a_closed_action(mere, action, get):
    part_of(action, mere.health).attest("Done", by=mere.nurse)
    close(action)
    text = get(mere.manager, "action_page", action.pk).content.decode()
    assert "Open this action again" in text
    assert "Say what has happened" not in text
    assert "the impact check" in text


def test_documents_are_saved_by_those_who_see_the_action(mere, action, get):
    ActionUpdate(action=action, text="With a note").say(by=mere.officer, files=[("note.txt", b"Seen.")])
    file = ActionFile.objects.get()
    assert "note.txt" in get(mere.chair, "action_page", action.pk).content.decode()
    answer = get(mere.chair, "action_file", file.pk)
    assert b"".join(answer.streaming_content) == b"Seen."
    assert answer["Content-Disposition"] == 'attachment; filename="note.txt"'
    assert TrailEntry.objects.filter(verb="document.read", actor=mere.chair).exists()
    assert get(mere.guest, "action_file", file.pk).status_code == 403
    assert get(mere.neighbour, "action_file", file.pk).status_code == 404


def test_who_sees_it(mere, action, get):
    assert get(mere.neighbour, "action_page", action.pk).status_code == 404
    assert get(mere.guest, "action_page", action.pk).status_code == 403
    assert get(mere.governance, "action_page", action.pk).status_code == 403
