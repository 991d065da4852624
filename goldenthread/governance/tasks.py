"""Jobs of governance."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from goldenthread.foundation import jobs
from goldenthread.foundation.jobs import job
from goldenthread.foundation.schedules import every
from goldenthread.governance import notices
from goldenthread.governance.models import Meeting, MeetingNotice, Pack, PackFile
from goldenthread.partnership.models import Person
from goldenthread.records import store

# Packs


@job("Build an agenda pack", idempotent=True)
def build_pack(meeting_id: int, person_id: int) -> str:
    """Build the pack of a meeting, or its next supplement, for the person who asked for it."""
    meeting = Meeting.objects.select_related("body").get(pk=meeting_id)
    Pack.build(meeting, by=Person.objects.get(pk=person_id), progress=jobs.progress)
    return reverse("pack_page", args=[meeting_id])


@store.known_from
def _of_packs() -> Iterable[str]:
    return PackFile.objects.values_list("file", flat=True)


# Telling people of meetings and packs


@job("Tell people of a meeting", idempotent=True)
def tell_of_meeting(meeting_id: int) -> str | None:
    """Send what is due of a meeting: invitations, updates, cancellations. One that was removed has none."""
    meeting = Meeting.objects.select_related("body").filter(pk=meeting_id).first()
    if meeting is None:
        return None
    notices.send_due(meeting)
    return reverse("meeting_invite", args=[meeting_id])


@job("Tell people of a pack", idempotent=True)
def announce_pack(pack_id: int) -> str | None:
    """Tell those a meeting is told to that a pack was published."""
    notices.announce(Pack.objects.get(pk=pack_id))
    return None


@every(days=1)
@job("Keep invitations as seats are", idempotent=True)
def keep_invitations() -> None:
    """Invite those who came to a body since its meeting was told, and take it from the calendars of those who left."""
    today = timezone.localdate()
    told = MeetingNotice.objects.filter(held_on__gte=today).values("meeting_id")
    for meeting in Meeting.objects.select_related("body").filter(pk__in=told):
        notices.send_due(meeting)
