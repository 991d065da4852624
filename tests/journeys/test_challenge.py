"""A disagreement about a case is recorded, nobody answers in time, it rises, is answered and settled."""

from datetime import timedelta

from django.urls import reverse

from goldenthread.foundation import jobs, schedules
from goldenthread.foundation.models import Message
from goldenthread.improvement.models import Challenge, State

REFERENCE = "CS-20417"


def test_an_escalation_runs_out_of_time_and_rises(visit, universe):
    manager = visit("business_manager")
    manager.when_opens(reverse("challenge_log"))
    manager.when_follows("Record a disagreement about a case")
    manager.when_enters(Held_by="Exploitation subgroup", Local_reference_of_the_case="Jo Smith")
    manager.when_enters(Raised_by_this_agency="Northmere Council", This_agency_is_challenged="Mere Police")
    manager.when_gives_date("Raised on", universe.today - timedelta(days=10))
    manager.when_enters(What_is_disagreed_about="A strategy meeting was refused.")
    manager.when_presses("Record it")
    manager.then_sees("Enter the number of the case in your own register")
    manager.when_enters(Local_reference_of_the_case=REFERENCE)
    manager.when_presses("Record it")
    manager.then_sees("The disagreement was recorded", REFERENCE, "Stage 1: Level 1", "late")
    challenge = Challenge.objects.get(case_reference=REFERENCE)

    schedules.tick()
    jobs.run_waiting()
    schedules.tick()
    jobs.run_waiting()
    told = Message.objects.filter(recipient=universe.people["police_lead"], subject__contains="has risen")
    assert told.count() == 1

    lead = visit("police_lead")
    lead.when_opens(reverse("challenge_log") + "?unanswered=on")
    lead.then_does_not_see(REFERENCE)
    lead.when_follows(f"Case disagreement {challenge.pk}")
    lead.then_sees(
        "Stage 2: Level 2", "▲ Not answered in time", "No answer in time: rose to the next stage", REFERENCE
    )
    lead.when_follows("Answer")
    lead.when_enters(**{"What_do_you_answer?": "The meeting is held tomorrow."})
    lead.when_presses("Answer")
    lead.then_sees("The answer was recorded.", "✓ Answered")
    lead.then_does_not_see("Record how it was settled")

    worker = visit("lado", javascript=False)
    worker.when_opens(reverse("challenge_page", args=[challenge.pk]))
    worker.when_follows("Record how it was settled")
    worker.when_presses("Record how it was settled")
    worker.then_sees("There is a problem")
    worker.when_chooses("Agreed: what was asked is done")
    worker.when_enters(**{"How_was_it_settled?": "The meeting was held."})
    worker.when_presses("Record how it was settled")
    worker.then_sees("It is settled.", "✓ Settled", "Stage 2: Level 2")
    challenge.refresh_from_db()
    assert challenge.state == State.RESOLVED

    chair = visit("chair")
    chair.when_opens(reverse("challenge_page", args=[challenge.pk]), status=404)
    chair.when_opens(reverse("challenge_log"))
    chair.then_sees(f"Case disagreement {challenge.pk}")
    chair.then_does_not_see(REFERENCE)
    chair.when_follows("In numbers")
    chair.then_sees("1 was not answered in time at some stage", "Working days at each stage")
    chair.when_follows("Escalation protocols")
    chair.when_follows("north protocol")
    chair.then_sees("? To be confirmed")
