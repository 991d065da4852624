"""What calendars show of a meeting to one person: in an invitation, in a file, in the person's own feed."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse

from goldenthread.governance import calendar
from goldenthread.governance.models import AgendaItem, ItemReader, Meeting
from goldenthread.governance.notices.audience import Invitee, bodies_of
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

MARKING = Circulation.BODY.marking
BACK, AHEAD = timedelta(days=90), timedelta(days=366)
"""How far a private calendar reaches."""


def occasion(meeting: Meeting, invitee: Invitee | None, *, held_on: date | None = None) -> calendar.Occasion:
    """``meeting`` for the calendar of ``invitee``. With ``held_on``, no more than who was to meet on that day."""
    bodies = [body.name for body in bodies_of(meeting)]
    if held_on is not None:
        return calendar.Occasion(
            uid=calendar.uid(meeting.pk, settings.MAIL_DOMAIN),
            summary=calendar.summary(bodies, meeting.get_kind_display()),
            day=held_on,
            marking=MARKING,
            cancelled=invitee is not None and meeting.cancelled_at is not None,
        )
    return calendar.occasion(
        meeting,
        bodies,
        domain=settings.MAIL_DOMAIN,
        page=page_of(meeting, guest=invitee is not None and invitee.is_guest),
        marking=MARKING,
        notes=invitee.mentions if invitee else (),
    )


def calendar_of(scope: Scope) -> list[calendar.Occasion]:
    """The meetings of the bodies the person of ``scope`` sits on today, and of items that name them.

    From 90 days ago to a year ahead, cancelled ones too; those whose day is not known are in nobody's calendar.
    """
    named = ItemReader.objects.naming(scope)
    joint = Meeting.joint_with.through.objects.filter(body_id__in=scope.body_ids).values("meeting_id")
    own = Q(body_id__in=scope.body_ids) | Q(pk__in=joint) | Q(pk__in=named.values("item__meeting_id"))
    rows = (
        Meeting.objects.visible_to(scope)
        .filter(own, date_precision=Meeting.Precision.DAY)
        .during(scope.today - BACK, scope.today + AHEAD)
        .select_related("body")
        .prefetch_related("joint_with")
    )
    return [occasion(meeting, invitee) for meeting, invitee in as_invited(rows, scope)]


def as_invited(rows: QuerySet[Meeting], scope: Scope) -> list[tuple[Meeting, Invitee | None]]:
    """Each of ``rows`` with the person of ``scope`` as its guest, or with None where they see the meeting itself."""
    person = scope.acting_for or scope.person
    seen = set(
        Meeting.objects.allowing(Permission.SEE_ATTENDANCE, scope).filter(pk__in=rows).values_list("pk", flat=True)
    )
    items: dict[int, list[AgendaItem]] = {}
    for reader in ItemReader.objects.naming(scope).filter(item__meeting__in=rows).select_related("item"):
        items.setdefault(reader.item.meeting_id, []).append(reader.item)
    return [
        (row, None if row.pk in seen or person is None else Invitee(person, "", items=tuple(items.get(row.pk, ()))))
        for row in rows
    ]


def page_of(meeting: Meeting, *, guest: bool, name: str = "meeting_page") -> str:
    """The whole address of a page of ``meeting``; a guest's is that of the meeting, which shows their item alone."""
    path = reverse("meeting_page" if guest else name, args=[meeting.pk])
    return f"{settings.ADDRESS}{path}"
