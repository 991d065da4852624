"""Telling people: one message to each, exactly once, however often the process that does it dies."""

from __future__ import annotations

from email.utils import parseaddr
from textwrap import shorten

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from goldenthread.foundation import jobs, messages, trail
from goldenthread.foundation.models import Job
from goldenthread.foundation.rendering import day
from goldenthread.governance import calendar
from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import Meeting, MeetingNotice, Pack, PackNotice
from goldenthread.governance.notices.audience import Told, bodies_of, plan
from goldenthread.governance.notices.showing import MARKING, occasion, page_of
from goldenthread.partnership.models import Person

SUBJECT = 150
"""The longest subject, without its marking."""
WATCHED = ("calendar_sequence", "held_on", "date_precision", "cancelled_at")
"""Where one of these has changed, what was planned to be told is no longer true."""


@transaction.atomic
def invite(meeting: Meeting, *, by: Person) -> Job:
    """Queue the job that tells everybody what is due of ``meeting``: invitations, updates or cancellations.

    Raises NotPossible for a meeting that was held, one without a day, and where everybody has been told.
    """
    from goldenthread.governance.tasks import tell_of_meeting

    current = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    today = timezone.localdate()
    if not plan(current, today=today).due:
        if current.held_on < today:
            raise NotPossible("This meeting is over, so nobody is told of it any more.")
        if current.date_precision != Meeting.Precision.DAY:
            raise NotPossible("The day of this meeting is not known yet. Set its date first.")
        raise NotPossible("Everybody has been told already.")
    trail.record("meeting.invite", current, by=by, sequence=current.calendar_sequence)
    return jobs.enqueue(tell_of_meeting, current.pk, owner=by)


def tell_of_change(meeting: Meeting) -> None:
    """Queue the update, or the cancellation, where anybody was told of ``meeting``; with the caller's transaction.

    Called by each verb that changes what an invitation says.
    """
    from goldenthread.governance.tasks import tell_of_meeting

    if meeting.notices.exists():
        jobs.enqueue(tell_of_meeting, meeting.pk)


def send_due(meeting: Meeting) -> int:
    """Tell everybody what is due of ``meeting``; how many were told.

    Each person is told in a transaction of their own, which holds the meeting. Where the meeting or what the
    person was told has changed since it was planned, it is planned anew.
    """
    done, meeting = 0, _fresh(meeting.pk)
    while due := plan(meeting, today=timezone.localdate()).due:
        for each in due:
            jobs.progress(done, done + len(due), "Messages")
            if not _tell(meeting, each):
                break
            done += 1
        meeting = _fresh(meeting.pk)
    return done


def announce(pack: Pack) -> int:
    """Tell those a meeting is told to that ``pack`` was published; how many were told.

    Who was not told of the meeting itself, or not of its newest date and place, gets the invitation with it.
    A pack that is not published, or of a cancelled meeting, is not announced.
    """
    done = 0
    meeting = _fresh(pack.meeting_id)
    while waiting := _not_told_of(pack, meeting):
        for each in waiting:
            jobs.progress(done, done + len(waiting), "Messages")
            if not _tell(meeting, each, pack):
                break
            done += 1
        meeting = _fresh(meeting.pk)
    return done


def _fresh(meeting_id: int) -> Meeting:
    return Meeting.objects.select_related("body").prefetch_related("joint_with").get(pk=meeting_id)


def _not_told_of(pack: Pack, meeting: Meeting) -> list[Told]:
    if pack.published_at is None or meeting.cancelled_at is not None:
        return []
    told = set(pack.notices.values_list("person_id", flat=True))
    people = plan(meeting, today=timezone.localdate()).people
    return [each for each in people if each.invitee and each.person.pk not in told]


