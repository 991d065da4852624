"""A business manager takes a year of meetings from plan to public minutes; others read what is theirs to read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from goldenthread.foundation import jobs
from goldenthread.foundation.models import Message
from goldenthread.governance.models import AgendaItem, Meeting, Minutes
from goldenthread.partnership.roles import SeatRole
from tests import cast

OPEN, CLOSED = "School attendance", "Kestrel matter"
SECRETS = (CLOSED, "Kestrel figures", "Kestrel was discussed")
RESTRICTED = (
    "Restricted: only those who may see what is restricted, and those named, learn more than that there is one"
)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def group(universe):
    """The schools group, with a virtual member of their own."""
    cast.seat(universe, "virtual_member", "Vera Lomax", "schools", SeatRole.VIRTUAL, "Virtual member", agency="school")
    return universe["schools"]


def when_a_year_is_planned(manager, body, first):
    """Plan quarterly meetings from a day; every date is shown before anything is added."""
    manager.when_opens(reverse("series_add", args=[body.pk]))
    manager.when_presses("Show the dates")
    manager.then_sees("There is a problem")
    manager.when_chooses("Every three months")
    manager.when_gives_date("First meeting", first)
    manager.when_gives_date("No later than", first + timedelta(days=365))
    manager.when_chooses("Hybrid")
    manager.when_presses("Show the dates")
    manager.then_sees("Nothing has been added yet.")
    manager.when_presses("Add these meetings")
    return list(Meeting.objects.filter(body=body, series__isnull=False).order_by("held_on"))


def when_an_agenda_is_made(manager, meeting):
    """An open item and a restricted one, each with its paper."""
    manager.when_opens(reverse("agenda_page", args=[meeting.pk]))
    for title, name, restricted in ((OPEN, "attendance.csv", False), (CLOSED, "kestrel.txt", True)):
        manager.when_follows("Add an item")
        manager.when_fills("Title", title)
        manager.when_chooses("For discussion")
        if restricted:
            manager.when_chooses(RESTRICTED)
        manager.when_presses("Add this item")
        manager.then_sees("The item was added.")
        item = AgendaItem.objects.get(meeting=meeting, title=title)
        when_a_paper_is_added(manager, item, "Kestrel figures" if restricted else "Attendance figures", name)


def when_a_paper_is_added(manager, item, title, name):
    """A paper of an item, from its link on the agenda."""
    manager.when_opens(reverse("paper_add", args=[item.pk]))
    manager.when_fills("Title", title)
    manager.when_attaches("File", name, b"school,rate\nNorth,91\nSouth,93\n")
    manager.when_presses("Add this paper")
    manager.then_sees("The paper was added.")


def when_the_pack_is_published(manager, meeting, name):
    """Build what is to be built, and publish it."""
    manager.when_opens(reverse("pack_page", args=[meeting.pk]))
    manager.when_presses(f"Build {'the ' if name == 'agenda pack' else ''}{name}")
    manager.page.goto("about:blank")  # the page of the job would lead on by itself
    jobs.run_waiting()
    manager.when_opens(reverse("pack_page", args=[meeting.pk]))
    manager.when_follows(f"Publish {name}")
    manager.when_presses(f"Publish {name}")
    manager.then_sees(f"{name.capitalize()} was published.")
    jobs.run_waiting()


def when_minutes_are_written(manager, meeting):
    """Attendance, then minutes with a restricted part, circulated."""
    manager.when_opens(reverse("attendance_record", args=[meeting.pk]))
    manager.when_presses("Mark everyone else present and save")
    manager.when_follows("Minutes")
    manager.when_follows("Begin the minutes")
    manager.when_presses("Begin the minutes")
    item = AgendaItem.objects.get(meeting=meeting, title=OPEN)
    manager.page.locator(f"#id_text_{item.pk}").fill("Attendance rose in both areas.")
    manager.page.locator(f"#id_restricted_{item.pk}").fill("Kestrel was discussed in confidence.")
    manager.when_presses("Save and come back to item 1")
    manager.then_sees("The minutes were saved: 1 item changed.")
    manager.when_opens(reverse("minutes_page", args=[meeting.pk]))
    manager.then_sees("Attendance rose in both areas.", "Kestrel was discussed in confidence.")
    manager.when_follows("Circulate")
    manager.when_presses("Circulate")
    manager.then_sees("The minutes were circulated.")
    jobs.run_waiting()


def when_they_are_agreed_and_published(manager, meeting, later):
    """A later meeting agrees them; the public rendering is read, then published."""
    manager.when_opens(reverse("minutes_page", args=[meeting.pk]))
    manager.when_follows("Record that they were agreed")
    if manager.page.get_by_label("Meeting that agreed them").count():
        manager.page.get_by_label("Meeting that agreed them").select_option(value=str(later.pk))
    manager.when_presses("Record that they were agreed")
    manager.when_opens(reverse("minutes_public", args=[meeting.pk]))
    manager.then_sees("Attendance rose in both areas.")
    manager.when_opens(reverse("minutes_page", args=[meeting.pk]))
    manager.when_follows("Publish")
    manager.when_presses("Publish")
    manager.then_sees("The public minutes are published.")


def test_from_a_year_of_meetings_to_public_minutes(visit, universe, group):
    manager = visit("business_manager")
    planned = when_a_year_is_planned(manager, group, universe.today - timedelta(days=110))
    assert len(planned) in {4, 5}
    meeting, later = planned[:2]
    assert later.held_on < universe.today
    when_an_agenda_is_made(manager, meeting)
    when_the_pack_is_published(manager, meeting, "agenda pack")
    when_a_paper_is_added(manager, AgendaItem.objects.get(meeting=meeting, title=OPEN), "Late figures", "late.csv")
    when_the_pack_is_published(manager, meeting, "supplement 1")
    manager.then_sees("Late figures", "S1-")
    when_minutes_are_written(manager, meeting)
    when_they_are_agreed_and_published(manager, meeting, later)
    assert Minutes.objects.get(meeting=meeting).published_at

    then_a_virtual_member_reads_on_a_phone(visit, universe, meeting)
    then_a_stranger_finds_nothing(visit, meeting)
    letters = Message.objects.filter(recipient=universe.people["virtual_member"]).values_list("subject", flat=True)
    assert any("pack" in subject.lower() or "papers" in subject.lower() for subject in letters), list(letters)


def then_a_virtual_member_reads_on_a_phone(visit, universe, meeting):
    """Without JavaScript, on a narrow screen: agenda, pack and minutes, and nothing that is restricted."""
    member = visit("virtual_member", javascript=False)
    member.page.set_viewport_size(PHONE)
    member.when_opens(reverse("meeting_page", args=[meeting.pk]))
    member.then_sees(OPEN, "Restricted item")
    member.then_does_not_see(*SECRETS)
    member.when_follows("Agenda pack")
    member.then_sees("Attendance figures", "Late figures")
    member.then_does_not_see(*SECRETS)
    with member.page.expect_download() as taken:
        member.page.locator("a", has_text="Download agenda pack").click()
    assert taken.value.suggested_filename.endswith(".pdf")
    member.when_opens(reverse("minutes_page", args=[meeting.pk]))
    member.then_sees("Attendance rose in both areas.")
    member.then_does_not_see(*SECRETS)


def then_a_stranger_finds_nothing(visit, meeting):
    """Somebody with an account and no seat: no meeting, no pack, no minutes, no feed."""
    stranger = visit("stranger")
    stranger.when_opens(reverse("meeting_page", args=[meeting.pk]), status=404)
    stranger.when_opens(reverse("pack_page", args=[meeting.pk]), status=403)
    stranger.when_opens(reverse("minutes_page", args=[meeting.pk]), status=404)
    stranger.when_opens(reverse("search") + "?q=attendance", status=403)
    stranger.then_does_not_see(OPEN, *SECRETS)
