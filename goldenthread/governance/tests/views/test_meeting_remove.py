"""Removing a meeting."""

from datetime import date

from goldenthread.governance.models import Meeting
from goldenthread.governance.tests import factories


def test_a_meeting_without_attendance_is_removed_once_confirmed(mere, get, post):
    meeting = factories.a_meeting(mere.board, date(2017, 4, 4))
    assert "Remove the meeting of 4 April 2017?" in get(mere.manager, "meeting_remove", meeting.pk).content.decode()
    assert post(mere.manager, "meeting_remove", meeting.pk).status_code == 302
    assert not Meeting.objects.filter(pk=meeting.pk).exists()


def test_one_with_attendance_is_refused_with_a_sentence(mere, post):
    answer = post(mere.manager, "meeting_remove", mere.meetings[0].pk)
    assert answer.status_code == 409
    assert "so it cannot be removed" in answer.content.decode()


def test_who_may(mere, post):
    meeting = factories.a_meeting(mere.board, date(2017, 4, 4))
    assert post(mere.member, "meeting_remove", meeting.pk).status_code == 403
    assert post(mere.stranger, "meeting_remove", meeting.pk).status_code == 403
