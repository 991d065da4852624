"""From a broken thread to the agenda, to a decision and its action; a group's quarter; a worry that is answered."""

from datetime import timedelta

from django.urls import reverse

from goldenthread.foundation import jobs
from goldenthread.governance.models import AgendaItem, Decision, Meeting, Worry
from goldenthread.improvement.models import Action, Tabling
from goldenthread.partnership.roles import SeatRole
from tests import cast

WHICH = "Evidence never discussed at any meeting"
NAMELESS = "This names nobody: no child, no family, no colleague, no school"


def when_the_chair_tables_what_was_never_discussed(chair):
    """From the list of broken threads, by the link that mends it."""
    chair.when_opens(reverse("broken_threads"))
    chair.when_follows(WHICH)
    chair.then_sees("Inspection")
    chair.when_follows("Table it for a body Inspection")
    chair.when_fills("Which body is to discuss it?", "Northmere board")
    chair.when_presses("Table it")
    chair.then_sees("It is tabled for Northmere board.", "Not yet")


def when_it_is_taken_and_minuted(clerk, meeting):
    """Put on the agenda, with a decision under it; the minutes circulated."""
    clerk.when_opens(reverse("agenda_page", args=[meeting.pk]))
    clerk.when_presses("Put on the agenda Inspection")
    clerk.then_sees("It is on the agenda.")
    clerk.when_opens(reverse("minutes_begin", args=[meeting.pk]))
    clerk.when_presses("Begin the minutes")
    item = AgendaItem.objects.get(meeting=meeting)
    clerk.page.locator(f"#id_text_{item.pk}").fill("The judgement was read.")
    clerk.when_presses("Save and add a decision under item 1")
    clerk.when_fills("What was decided", "Each agency checks its own records.")
    clerk.when_fills("Who decided", "The board")
    clerk.when_presses("Save")
    clerk.then_sees("The decision was added.")
    clerk.when_opens(reverse("minutes_circulate", args=[meeting.pk]))
    clerk.when_presses("Circulate")
    jobs.run_waiting()


def test_a_broken_thread_is_discussed_and_its_decision_becomes_an_action(visit, universe):
    board = universe["north board"]
    meeting = Meeting(body=board, held_on=universe.today - timedelta(days=1)).keep(by=None)
    chair, clerk = visit("chair"), visit("clerk", javascript=False)
    when_the_chair_tables_what_was_never_discussed(chair)
    when_it_is_taken_and_minuted(clerk, meeting)
    tabling = Tabling.objects.get(evidence=universe["inspection"].pk)
    assert tabling.discussed_on == meeting.held_on

    chair.when_opens(reverse("evidence_page", args=[universe["inspection"].pk]))
    chair.then_sees("✓ Discussed")
    chair.when_opens(reverse("broken_threads") + "?kind=evidence+never+discussed")
    assert not [row for row in chair.table() if row[0].endswith("Inspection")]

    decision = Decision.objects.get(item__meeting=meeting)
    clerk.when_opens(reverse("minutes_page", args=[meeting.pk]))
    clerk.when_follows(f"Raise an action from this decision: {decision.text}")
    clerk.when_presses("Add to the plan of Northmere LSCP")
    clerk.then_sees("There is a problem")
    clerk.when_fills("Lead in words", "Business manager")
    clerk.when_fills("Reviewed", "Every quarter")
    clerk.when_presses("Add to the plan of Northmere LSCP")
    clerk.then_sees("A decision of Northmere board")
    action = Action.objects.get(text=decision.text)
    chair.when_opens(reverse("minutes_matters", args=[universe["next meeting"].pk]))
    chair.then_sees(f"{action.reference}: {decision.text}", "On track")


def test_a_group_submits_its_update_only_with_the_voice_of_the_child(visit, universe):
    runner = visit("subgroup_chair")
    runner.when_opens(reverse("quarterly_theme_list", args=[universe["exploitation"].pk]))
    runner.when_follows("Write the update")
    runner.when_fills("What is the group's answer to the theme?", "Early help works.")
    runner.when_presses("Save the draft")
    runner.then_sees("The draft was saved.")
    runner.when_presses("Submit")
    runner.then_sees("There is a problem", "An update without the voice of the child is not submitted.")
    runner.when_fills("What did children say, and what came of it?", "They asked for one worker.")
    runner.when_presses("Submit")
    runner.then_sees("was submitted.", "They asked for one worker.")
    reader = visit("lay_member", javascript=False)
    reader.page.set_viewport_size({"width": 320, "height": 720})
    reader.when_opens(reverse("quarter_updates", args=[universe["quarterly theme"].pk]))
    reader.then_sees("1 of 2 submitted.", "They asked for one worker.", "Awaiting")


def test_a_worry_goes_up_to_the_board_and_its_answer_comes_down(visit, universe):
    cast.seat(universe, "group_chair", "Greta Stow", "schools", SeatRole.CHAIR, "Chair")
    group, board = universe["schools"], universe["north board"]
    runner = visit("group_chair", javascript=False)
    runner.when_opens(reverse("worry_list", args=[group.pk]))
    runner.when_follows("Record a worry")
    runner.when_fills("What are you worried about?", "Greta Stow says that nobody answers.")
    runner.when_chooses(NAMELESS)
    runner.when_presses("Record this worry")
    runner.then_sees("There is a problem", "Take the name out.")
    runner.when_fills("What are you worried about?", "Calls after five are not answered.")
    runner.when_presses("Record this worry")
    runner.then_sees("The worry was recorded.")
    worry = Worry.objects.get(text__startswith="Calls after five")
    runner.when_opens(reverse("worry_escalate", args=[worry.pk]))
    runner.when_chooses("Northmere board")
    runner.when_presses("Take it up")
    runner.then_sees("The worry was taken up to Northmere board.")

    clerk = visit("clerk")
    clerk.when_opens(reverse("worry_list", args=[board.pk]))
    clerk.when_follows("Answer Calls after five")
    clerk.when_fills("What came of it?", "The hub answers until eight from May.")
    clerk.when_chooses(NAMELESS)
    clerk.when_presses("Send the answer back")
    clerk.then_sees("The answer was recorded.")
    jobs.run_waiting()
    runner.when_opens(reverse("worry_list", args=[group.pk]))
    runner.then_sees("The hub answers until eight from May.")
