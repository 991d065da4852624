"""The minutes as a page and as files, for each reader; and what the public reads."""

import pytest

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import ItemReader
from goldenthread.governance.tests.minuted import some_minutes


@pytest.fixture
def made(mere):
    return some_minutes(mere)


@pytest.fixture
def circulated(made, mere):
    made.minutes.circulate(by=mere.manager)
    return made


@pytest.fixture
def published(circulated, mere):
    circulated.minutes.agree(at=mere.meetings[1], by=mere.manager).publish(by=mere.manager)
    return circulated


def text(page):
    assert page.status_code == 200
    return page.content.decode()


def test_a_draft_is_there_for_whoever_plans_the_meeting_alone(mere, made, get):
    page = text(get(mere.manager, "minutes_page", made.meeting.pk))
    assert "Draft, not yet circulated" in page
    assert "Write the minutes" in page
    assert "OFFICIAL-SENSITIVE" in page
    for person in (mere.chair, mere.member, mere.guest, mere.stranger):
        assert get(person, "minutes_page", made.meeting.pk).status_code == 404
        assert get(person, "minutes_download", made.meeting.pk, "pdf").status_code == 404


def test_a_member_reads_circulated_minutes_without_what_is_restricted(mere, circulated, get):
    page = text(get(mere.member, "minutes_page", circulated.meeting.pk))
    for said in (
        "Draft, not yet agreed",
        "The report was welcomed.",
        "Part of this item is restricted.",
        "2. Restricted item",
    ):
        assert said in page
    for said in ("A school was named.", "weir", "Names of schools", "cousin", "Write the minutes", "Take back"):
        assert said not in page
    assert TrailEntry.objects.filter(verb="minutes.read", actor=mere.member).count() == 1


def test_the_chair_reads_everything_and_changes_nothing(mere, circulated, get):
    page = text(get(mere.chair, "minutes_page", circulated.meeting.pk))
    for said in ("A school was named.", "Serious incident at the weir", "Names of schools", "Restricted part"):
        assert said in page
    assert "Take back" not in page


def test_whoever_is_invited_for_an_item_reads_that_one(mere, circulated, get):
    ItemReader(item=circulated.open_item, person=mere.guest).keep(by=mere.manager)
    page = text(get(mere.guest, "minutes_page", circulated.meeting.pk))
    assert "The report was welcomed." in page
    assert "Restricted item" not in page
    assert "Attendance</h2>" not in page


def test_before_they_begin_the_planner_may_begin_them(mere, get):
    meeting = mere.meetings[2]
    assert "Begin the minutes" in text(get(mere.manager, "minutes_page", meeting.pk))
    assert get(mere.member, "minutes_page", meeting.pk).status_code == 404


@pytest.mark.parametrize(
    "form, begins, kind",
    [
        ("pdf", b"%PDF", "application/pdf"),
        ("docx", b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("txt", b"OFFICIAL-SENSITIVE", "text/plain; charset=utf-8"),
    ],
)
def test_minutes_as_files(mere, circulated, get, form, begins, kind):
    answer = get(mere.member, "minutes_download", circulated.meeting.pk, form)
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Type"] == kind
    name = f'attachment; filename="OFFICIAL-SENSITIVE minutes mere-board 19-april-2016.{form}"'
    assert answer.headers["Content-Disposition"] == name
    assert TrailEntry.objects.filter(verb="minutes.read", actor=mere.member).get().ids == {"form": form}


def test_a_form_there_is_not(mere, circulated, get):
    assert get(mere.member, "minutes_download", circulated.meeting.pk, "odt").status_code == 404


def test_the_public_minutes_are_previewed_by_the_planner_alone(mere, circulated, get):
    page = text(get(mere.manager, "minutes_public", circulated.meeting.pk))
    assert "This is exactly what the public will read." in page
    assert "A school was named." not in page
    assert "Wren Tallow" not in page
    assert "Chair of the board thanked everybody." in page
    for person in (mere.chair, mere.member):
        assert get(person, "minutes_public", circulated.meeting.pk).status_code == 403
        assert get(person, "minutes_public_download", circulated.meeting.pk, "pdf").status_code == 403
    assert get(mere.stranger, "minutes_public", circulated.meeting.pk).status_code == 404


def test_published_minutes_are_read_by_everybody_who_sees_the_meeting(mere, published, get):
    page = text(get(mere.member, "minutes_public", published.meeting.pk))
    assert "This is exactly what the public reads." in page
    answer = get(mere.member, "minutes_public_download", published.meeting.pk, "txt")
    assert answer.content.startswith(b"OFFICIAL\n")
    assert b"weir" not in answer.content
    assert 'filename="OFFICIAL public minutes mere-board 19-april-2016.txt"' in answer.headers["Content-Disposition"]


def test_what_arises_from_the_meeting_before(mere, circulated, get):
    page = text(get(mere.member, "minutes_matters", mere.meetings[1].pk))
    assert "To publish the report." in page
    assert "To write to the school." not in page
    assert "To write to the school." in text(get(mere.chair, "minutes_matters", mere.meetings[1].pk))
    assert "no earlier meeting" in text(get(mere.member, "minutes_matters", mere.meetings[0].pk))
    assert "not circulated" in text(get(mere.member, "minutes_matters", mere.meetings[2].pk))


def test_the_list_of_a_body_tells_what_is_overdue(mere, circulated, get):
    page = text(get(mere.member, "minutes_list", mere.board.pk))
    assert page.count("None to read yet") == 3
    assert "Overdue for agreement" in page
    circulated.minutes.reopen(reason="fact", by=mere.manager)
    assert text(get(mere.member, "minutes_list", mere.board.pk)).count("None to read yet") == 4
    assert get(mere.stranger, "minutes_list", mere.board.pk).status_code == 404
