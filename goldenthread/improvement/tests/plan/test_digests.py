"""The weekly digest: who is told what, and nobody twice."""

from datetime import date, timedelta

import pytest

from goldenthread.foundation.models import Message
from goldenthread.improvement import digests
from goldenthread.improvement.models import ActionDigest
from goldenthread.improvement.tasks import tell_of_actions
from goldenthread.improvement.tests.plan.factories import an_action, close, part_of, say
from goldenthread.partnership.models import Person
from goldenthread.partnership.roles import BodyKind, SeatRole
from goldenthread.partnership.tests.factories import (
    AppointmentFactory,
    BodyFactory,
    PartnershipFactory,
    SeatFactory,
    days,
)

pytestmark = pytest.mark.django_db
TODAY = days(0)


def told():
    return {message.recipient: message for message in Message.objects.select_related("recipient")}


def test_a_lead_is_told_what_is_late_and_a_contributor_what_is_awaited(mere, action):
    late = an_action(mere.partnership, lead_agency=mere.police, due_on=days(-3), text="Late one")
    say(action)
    assert digests.send_due(TODAY) == 2
    messages = told()
    assert set(messages) == {mere.officer, mere.nurse}
    police, health = messages[mere.officer], messages[mere.nurse]
    assert "You lead" in police.text
    assert f"{late.reference} Late one" in police.text
    assert "Overdue. It was due on" in police.text
    assert action.reference not in police.text  # it is on track
    assert "Your part is awaited" in health.text
    assert f"/actions/{action.pk}/" in health.text
    assert health.subject == "OFFICIAL: Your actions: 1 to look at"
    assert "<h2>Mere Health, Mere LSCP</h2>" in health.html


def test_nobody_is_told_twice_in_a_week(mere, action):
    assert digests.send_due(TODAY) == 2
    assert digests.send_due(TODAY) == 0
    tell_of_actions.func()
    assert Message.objects.count() == 2
    assert digests.send_due(TODAY + timedelta(days=7)) >= 1
    weeks = set(ActionDigest.objects.values_list("week", flat=True))
    assert {week.weekday() for week in weeks} == {0}
    assert len(weeks) == 2


def test_a_digest_that_was_kept_meanwhile_is_not_queued_again(mere, action):
    week = TODAY - timedelta(days=TODAY.weekday())
    ActionDigest.objects.create(person=mere.nurse, week=week, actions=1)
    digests._tell(mere.nurse, [], week)
    assert not Message.objects.exists()


def test_what_is_done_or_paused_asks_nothing(mere, action):
    say(action)
    part_of(action, mere.health).attest("Done", by=mere.nurse)
    close(action)
    assert digests.send_due(TODAY) == 0
    check = action.impact_checks.get()
    near = check.due_on - timedelta(days=20)
    assert digests.send_due(near) == 1
    assert "Did it make a difference?" in told()[mere.officer].text


def test_the_lead_on_the_board_is_told_before_others(mere, action):
    seat = SeatFactory(body=mere.board, title="Borough commander", agency=mere.police, role=SeatRole.LEAD_PARTNER)
    commander = AppointmentFactory(seat=seat).person
    an_action(mere.partnership, lead_agency=mere.police, due_on=days(-3))
    digests.send_due(TODAY)
    assert set(told()) == {commander, mere.nurse}


def test_one_message_for_all_partnerships(mere, action):
    far = PartnershipFactory(name="Far LSCP", starts_on=date(2020, 1, 1))
    board = BodyFactory(partnership=far, kind=BodyKind.BOARD)
    AppointmentFactory(seat=SeatFactory(body=board, agency=mere.health), person=mere.nurse)
    an_action(far, mere.health, text="Far one")
    digests.send_due(TODAY)
    message = told()[mere.nurse]
    assert "Mere Health, Far LSCP" in message.text
    assert "Mere Health, Mere LSCP" in message.text
    assert ActionDigest.objects.get(person=mere.nurse).actions == 2


def test_only_those_who_can_be_written_to_and_sit_now(mere, action):
    Person.objects.filter(pk=mere.nurse.pk).update(email=None)
    assert digests.send_due(TODAY) == 0 or mere.nurse not in told()
    mere.partnership.ends_on = days(-1)
    mere.partnership.keep(by=None)
    assert list(digests.recipients(TODAY)) == []
