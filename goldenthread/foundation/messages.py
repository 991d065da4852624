"""Messages to people: queued with the change they tell of, sent by a job once that is committed."""

import re
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from goldenthread.foundation import jobs, trail
from goldenthread.foundation.models import Message

METHOD = re.compile(r"^METHOD:(REQUEST|CANCEL)\r?$", re.MULTILINE)
"""What an invitation asks of a calendar: to take it, or to take it out again."""


@transaction.atomic
def queue(
    *, to: Any, template: str, context: dict[str, Any], subject: str, marking: str, calendar: str = ""
) -> Message:
    """Queue one message to a person of the user model, drawn from ``<template>.txt`` and ``<template>.html``.

    Both templates extend ``foundation/messages/layout`` of the same ending. ``marking`` stands in the subject
    and in the body. ``calendar`` is an invitation to a calendar or its cancellation (RFC 5546), sent along.
    The trail holds that it was queued, to whom, and which template; never what it says. Raises ValueError for
    a calendar of another method.
    """
    if calendar and not METHOD.search(calendar):
        raise ValueError("The calendar of a message is an invitation (METHOD:REQUEST) or a cancellation (CANCEL).")
    from goldenthread.foundation.tasks import send_message

    context = {**context, "recipient": to, "subject": subject, "marking": marking, "address": settings.ADDRESS}
    message = Message.objects.create(
        recipient=to,
        address=to.email,
        subject=f"{marking}: {subject}",
        text=render_to_string(f"{template}.txt", context, using="jinja2"),
        html=render_to_string(f"{template}.html", context, using="jinja2"),
        marking=marking,
        calendar=calendar,
    )
    trail.record("message.queue", message, by=None, recipient=to.pk, template=template)
    jobs.enqueue(send_message, message.pk)
    return message


def send(message: Message) -> None:
    """Hand one message to the mail server and forget its text; a message already sent or given up is left alone.

    The Message-ID is the same at every attempt, so that mail programs drop a repetition. Raises what the mail
    server's connection raises; after the last attempt the message is given up.
    """
    if message.sent_at or message.failed:
        return
    message.attempts += 1
    message.failed = message.attempts >= jobs.ATTEMPTS
    message.save(update_fields=["attempts"])
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.address],
        headers={"Message-ID": f"<message-{message.pk}.{message.queued_at:%s%f}@{settings.MAIL_DOMAIN}>"},
    )
    mail.attach_alternative(message.html, "text/html")
    _attach_calendar(mail, message.calendar)
    try:
        mail.send()
    except Exception:
        if message.failed:
            _forget(message)
        raise
    message.failed = False
    message.sent_at = timezone.now()
    _forget(message)


def _attach_calendar(mail: EmailMultiAlternatives, calendar: str) -> None:
    """Add the invitation twice, as calendar programs send it: some read the alternative, some the attachment."""
    method = METHOD.search(calendar)
    if method:
        mail.attach_alternative(calendar, f"text/calendar; method={method[1]}")
        mail.attach("invitation.ics", calendar.encode(), "application/ics")


def _forget(message: Message) -> None:
    message.text = message.html = message.calendar = ""
    message.save(update_fields=["text", "html", "calendar", "sent_at", "failed"])
