"""Who is told of a meeting, who cannot be, and telling them."""

from django.core import mail

from goldenthread.foundation import jobs
from goldenthread.governance.models import Meeting
from goldenthread.governance.tests import factories
from goldenthread.partnership.tests.factories import PersonFactory, days


def a_meeting(mere) -> Meeting:
    return factories.a_meeting(mere.board, days(30))


def test_who_is_told_and_who_cannot_be_is_named(mere, get):
    factories.a_seat(mere.board, "Schools lead", person=PersonFactory(name="No Address", email=None))
    meeting = a_meeting(mere)
    page = get(mere.manager, "meeting_invite", meeting.pk)
    assert [each.person for each in page.context["invited"]] == [mere.chair, mere.member]
    assert ("No Address", "Schools lead", "No e-mail address") in page.context["cannot"]
    assert "Send invitations" in page.text
    assert page.text.count("Not told yet") == 2
    assert "OFFICIAL-SENSITIVE" in page.text
    assert "@example.org" not in page.text


def test_sending_shows_progress_and_leads_back(mere, get, post):
    meeting = a_meeting(mere)
    answer = post(mere.manager, "meeting_invite", meeting.pk)
    assert answer.url.startswith("/jobs/")
    assert get(mere.manager, "job_page", answer.url.split("/")[-2]).status_code == 200
    jobs.run_waiting()
    assert len(mail.outbox) == 2
    job = get(mere.manager, "job_page", answer.url.split("/")[-2]).text
    assert f"/meetings/{meeting.pk}/invitations/" in job
    page = get(mere.manager, "meeting_invite", meeting.pk).text
    assert "Everybody has been told." in page
    assert "Send" not in page.split("<main")[1]
    assert post(mere.manager, "meeting_invite", meeting.pk).status_code == 409


def test_what_is_still_to_send_is_said(mere, get, post):
    meeting = a_meeting(mere)
    meeting.invite(by=mere.manager)
    jobs.run_waiting()
    meeting.held_on = days(31)
    meeting.keep(by=mere.manager)
    page = get(mere.manager, "meeting_invite", meeting.pk).text
    assert page.count("Update to send") == 2
    assert "Send the update" in page
    jobs.run_waiting()
    factories.a_seat(mere.board, "Housing", person=PersonFactory(name="Hal New"))
    mere.seats["chair"].appointments.get().end(on=days(1), by=None)
    page = get(mere.manager, "meeting_invite", meeting.pk).text
    assert "No longer invited" in page
    assert "Cancellation to send" in page
    assert "Hal New" in page


def test_a_cancelled_meeting_offers_the_cancellation_alone(mere, get):
    meeting = a_meeting(mere)
    assert "Nobody had been invited" not in get(mere.manager, "meeting_invite", meeting.pk).text
    meeting.invite(by=mere.manager)
    jobs.run_waiting()
    meeting.cancel(because="", by=mere.manager)
    page = get(mere.manager, "meeting_invite", meeting.pk).text
    assert "Send the cancellation" in page
    jobs.run_waiting()
    page = get(mere.manager, "meeting_invite", meeting.pk).text
    assert "Everybody who was invited has been told." in page
    assert page.count("Taken back") == 2


def test_a_meeting_that_is_over_or_without_a_day_sends_nothing(mere, get, post):
    assert "This meeting is over." in get(mere.manager, "meeting_invite", mere.meetings[0].pk).text
    assert post(mere.manager, "meeting_invite", mere.meetings[0].pk).status_code == 409
    undated = factories.a_meeting(mere.board, days(30), date_precision=Meeting.Precision.MONTH)
    assert "not known yet" in get(mere.manager, "meeting_invite", undated.pk).text


def test_a_body_without_seats_says_so(mere, get):
    empty = factories.a_board(partnership=mere.board.partnership, name="New group")
    meeting = factories.a_meeting(empty, days(30))
    assert "Nobody who sits on this body" in get(mere.manager, "meeting_invite", meeting.pk).text


def test_who_may(mere, get):
    meeting = a_meeting(mere)
    assert get(mere.chair, "meeting_invite", meeting.pk).status_code == 403
    assert get(mere.member, "meeting_invite", meeting.pk).status_code == 403
    assert get(mere.stranger, "meeting_invite", meeting.pk).status_code in (403, 404)
