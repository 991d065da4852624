"""A business manager sets up a subgroup, invites a member, records attendance and finds who to follow up."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from goldenthread.foundation.models import Message
from goldenthread.governance.models import Attendance
from goldenthread.partnership.models import Body, Person

with_and_without_javascript = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no javascript"])


def given_a_subgroup_with_seats(visitor, universe):
    """Add the subgroup and two seats; a form sent empty says what is missing."""
    visitor.when_opens("/")
    visitor.when_follows("Bodies", within="header")
    visitor.when_follows("Add a body")
    visitor.when_presses("Save")
    visitor.then_sees("There is a problem")
    visitor.when_enters(Name="Neglect subgroup", Kind="Subgroup", Partnership="Northmere LSCP")
    visitor.when_gives_date("Start date", universe.today - timedelta(days=60))
    visitor.when_chooses("Northmere board")
    visitor.when_presses("Save")
    visitor.then_sees("Neglect subgroup was added.")
    for title, role, agency in (
        ("Chair of neglect", "Chair", "Northmere Council"),
        ("School lead", "Core member", "Northmere Hill School"),
    ):
        visitor.when_follows("Add a seat")
        visitor.when_enters(Title=title, Role=role, Agency=agency)
        visitor.when_gives_date("Start date", universe.today - timedelta(days=60))
        visitor.when_presses("Save")
        visitor.when_opens(reverse("body_page", args=[Body.objects.get(name="Neglect subgroup").pk]))


def given_people_in_them(visitor, universe):
    """Add and invite a new member, and appoint them and somebody who is there already."""
    visitor.when_opens(reverse("person_list"))
    visitor.when_follows("Add a person")
    visitor.when_enters(Name="Nadia Wren", Agency="Northmere Hill School")
    visitor.when_fills("E-mail address", "nadia.wren@example.org")
    visitor.when_presses("Save")
    visitor.then_sees("Nadia Wren was added.")
    visitor.when_presses("Invite to sign in")
    visitor.then_sees("Nadia Wren was sent an invitation.")
    for title, person in (("Chair of neglect", "Cora Ashby"), ("School lead", "Nadia Wren")):
        visitor.when_opens(reverse("body_page", args=[Body.objects.get(name="Neglect subgroup").pk]))
        visitor.when_follows(title)
        visitor.when_follows("Appoint somebody")
        visitor.when_enters(Person=person)
        visitor.when_chooses("Holds the seat")
        visitor.when_gives_date("Start date", universe.today - timedelta(days=60))
        visitor.when_presses("Save")
        visitor.then_sees(person)


def when_a_meeting_is_added(visitor, day: date):
    """Add a meeting of the subgroup; its page is shown."""
    visitor.when_opens(reverse("body_page", args=[Body.objects.get(name="Neglect subgroup").pk]))
    visitor.when_follows("Add a meeting")
    visitor.when_gives_date("Date of the meeting", day)
    visitor.when_chooses("Ordinary")
    visitor.when_chooses("Hybrid")
    visitor.when_presses("Add this meeting")


def when_attendance_is_recorded_by_keyboard(visitor):
    """From the page of the meeting, with keys alone: the chair was there, the school lead was not."""
    visitor.when_tabs_to("Record attendance")
    visitor.when_goes_on_with("Enter")
    visitor.when_tabs_to("Present", of="Chair of neglect")
    visitor.when_types("Space")
    visitor.when_tabs_to("Present", of="School lead")
    visitor.when_types("Space", "ArrowDown")
    visitor.when_tabs_to("Save")
    visitor.when_goes_on_with("Enter")
    visitor.then_sees("was saved: 2 seats changed.")


@with_and_without_javascript
def test_from_a_new_subgroup_to_a_letter(visit, universe, javascript):
    manager = visit("business_manager", javascript=javascript)
    given_a_subgroup_with_seats(manager, universe)
    given_people_in_them(manager, universe)
    assert Message.objects.get(recipient__email="nadia.wren@example.org").subject.startswith("OFFICIAL: ")

    for days in (21, 7):
        when_a_meeting_is_added(manager, universe.today - timedelta(days=days))
        when_attendance_is_recorded_by_keyboard(manager)
    marks = Attendance.objects.filter(meeting__body__name="Neglect subgroup")
    assert (
        sorted(marks.values_list("seat__title", "mark"))
        == [("Chair of neglect", "y")] * 2 + [("School lead", "x")] * 2
    )

    manager.when_opens(reverse("body_page", args=[Body.objects.get(name="Neglect subgroup").pk]))
    manager.when_follows("Who to follow up about attendance")
    manager.when_gives_date("From", universe.today - timedelta(days=30))
    manager.when_gives_date("To", universe.today)
    manager.when_presses("Show")
    manager.then_sees("School lead", "Missed the last 2 meetings in a row")
    manager.then_does_not_see("Chair of neglect")
    manager.when_follows("Draft letter")
    assert "School lead" in manager.heading()
    assert "Nadia Wren" in manager.page.get_by_label("The letter").input_value()
    assert Person.objects.get(name="Nadia Wren").invitations.count() == 1
