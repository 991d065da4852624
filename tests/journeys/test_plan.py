"""The plan: a police lead attests from a phone; a business manager adds, follows and closes; a chair reads it all."""

import pytest
from django.urls import reverse

from goldenthread.improvement.models import Action, ActionFile, Attestation, Closure
from goldenthread.improvement.rules import Status
from tests.journeys.visit import NARROW


def test_a_police_lead_attests_with_a_document_from_a_phone(visit, universe):
    lead = visit("police_lead")
    lead.page.set_viewport_size({"width": NARROW, "height": 640})
    lead.when_opens("/")
    lead.when_follows("See your actions")
    lead.then_sees("Awaited from you", "Ask children of the south what they think")
    lead.when_follows("Ask children of the south")
    lead.when_presses("Attest this part")
    lead.then_sees("Enter what shows that this part is done.")
    lead.when_enters(What_shows_that_this_part_is_done="Officers asked forty children at three schools")
    lead.when_attaches("Document", "answers.txt", b"What they said.")
    lead.when_presses("Attest this part")
    lead.then_sees("The part of Mere Police is attested.", "Mere Police attested its part", "answers.txt")
    part = universe["south part"]
    part.refresh_from_db()
    assert part.attested_on == universe.today
    assert ActionFile.objects.get(attestation=part).document.title == "answers.txt"


def test_a_business_manager_adds_an_action_and_sees_it_to_its_end(visit, universe):
    manager = visit("business_manager")
    manager.when_opens(reverse("plan_page"))
    manager.when_follows("Add an action")
    manager.when_presses("Save")
    manager.then_sees("Enter what will be done.")
    manager.when_enters(What_will_be_done="Print a card for every pupil", Lead_in_words="Business manager")
    manager.when_enters(Outcome="Voice of north children", The_measure="Pupils who know the card")
    manager.when_chooses("An indicator")
    manager.when_chooses("Northmere Council")
    manager.when_enters(Reviewed="Every quarter")
    manager.when_presses("Save")
    manager.then_sees("was added to the plan.", "On track", "A part is awaited: Northmere Council.")
    action = Action.objects.get(text="Print a card for every pupil")

    manager.when_follows("Say what has happened")
    manager.when_enters(What_has_happened="The card is drawn")
    manager.when_presses("Save the update")
    manager.then_sees("Your update was saved.", "The card is drawn")

    manager.when_follows("Close this action")
    manager.then_sees("Awaited: Northmere Council.")
    manager.when_follows("Cancel")
    manager.when_follows("Release")
    manager.when_enters(Why_this_part_is_no_longer_asked_for="Schools do it")
    manager.when_presses("Release the contributor")
    manager.when_follows("Close this action")
    manager.when_enters(What_shows_that_it_is_done="Eight thousand cards were given out")
    manager.when_presses("Close the action")
    manager.then_sees("The action is closed.", "Complete")
    assert Closure.objects.get(action=action).evidence == "Eight thousand cards were given out"
    assert not Attestation.objects.awaited().filter(action=action).exists()
    assert Action.objects.get(pk=action.pk).status == Status.COMPLETE

    manager.when_opens(reverse("impact_list"))
    manager.then_sees("How do we know it made a difference?", "Pupils who know the card")


@pytest.mark.parametrize("person", ["chair", "subgroup_chair"])
def test_the_plan_is_read_as_a_table_a_board_and_by_priority(visit, universe, person):
    reader = visit(person)
    reader.when_opens(reverse("plan_page"))
    reader.then_sees("Ask children of the north what they think", "How it is worked out how an action stands")
    reader.then_does_not_see("Children of the south")
    reader.when_enters(How_it_stands="Paused")
    reader.when_presses("Show")
    reader.then_sees("Open a north drop-in")
    reader.then_does_not_see("Write a north leaflet")
    assert "status=paused" in reader.page.url
    reader.when_follows("Board")
    reader.when_opens(f"{reverse('plan_board')}?by=month")
    reader.when_follows("Priorities")
    reader.then_sees("Voice of north children", "A national plan")
    reader.when_opens(reverse("action_page", args=[universe["north action"].pk]))
    reader.then_sees("Contributors and their parts", "What has happened", "Forty children were asked")
    if person == "subgroup_chair":
        reader.when_opens(reverse("action_bulk_update", args=[universe["exploitation"].pk]))
        reader.page.locator("textarea").first.fill("Sixty by now")
        reader.when_presses("Save the updates")
        reader.then_sees("1 update was saved.")
