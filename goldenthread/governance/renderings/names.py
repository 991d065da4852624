"""Whose names the public part must not hold: everybody whom this meeting and its partnership know."""

from __future__ import annotations

from django.db.models import Q

from goldenthread.governance.models import Apology, Attendance, Declaration, ItemReader, Meeting
from goldenthread.governance.rules.minutes import NAME_WITHHELD, looks_like_a_name
from goldenthread.partnership.models import Person


def known_names(meeting: Meeting) -> dict[str, str]:
    """Each name with what the public reads in its place: the seat its holder had on the day, else that it is withheld.

    People of the partnership's register, those of the attendance sheet and of apologies, those named for items,
    and those who declared an interest under a name.
    """
    bodies = [meeting.body, *meeting.joint_with.all()]
    partnerships = {body.partnership_id for body in bodies if body.partnership_id}
    seated = Person.objects.filter(
        Q(appointments__seat__body__in=bodies) | Q(appointments__seat__body__partnership_id__in=partnerships)
    )
    typed = [
        *Person.objects.filter(pk__in=seated.values("pk")).values_list("name", flat=True),
        *Attendance.objects.filter(meeting=meeting, person__isnull=False).values_list("person__name", flat=True),
        *Attendance.objects.filter(meeting=meeting).values_list("representative_name", flat=True),
        *Apology.objects.filter(meeting=meeting).values_list("representative_name", flat=True),
        *Apology.objects.filter(meeting=meeting, representative__isnull=False).values_list(
            "representative__name", flat=True
        ),
        *ItemReader.objects.filter(item__meeting=meeting, person__isnull=False).values_list("person__name", flat=True),
        *(
            name
            for name in Declaration.objects.filter(item__meeting=meeting).values_list("name", flat=True)
            if looks_like_a_name(name)
        ),
    ]
    names = {name: NAME_WITHHELD for name in typed if name.strip()}
    places = meeting.roster()
    seats = {place.seat.title for place in places}
    names = {name: shown for name, shown in names.items() if name not in seats}
    return names | {place.holder_name: place.seat.title for place in places if place.holder_name}
