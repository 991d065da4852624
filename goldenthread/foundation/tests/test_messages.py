"""Messages: queued with the change, sent by a job, forgotten once sent."""

import smtplib
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from goldenthread.foundation import jobs, messages
from goldenthread.foundation.models import Message, TrailEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return get_user_model().objects.create(name="Somebody", email="somebody@example.org")


def queue(person, **given: str) -> Message:
    return messages.queue(
        to=person,
        template="foundation/messages/layout",
        context={},
        subject="Tea & cake",
        marking="OFFICIAL-SENSITIVE",
        **given,
    )


def fail(*_: object, **__: object) -> None:
    raise smtplib.SMTPServerDisconnected("somebody@example.org")


def test_a_message_is_sent_with_its_marking_and_then_forgotten(person):
    message = queue(person)
    assert not mail.outbox
    jobs.run_waiting()
    (sent,) = mail.outbox
    assert sent.to == ["somebody@example.org"]
    assert sent.subject == "OFFICIAL-SENSITIVE: Tea & cake"
    assert sent.body.startswith("OFFICIAL-SENSITIVE")
    html, kind = sent.alternatives[0]
    assert kind == "text/html"
    assert "Tea &amp; cake" in html
    assert sent.extra_headers["Message-ID"].startswith(f"<message-{message.pk}.")
    message.refresh_from_db()
    assert (message.text, message.html, message.failed, message.attempts) == ("", "", False, 1)
    assert message.sent_at is not None


def test_the_trail_knows_to_whom_but_not_what(person):
    message = queue(person)
    entry = TrailEntry.objects.get(verb="message.queue")
    assert (entry.object_id, entry.ids) == (
        str(message.pk),
        {"recipient": person.pk, "template": "foundation/messages/layout"},
    )


def test_a_change_that_does_not_happen_sends_nothing(person):
    with transaction.atomic():
        queue(person)
        transaction.set_rollback(True)
    jobs.run_waiting()
    assert not mail.outbox
    assert not Message.objects.exists()


def test_a_mail_server_that_is_away_is_tried_again(person, monkeypatch):
    message = queue(person)
    with monkeypatch.context() as away:
        away.setattr(mail.EmailMessage, "send", fail)
        jobs.run_waiting()
    message.refresh_from_db()
    assert (message.attempts, message.failed, bool(message.text)) == (1, False, True)
    DBTaskResult.objects.update(run_after=timezone.now())
    jobs.run_waiting()
    assert len(mail.outbox) == 1


def test_a_message_is_given_up_and_forgotten_after_the_third_attempt(person, monkeypatch):
    message = queue(person)
    monkeypatch.setattr(mail.EmailMessage, "send", fail)
    for _ in range(3):
        DBTaskResult.objects.update(run_after=timezone.now())
        jobs.run_waiting()
    message.refresh_from_db()
    assert (message.attempts, message.failed, message.text, message.sent_at) == (3, True, "", None)


def test_a_message_is_sent_once_though_its_job_runs_twice(person):
    message = queue(person)
    jobs.run_waiting()
    messages.send(Message.objects.get(pk=message.pk))
    assert len(mail.outbox) == 1


def test_the_text_of_a_message_that_was_never_sent_is_forgotten_too(person):
    from goldenthread.foundation.tasks import forget_finished

    message = queue(person)
    Message.objects.update(queued_at=timezone.now() - timedelta(days=31))
    forget_finished.call()
    message.refresh_from_db()
    assert (message.text, message.failed) == ("", True)


INVITATION = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:{}\r\nX-NOTE:café\r\nEND:VCALENDAR\r\n"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_an_invitation_goes_along_as_mail_programs_expect_it(person, method):
    message = queue(person, calendar=INVITATION.format(method))
    jobs.run_waiting()
    (sent,) = mail.outbox
    parts = {part.get_content_type(): part for part in message_from_bytes(sent.message().as_bytes()).walk()}
    alternative, attached = parts["text/calendar"], parts["application/ics"]
    assert alternative.get_param("method") == method
    assert alternative.get_content_charset() == "utf-8"
    assert attached.get_filename() == "invitation.ics"
    for part in (alternative, attached):
        assert part.get_payload(decode=True).decode().splitlines() == INVITATION.format(method).splitlines()
    inside = [part.get_content_type() for part in parts["multipart/alternative"].get_payload()]
    assert inside == ["text/plain", "text/html", "text/calendar"]  # the last is the one a calendar program prefers
    message.refresh_from_db()
    assert message.calendar == ""


def test_a_message_without_an_invitation_has_no_calendar(person):
    queue(person)
    jobs.run_waiting()
    (sent,) = mail.outbox
    assert sent.attachments == []
    assert [kind for _, kind in sent.alternatives] == ["text/html"]


def test_a_calendar_that_is_no_invitation_is_not_sent(person):
    with pytest.raises(ValueError, match="invitation"):
        queue(person, calendar=INVITATION.format("PUBLISH"))


def test_an_invitation_that_was_never_sent_is_forgotten_too(person):
    from goldenthread.foundation.tasks import forget_finished

    message = queue(person, calendar=INVITATION.format("REQUEST"))
    Message.objects.update(queued_at=timezone.now() - timedelta(days=31))
    forget_finished.call()
    message.refresh_from_db()
    assert (message.calendar, message.failed) == ("", True)