@transaction.atomic
def _tell(meeting: Meeting, each: Told, pack: Pack | None = None) -> bool:
    """Queue one person's message and write that it was; False, and nothing, where things are not as planned."""
    now = timezone.now()
    current = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    notice = MeetingNotice.objects.filter(meeting=meeting, person=each.person).first()
    if any(getattr(current, name) != getattr(meeting, name) for name in WATCHED):
        return False
    if (notice and notice.revision) != (each.notice and each.notice.revision):
        return False
    if pack is not None:
        told, new = PackNotice.objects.get_or_create(pack=pack, person=each.person, defaults={"sent_at": now})
        if not new:
            return False
        trail.record("pack_notice.send", told, by=None, pack=pack.pk, recipient=each.person.pk)
    entry = ""
    if each.due and (pack is None or each.due == MeetingNotice.Kind.INVITATION):
        entry = _to_calendar(meeting, each, each.due, notice)
    _queue(meeting, each, entry, pack)
    return True


def _to_calendar(meeting: Meeting, each: Told, kind: MeetingNotice.Kind, before: MeetingNotice | None) -> str:
    """What the person's calendar is sent; the row that holds it is written."""
    revision = calendar.next_revision(meeting.calendar_sequence, before.revision if before else None)
    # Somebody no longer invited is told of the day they know, and of nothing that came after.
    held_on = before.held_on if before and kind == MeetingNotice.Kind.CANCELLATION else meeting.held_on
    notice, _ = MeetingNotice.objects.update_or_create(
        meeting=meeting,
        person=each.person,
        defaults={
            "kind": kind,
            "sequence": meeting.calendar_sequence,
            "revision": revision,
            "held_on": held_on,
            "sent_at": timezone.now(),
        },
    )
    trail.record("meeting_notice.send", notice, by=None, meeting=meeting.pk, recipient=each.person.pk, kind=kind)
    organiser = calendar.Party(meeting.body.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    attendee = calendar.Party(each.person.name, each.person.email or "", bool(each.invitee and each.invitee.optional))
    write = calendar.cancellation if kind == MeetingNotice.Kind.CANCELLATION else calendar.request
    return write(
        occasion(meeting, each.invitee, held_on=None if write is calendar.request else held_on),
        organiser=organiser,
        attendee=attendee,
        revision=revision,
        stamp=timezone.now(),
    )


def _queue(meeting: Meeting, each: Told, entry: str, pack: Pack | None) -> None:
    """Queue the message, in words that hold no title of what is restricted or not published."""
    what = calendar.summary([body.name for body in bodies_of(meeting)], meeting.get_kind_display())
    guest = each.invitee is not None and each.invitee.is_guest
    cancelling = each.due == MeetingNotice.Kind.CANCELLATION
    when = _when(meeting, each) if cancelling else day(meeting.held_on)
    if pack is not None:
        words = f"Supplement {pack.supplement}" if pack.supplement else "Papers"
        when = when if meeting.date_precision == Meeting.Precision.DAY else ""
    elif cancelling:
        words = "No longer invited" if not each.invitee else "Cancelled" if meeting.cancelled_at else "No day yet"
    else:
        words = "Changed" if each.is_invited else "Invitation"
    messages.queue(
        to=each.person,
        template=f"governance/messages/{'pack' if pack else 'cancellation' if cancelling else 'invitation'}",
        context={
            "meeting": meeting,
            "what": what,
            "when": when,
            "pack": pack,
            "invitee": each.invitee,
            "guest": guest,
            "changed": each.is_invited,
            "page": page_of(meeting, guest=guest),
            "papers": page_of(meeting, guest=guest, name="pack_page"),
            "with_calendar": bool(entry),
        },
        subject=shorten(f"{words}{', ' if when else ''}{when}: {what}", SUBJECT, placeholder="…"),
        marking=MARKING,
        calendar=entry,
    )


def _when(meeting: Meeting, each: Told) -> str:
    """The day that somebody was told of whose calendar is to forget it."""
    return day(each.notice.held_on if each.notice else meeting.held_on)
