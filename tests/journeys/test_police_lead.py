"""A police lead sits in two partnerships, sees what they may of both, and has a delegate."""

from datetime import timedelta

from django.urls import reverse

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import Attendance, Meeting
from goldenthread.partnership.roles import SeatRole
from tests import cast


def test_one_sign_in_for_two_partnerships(visit, universe):
    lead = visit("police_lead")
    lead.when_opens("/")
    lead.then_sees("Northmere LSCP", "Southmere LSCP", "Northmere board", "Southmere board")
    lead.when_follows("Southmere board")
    lead.then_sees("Southmere board")
    lead.when_enters(Partnership="Southmere LSCP")
    lead.when_presses("Switch")
    assert lead.page.title().endswith("Southmere LSCP")
    lead.when_opens("/")
    assert lead.page.title().endswith("Southmere LSCP"), "The choice is not remembered."


def test_sees_only_what_they_may(visit, universe):
    lead = visit("police_lead")
    for page, row in (("meeting_page", "south meeting"), ("document_page", "exploitation paper")):
        lead.when_opens(reverse(page, args=[universe[row].pk]))
    lead.when_opens(reverse("body_page", args=[universe["north board"].pk]))
    lead.then_does_not_see("Add a seat", "Change this body", "Add a meeting", "Add a document")
    for page, row in (
        ("body_edit", "north board"),
        ("attendance_record", "board meeting"),
        ("seat_add", "south board"),
    ):
        lead.when_opens(reverse(page, args=[universe[row].pk]), status=403)
    for page in ("trail_list", "person_add", "body_add"):
        lead.when_opens(reverse(page), status=403)
    for page, row in (("job_page", "job"),):
        lead.when_opens(reverse(page, args=[universe[row].pk]), status=404)


def test_a_delegate_enters_for_them_and_the_trail_says_so(visit, universe):
    cast.seat(universe, "police_lead", "", "exploitation", SeatRole.CO_CHAIR, "Co-chair")
    meeting = Meeting(body=universe["exploitation"], held_on=universe.today - timedelta(days=1)).keep(by=None)
    delegate = visit("delegate")
    delegate.when_opens("/")
    delegate.when_presses("Stop acting for Petra Holm")
    delegate.then_does_not_see("Exploitation subgroup")
    delegate.when_opens("/")
    delegate.when_presses("Act for Petra Holm")
    delegate.then_sees("You are acting for")

    delegate.when_opens(reverse("attendance_record", args=[meeting.pk]))
    delegate.when_presses("Mark everyone else present and save")
    delegate.then_sees("was saved: 2 seats changed.")
    assert set(Attendance.objects.filter(meeting=meeting).values_list("mark", flat=True)) == {"y"}
    entry = TrailEntry.objects.get(verb="attendance.record", object_id=str(meeting.pk))
    assert entry.actor == universe.people["delegate"]
    assert entry.acting_for == universe.people["police_lead"]

    scrutineer = visit("scrutineer")
    scrutineer.when_opens(reverse("trail_list"))
    scrutineer.then_sees("Dara Kemp", "for Petra Holm")
