"""What is tabled meets the agenda and the minutes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from goldenthread.governance.errors import NotPossible
from goldenthread.governance.models import AgendaItem, Meeting, Minutes, ReopenReason, copy_items, offered, take
from goldenthread.governance.tests import factories
from goldenthread.improvement.errors import NotPossible as NeutralTitleNeeded
from goldenthread.improvement.models import Tabling
from goldenthread.improvement.tests.evidence import ExternalReportFactory, an_action
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.roles import BodyKind
from goldenthread.partnership.scope import Scope
from goldenthread.partnership.tests.factories import BodyFactory

TODAY = timezone.localdate()


@pytest.fixture
def meeting(mere):
    return factories.a_meeting(mere.board, TODAY - timedelta(days=2))


@pytest.fixture
def tabling(mere):
    report = ExternalReportFactory(partnership=mere.board.partnership, title="A report")
    return Tabling(body=mere.board, evidence=report).table(by=mere.manager)


@pytest.fixture
def panel(mere):
    return BodyFactory(name="Mere panel", kind=BodyKind.PANEL, partnership=mere.board.partnership)


def scope(person):
    return Scope.of(person, today=TODAY)


def discussed(tabling):
    return Tabling.objects.get(pk=tabling.pk).discussed_on


def minuted(meeting, *, by):
    minutes = Minutes(meeting=meeting).begin(by=by)
    _, part = next(minutes.parts())
    part.write(text="It was discussed.", restricted_text="", version=part.version, by=by)
    return minutes


def test_it_is_offered_until_an_agenda_takes_it(mere, meeting, tabling):
    assert list(offered(meeting, scope(mere.manager))) == [tabling]
    item = take(meeting, tabling, by=mere.manager)
    assert (item.title, item.tabling, item.meeting) == ("A report", tabling, meeting)
    assert not offered(meeting, scope(mere.manager)).exists()
    with pytest.raises(NotPossible, match="on an agenda already"):
        take(factories.a_meeting(mere.board, TODAY + timedelta(days=9)), tabling, by=mere.manager)
    item.remove(by=mere.manager)
    assert list(offered(meeting, scope(mere.manager))) == [tabling]


def test_the_day_of_the_meeting_is_stamped_when_minutes_circulate_and_cleared_when_they_are_taken_back(
    mere, meeting, tabling
):
    take(meeting, tabling, by=mere.manager)
    minutes = minuted(meeting, by=mere.manager)
    assert discussed(tabling) is None
    minutes.circulate(by=mere.manager)
    assert discussed(tabling) == meeting.held_on
    minutes.reopen(reason=ReopenReason.WORDING, by=mere.manager)
    assert discussed(tabling) is None
    minutes.circulate(by=mere.manager)
    assert discussed(tabling) == meeting.held_on
    with pytest.raises(NotPossible, match="was discussed already"):
        take(factories.a_meeting(mere.board, TODAY + timedelta(days=9)), tabling, by=mere.manager)


def test_what_was_withdrawn_was_not_discussed_and_is_offered_again(mere, meeting, tabling):
    AgendaItem(meeting=meeting, title="Welcome").add(by=mere.manager)
    item = take(meeting, tabling, by=mere.manager)
    minuted(meeting, by=mere.manager).circulate(by=mere.manager)
    assert discussed(tabling) == meeting.held_on
    AgendaItem.objects.get(pk=item.pk).withdraw(by=mere.manager)
    assert discussed(tabling) is None
    later = factories.a_meeting(mere.board, TODAY + timedelta(days=9))
    assert list(offered(later, scope(mere.manager))) == [tabling]
    minutes = Minutes.objects.get(meeting=meeting)
    minutes.reopen(reason=ReopenReason.WORDING, by=mere.manager)
    minutes.circulate(by=mere.manager)
    assert discussed(tabling) is None


def test_a_cancelled_meeting_takes_nothing(mere, meeting, tabling):
    take(meeting, tabling, by=mere.manager)
    meeting.cancel(because="Snow", by=mere.manager)
    later = factories.a_meeting(mere.board, TODAY + timedelta(days=9))
    assert list(offered(later, scope(mere.manager))) == [tabling]
    with pytest.raises(NotPossible, match="was cancelled"):
        take(Meeting.objects.get(pk=meeting.pk), tabling, by=mere.manager)


def test_nothing_is_added_once_minutes_are_with_their_readers(mere, meeting, tabling):
    AgendaItem(meeting=meeting, title="Welcome").add(by=mere.manager)
    minuted(meeting, by=mere.manager).circulate(by=mere.manager)
    with pytest.raises(NotPossible, match="minutes of this meeting are circulated"):
        take(meeting, tabling, by=mere.manager)


def test_it_is_taken_by_the_body_it_is_tabled_for(mere, meeting, panel):
    theirs = Tabling(body=panel, action=an_action(mere.board.partnership)).table(by=mere.manager)
    assert not offered(meeting, scope(mere.manager)).exists()
    with pytest.raises(NotPossible, match="for another body"):
        take(meeting, theirs, by=mere.manager)


def test_an_agenda_names_what_some_may_not_read_in_neutral_words(mere, meeting, panel):
    closed = ExternalReportFactory(
        partnership=mere.board.partnership, title="Planted words", holding_body=panel, circulation=Circulation.BODY
    )
    row = Tabling(body=mere.board, evidence=closed, title="A matter of the panel").table(by=mere.manager)
    assert take(meeting, row, by=mere.manager).title == "A matter of the panel"
    joint = factories.a_meeting(panel, TODAY + timedelta(days=9))
    joint.keep(by=None, joint_with=[mere.board])
    own = Tabling(body=panel, evidence=closed).table(by=mere.manager)
    with pytest.raises(NeutralTitleNeeded, match="Not everybody who sees this meeting of Mere Board"):
        take(joint, own, by=mere.manager)


def test_what_is_on_an_agenda_is_not_taken_back(mere, meeting, tabling):
    take(meeting, tabling, by=mere.manager)
    with pytest.raises(Exception, match="on an agenda already"):
        tabling.take_back(by=mere.manager)


def test_a_copied_item_is_not_what_was_tabled(mere, meeting, tabling):
    item = take(meeting, tabling, by=mere.manager)
    later = factories.a_meeting(mere.board, TODAY + timedelta(days=9))
    (copy,) = copy_items(later, [item], by=mere.manager)
    assert copy.tabling is None


def test_an_agreed_meeting_takes_nothing(mere, tabling):
    old = factories.a_meeting(mere.board, TODAY - timedelta(days=9))
    AgendaItem(meeting=old, title="Welcome").add(by=mere.manager)
    minutes = minuted(old, by=mere.manager).circulate(by=mere.manager)
    minutes.agree(at=factories.a_meeting(mere.board, TODAY - timedelta(days=1)), by=mere.manager)
    with pytest.raises((NotPossible, ValidationError)):
        take(old, tabling, by=mere.manager)
