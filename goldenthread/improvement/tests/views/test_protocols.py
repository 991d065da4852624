"""Escalation protocols: the list and one with its stages."""

from goldenthread.improvement.models import EscalationProtocol
from goldenthread.improvement.tests.challenges import a_place, a_protocol


def test_the_list_says_which_is_in_use_and_what_is_to_be_confirmed(challenged, get):
    a_protocol(None, edition="General")
    text = get(challenged.member, "protocol_list").content.decode()
    for words in ("In use in Mere LSCP today:", "Mere protocol", "General", "Everybody’s", "? To be confirmed"):
        assert words in text
    assert "Import a protocol" not in text
    assert "Import a protocol" in get(challenged.manager, "protocol_list").content.decode()


def test_without_one_it_says_so(challenged, get):
    EscalationProtocol.objects.update(in_use=False)
    assert "No protocol is in use in Mere LSCP today" in get(challenged.member, "protocol_list").content.decode()


def test_its_page_shows_each_stage_with_its_limit_and_source(challenged, get):
    challenged.protocol.stages.filter(number=1).update(status="confirmed")
    text = get(challenged.member, "protocol_page", challenged.protocol.pk).content.decode()
    for words in (
        "Stage 1: Level 1",
        "Managers 2",
        "5 working days, or the child&#39;s own timescale, whichever is less",
        "The safeguarding partners, and the chair of the body that holds it",
        "✓ Confirmed",
        "? To be confirmed",
        "The protocol",
        "the same working day",
    ):
        assert words in text


def test_those_of_others_are_not_there(challenged, get):
    other = a_protocol(a_place("Dale").partnership, edition="Dale protocol")
    assert "Dale protocol" not in get(challenged.manager, "protocol_list").content.decode()
    assert get(challenged.manager, "protocol_page", other.pk).status_code == 404
    assert get(challenged.governance, "protocol_page", challenged.protocol.pk).status_code == 403
