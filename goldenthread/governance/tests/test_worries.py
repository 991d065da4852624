"""Worries of practitioners: raised, taken up, answered; and nobody named."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from goldenthread.foundation.models import Message, TrailEntry
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import Meeting, Worry
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import (
    BodyFactory,
    PartnershipFactory,
    PersonFactory,
    days,
    seated,
)

WORRY = "Families wait months for an assessment."


@pytest.fixture
def local(db):
    """A local group with a meeting, its board, and who asks."""
    partnership = PartnershipFactory(name="Mere LSCP")
    board = BodyFactory(name="Mere board", kind=BodyKind.BOARD, partnership=partnership)
    group = BodyFactory(name="Mere local group", kind=BodyKind.LOCAL_GROUP, partnership=partnership)
    dale = BodyFactory(name="Dale board", kind=BodyKind.BOARD)
    return {
        "board": board,
        "group": group,
        "dale": dale,
        "meeting": Meeting(body=group, held_on=days(-3)).keep(by=None),
        "runner": seated(group, SeatRole.CHAIR),
        "member": seated(group, person=PersonFactory(name="Mabel Reedmace")),
        "lay": seated(board, SeatRole.LAY),
        "clerk": seated(board, SeatRole.CLERK),
        "neighbour": seated(dale, SeatRole.CHAIR),
    }


def a_worry(local, text=WORRY, **given):
    return Worry(**{"meeting": local["meeting"], "text": text, **given}).keep(by=local["runner"])


def seen_by(local, worry):
    people = ("runner", "member", "lay", "clerk", "neighbour")
    return {
        name
        for name in people
        if Worry.objects.visible_to(Scope.of(local[name], today=days(0))).filter(pk=worry.pk).exists()
    }


def test_a_worry_goes_up_and_its_answer_comes_down(local):
    worry = a_worry(local)
    assert worry.answers == local["group"]
    assert seen_by(local, worry) == {"runner", "member"}
    worry.escalate(to=local["board"], by=local["runner"])
    assert worry.answers == local["board"]
    assert seen_by(local, worry) == {"runner", "member", "lay", "clerk"}
    before = Message.objects.count()
    worry.reply(text=" Two more workers start in May. ", by=local["clerk"])
    assert worry.answer == "Two more workers start in May."
    (message,) = Message.objects.all()[before:]
    assert message.recipient == local["runner"]
    assert f"/bodies/{local['group'].pk}/worries/" in message.text
    assert "Two more workers" not in message.text
    verbs = TrailEntry.objects.filter(verb__startswith="worry.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["worry.add", "worry.escalate", "worry.answer"]
    assert not TrailEntry.objects.filter(ids__icontains="assessment").exists()


def test_a_group_answers_what_it_did_not_take_up_and_nobody_is_told(local):
    worry = a_worry(local)
    before = Message.objects.count()
    worry.reply(text="We asked the hub, and it answers within a day now.", by=local["runner"])
    assert Message.objects.count() == before
    with pytest.raises(NotPossible, match="answered already"):
        worry.reply(text="Again.", by=local["runner"])
    with pytest.raises(NotPossible, match="not taken up any more"):
        worry.escalate(to=local["board"], by=local["runner"])


def test_what_was_taken_up_stays_as_it_was_raised(local):
    worry = a_worry(local)
    worry.text = "Families wait weeks for an assessment."
    worry.keep(by=local["runner"])
    worry.escalate(to=local["board"], by=local["runner"])
    worry.text = "Something else."
    with pytest.raises(NotPossible, match="stays as it was raised"):
        worry.keep(by=local["runner"])
    with pytest.raises(NotPossible, match="stays as it was raised"):
        worry.remove(by=local["runner"])
    with pytest.raises(NotPossible, match="taken up already"):
        worry.escalate(to=local["board"], by=local["runner"])


@pytest.mark.parametrize("text", ["Mabel Reedmace is off sick.", "We worry, said Mabel  Reedmace"])
def test_nobody_of_the_register_is_named(local, text):
    with pytest.raises(ValidationError, match="kept without anybody"):
        a_worry(local, text)
    worry = a_worry(local)
    with pytest.raises(ValidationError, match="kept without anybody"):
        worry.reply(text=text, by=local["runner"])
    assert Worry.objects.get().answer == ""


def test_who_said_it_is_not_kept():
    assert not {"raised_by", "person", "seat", "author"} & {field.name for field in Worry._meta.get_fields()}


def test_it_is_raised_at_a_meeting_of_a_local_group_that_took_place(local):
    board = Meeting(body=local["board"], held_on=days(-1)).keep(by=None)
    with pytest.raises(ValidationError, match="meetings of local groups"):
        a_worry(local, meeting=board)
    with pytest.raises(ValidationError, match="has taken place"):
        a_worry(local, meeting=Meeting(body=local["group"], held_on=days(9)).keep(by=None))


def test_it_is_taken_up_within_the_partnership(local):
    worry = a_worry(local)
    for body in (local["dale"], local["group"]):
        with pytest.raises(NotPossible, match="board or executive of the partnership"):
            worry.escalate(to=body, by=local["runner"])


def test_a_worry_entered_by_mistake_goes(local):
    worry = a_worry(local)
    number = worry.pk
    worry.remove(by=local["runner"])
    worry.pk = number
    with pytest.raises(NotPossible, match="removed meanwhile"):
        worry.escalate(to=local["board"], by=local["runner"])


def test_an_empty_answer_is_none(local):
    with pytest.raises(NotPossible, match="Say what came of it"):
        a_worry(local).reply(text="  ", by=local["runner"])


def test_the_operator_reads_none(local):
    a_worry(local)
    assert not Worry.objects.visible_to(Scope.operator(today=timezone.localdate())).exists()
