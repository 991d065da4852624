"""The minutes say whether the meeting was quorate, from the rules of its day."""

from django.utils import timezone

from goldenthread.governance.models import ItemReader, QuorumRule
from goldenthread.governance.renderings import for_public, for_reader
from goldenthread.governance.tests.minuted import some_minutes
from goldenthread.partnership.scope import Scope


def test_inquorate_is_said_from_the_record(mere):
    made = some_minutes(mere)
    made.minutes.circulate(by=mere.manager)
    made.minutes.refresh_from_db()

    def notes(person):
        return for_reader(made.minutes, Scope.of(person, today=timezone.localdate())).notes

    assert notes(mere.member) == ()
    rule = QuorumRule(body=mere.board, kind="count", number=9).keep(by=None)
    ItemReader(item=made.open_item, person=mere.guest).keep(by=mere.manager)
    said = "The meeting was not quorate. 3 seats of members were present; 9 are needed."
    assert notes(mere.member) == (said,)
    assert for_public(made.minutes).notes == (said,)
    assert notes(mere.guest) == ()
    rule.end(on=made.meeting.held_on, by=None)
    assert notes(mere.member) == (said,)
    rule.delete()
    assert notes(mere.member) == ()
