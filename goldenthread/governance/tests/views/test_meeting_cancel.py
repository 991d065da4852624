"""Cancelling a meeting."""

from datetime import date

from goldenthread.governance.tests import factories

AHEAD = date(2190, 3, 9)


def test_it_is_cancelled_with_its_reason_and_says_so_everywhere(mere, get, post):
    meeting = factories.a_meeting(mere.board, AHEAD, link="https://meet.example/board")
    assert "Why is it cancelled?" in get(mere.manager, "meeting_cancel", meeting.pk).content.decode()
    answer = post(mere.manager, "meeting_cancel", meeting.pk, because="Too few can come")
    assert answer.status_code == 302
    page = get(mere.member, "meeting_page", meeting.pk).content.decode()
    assert "This meeting was cancelled" in page
    assert "Too few can come" in page
    assert "https://meet.example/board" not in page  # nobody joins it
    for name, args in (("meeting_list", [mere.board.pk]), ("my_meetings", [])):
        assert "Cancelled" in get(mere.member, name, *args).content.decode()
    assert (
        "was cancelled, so it has no attendance" in get(mere.manager, "attendance_record", meeting.pk).content.decode()
    )


def test_a_reason_is_needed(mere, post):
    meeting = factories.a_meeting(mere.board, AHEAD)
    page = post(mere.manager, "meeting_cancel", meeting.pk, because="")
    assert "There is a problem" in page.content.decode()
    meeting.refresh_from_db()
    assert not meeting.is_cancelled


def test_one_with_attendance_is_refused_beside_the_form(mere, post):
    page = post(mere.manager, "meeting_cancel", mere.meetings[0].pk, because="Mistake")
    assert "was held and cannot be cancelled" in page.content.decode()


def test_who_may(mere, get, post):
    meeting = factories.a_meeting(mere.board, AHEAD)
    assert post(mere.member, "meeting_cancel", meeting.pk, because="x").status_code == 403
    other = factories.a_business_manager(factories.a_board(name="Far Board").partnership)
    assert post(other, "meeting_cancel", meeting.pk, because="x").status_code == 404
    meeting.refresh_from_db()
    assert not meeting.is_cancelled
