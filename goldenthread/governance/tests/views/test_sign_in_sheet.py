"""The sheet to print and sign."""

from datetime import date
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from goldenthread.foundation.models import TrailEntry
from goldenthread.governance.models import Apology
from goldenthread.governance.tests import factories
from goldenthread.partnership.models import Appointment
from goldenthread.partnership.tests.factories import PersonFactory


@pytest.fixture
def meeting(mere):
    seat, person = mere.seats["police"], PersonFactory(name="Kim Reed")
    Appointment(
        seat=seat, person=person, kind="representative", delegated_authority=True, starts_on=seat.starts_on
    ).keep(by=None)
    meeting = factories.a_meeting(mere.board, date(2190, 1, 5), place="Room 1")
    Apology(meeting=meeting, seat=mere.seats["chair"], representative_name="Sam Hill").give(by=mere.chair)
    return meeting


def pages(content: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(content)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return found


def test_everybody_of_the_day_stands_on_it(mere, meeting, get):
    answer = get(mere.manager, "sign_in_sheet", meeting.pk)
    (text,) = [" ".join(pages(answer.content)).replace("\r\n", " ")]
    for words in (
        "Mere Board, 5 January 2190, Room 1",
        "Cora Ashby",
        "Sam Hill comes",
        "Represented by Kim Reed (with authority to decide)",
        "Mere Police",
        "Not expected",
        "Vacant",
        "Guests",
        "OFFICIAL-SENSITIVE",
    ):
        assert words in text
    assert "OFFICIAL-SENSITIVE sign-in sheet mere-board 2190-01-05.pdf" in answer["Content-Disposition"]
    assert TrailEntry.objects.filter(verb="attendance.read", object_id=str(meeting.pk), ids__form="pdf").count() == 1


def test_it_is_tagged_and_its_headings_repeat(mere, meeting, get):
    for number in range(40):
        factories.a_seat(mere.board, f"Seat {number}")
    content = get(mere.manager, "sign_in_sheet", meeting.pk).content
    with pikepdf.open(BytesIO(content)) as read:
        assert read.Root.MarkInfo.Marked
        assert "5 January 2190" in str(read.open_metadata()["dc:title"])
    found = pages(content)
    assert len(found) > 2
    assert all("OFFICIAL-SENSITIVE" in text for text in found)
    assert sum("Seat and agency" in text for text in found) >= 2


def test_as_a_spreadsheet(mere, meeting, get):
    lines = get(mere.manager, "sign_in_sheet_export", meeting.pk, "csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Seat,Agency,Member,Representatives,Apologies,Comes instead,Signature"
    assert lines[1] == "Chair of the board,,Cora Ashby,,yes,Sam Hill,"
    assert "Kim Reed (with authority to decide)" in lines[2]
    assert get(mere.manager, "sign_in_sheet_export", meeting.pk, "xlsx").status_code == 200
    assert get(mere.manager, "sign_in_sheet_export", meeting.pk, "doc").status_code == 404


def test_who_may(mere, meeting, get):
    for person, status in ((mere.member, 403), (mere.chair, 403), (mere.stranger, 403)):
        assert get(person, "sign_in_sheet", meeting.pk).status_code == status
    assert get(mere.chair, "sign_in_sheet_export", meeting.pk, "csv").status_code == 403
    other = factories.a_business_manager(factories.a_board(name="Far Board").partnership)
    assert get(other, "sign_in_sheet", meeting.pk).status_code == 404
