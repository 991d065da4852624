"""Every meeting of a body."""

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.tests import factories


def test_meetings_stand_newest_first_with_how_many_came(mere, get):
    page = get(mere.manager, "meeting_list", mere.board.pk)
    rows = page.context["page"].object_list
    assert [(row.held_on.year, row.present, row.expected) for row in rows] == [
        (2017, 2, 3),
        (2016, 2, 3),
        (2016, 2, 3),
        (2016, 3, 3),
    ]
    assert "2 of 3" in page.content.decode()
    assert TrailEntry.objects.filter(verb="attendance.read", object_id=str(mere.board.pk)).exists()


def test_a_body_without_meetings_says_so(mere, get):
    empty = factories.a_board(partnership=mere.board.partnership, name="New group")
    assert "No meetings are recorded." in get(mere.manager, "meeting_list", empty.pk).content.decode()


def test_members_read_and_others_do_not(mere, get):
    page = get(mere.member, "meeting_list", mere.board.pk)
    assert page.status_code == 200
    assert "Add a meeting" not in page.content.decode()
    assert get(mere.guest, "meeting_list", mere.board.pk).status_code == 403
    assert get(mere.stranger, "meeting_list", mere.board.pk).status_code == 404
