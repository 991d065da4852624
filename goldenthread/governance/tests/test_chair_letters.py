"""Letters from the chair: drafted, sent once, answered."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.letters import as_letter, chair_of, paragraphs
from goldenthread.governance.models import ChairLetter
from goldenthread.governance.tests import factories
from goldenthread.partnership.scope import Scope

TODAY = timezone.localdate()


def a_letter(body, **given):
    values = {
        "to_name": "Sam Hill",
        "subject": "Thank you",
        "text": "First.\n\nSecond,\non two lines.",
        "signed_by": "Cora Ashby, Chair of the board",
        "dated_on": TODAY - timedelta(days=20),
    }
    return ChairLetter(body=body, **{**values, **given}).keep(by=None)


def test_from_draft_to_reply(mere):
    letter = a_letter(mere.board, reply_due_on=TODAY - timedelta(days=1))
    assert not letter.is_overdue(TODAY)
    assert not ChairLetter.objects.awaiting_reply()
    with pytest.raises(NotPossible, match="not sent yet"):
        letter.record_reply(on=TODAY, words="Noted.", by=mere.manager)
    letter = letter.send(by=mere.manager)
    assert (letter.sent_on, letter.is_overdue(TODAY)) == (TODAY, True)
    assert list(ChairLetter.objects.awaiting_reply()) == [letter]
    with pytest.raises(NotPossible, match="already marked as sent"):
        letter.send(by=mere.manager)
    letter = letter.record_reply(on=TODAY, words="Noted.", by=mere.manager)
    assert not letter.is_overdue(TODAY)
    assert not ChairLetter.objects.awaiting_reply()
    letter.record_reply(on=TODAY, words="Noted, with thanks.", by=mere.manager)
    letter.refresh_from_db()
    assert letter.reply == "Noted, with thanks."
    verbs = TrailEntry.objects.filter(object_type="governance.chairletter").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [
        "chairletter.add",
        "chairletter.send",
        "chairletter.record_reply",
        "chairletter.correct_reply",
    ]


@pytest.mark.parametrize(("days", "words"), [(-21, "after the date of the letter"), (1, "still to come")])
def test_a_reply_comes_after_the_letter_and_by_today(mere, days, words):
    letter = a_letter(mere.board).send(by=mere.manager)
    with pytest.raises(NotPossible, match=words):
        letter.record_reply(on=TODAY + timedelta(days=days), words="x", by=mere.manager)


def test_a_letter_that_was_sent_keeps_its_words(mere):
    letter = a_letter(mere.board).send(by=mere.manager)
    letter.reply_due_on = TODAY
    letter.keep(by=mere.manager)
    letter.text = "Something else."
    with pytest.raises(ValidationError, match="was sent"):
        letter.keep(by=mere.manager)
    with pytest.raises(NotPossible, match="stays in the register"):
        letter.remove(by=mere.manager)
    letter.refresh_from_db()
    assert letter.text.startswith("First.")


def test_a_draft_is_removed(mere):
    a_letter(mere.board).remove(by=mere.manager)
    assert not ChairLetter.objects.exists()


def test_what_the_database_and_the_row_refuse(mere):
    letter = a_letter(mere.board)
    with pytest.raises(ValidationError, match="on or after the date"):
        a_letter(mere.board, reply_due_on=TODAY - timedelta(days=21))
    with pytest.raises(ValidationError, match="a meeting of this body"):
        a_letter(mere.board, meeting=factories.a_meeting(factories.a_board(name="Far"), date(2020, 1, 7)))
    with pytest.raises(IntegrityError), transaction.atomic():
        ChairLetter.objects.filter(pk=letter.pk).update(replied_on=TODAY)


def test_who_sees_letters(mere):
    letter = a_letter(mere.board)
    for person, seen in ((mere.manager, True), (mere.chair, True), (mere.member, False), (mere.stranger, False)):
        assert (letter in ChairLetter.objects.visible_to(Scope.of(person, today=TODAY))) == seen
    assert not ChairLetter.objects.visible_to(Scope.operator(today=TODAY))


def test_as_it_is_printed(mere):
    letter = as_letter(a_letter(mere.board, agency=mere.seats["police"].agency), marking="OFFICIAL-SENSITIVE")
    assert letter.to == ["Sam Hill", "Mere Police"]
    assert letter.paragraphs == ["First.", "Second,\non two lines."]
    assert letter.signed == ["Cora Ashby", "Chair of the board", "Mere Board"]
    assert paragraphs(" \r\n\r\nOne\r\n \r\n\r\nTwo ") == ["One", "Two"]
    assert chair_of(mere.board, TODAY) == ["Cora Ashby", "Chair of the board"]
    assert chair_of(factories.a_board(name="Far"), TODAY) == ["Chair"]
