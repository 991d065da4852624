"""The register of letters from the chair."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from goldenthread.governance.models import ChairLetter
from goldenthread.governance.tests.test_chair_letters import a_letter
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.tests.conftest import browser

TODAY = timezone.localdate()
YEAR = {"from": "2016-04-01", "to": "2017-03-31"}


@pytest.fixture
def letter(mere):
    return a_letter(mere.board, reply_due_on=TODAY - timedelta(days=1))


def test_from_draft_to_reply(mere, get, post):
    assert "No letters are recorded." in get(mere.chair, "letter_list", mere.board.pk).content.decode()
    form = get(mere.manager, "letter_add", mere.board.pk).context["form"]
    assert form["signed_by"].value() == "Cora Ashby, Chair of the board"
    mere.seats["police"].agency.areas.set(mere.board.partnership.areas.all())
    answer = post(
        mere.manager,
        "letter_add",
        mere.board.pk,
        to_name="Sam Hill",
        agency=str(mere.seats["police"].agency_id),
        meeting=str(mere.meetings[0].pk),
        subject="Thank you",
        text="For your work.",
        signed_by="Cora Ashby, Chair of the board",
        dated_on=TODAY,
        reply_due_on=TODAY + timedelta(days=10),
    )
    letter = ChairLetter.objects.get()
    assert answer.url == f"/letters/{letter.pk}/"
    text = get(mere.manager, "letter_page", letter.pk).content.decode()
    for words in ("Draft", "Mere Police", "For your work.", "Mark as sent", "OFFICIAL-SENSITIVE"):
        assert words in text
    post(mere.manager, "letter_send", letter.pk)
    assert "Awaiting a reply" in get(mere.chair, "letter_page", letter.pk).content.decode()
    assert post(mere.manager, "letter_send", letter.pk).status_code == 409
    early = post(mere.manager, "letter_reply", letter.pk, on=TODAY - timedelta(days=1), words="Noted.")
    assert "on or after the date of the letter" in early.content.decode()
    post(mere.manager, "letter_reply", letter.pk, on=TODAY, words="Noted.")
    text = get(mere.chair, "letter_page", letter.pk).content.decode()
    assert "Replied" in text
    assert "Noted." in text


def test_overdue_letters_stand_at_the_top(mere, letter, get):
    letter.send(by=mere.manager)
    page = get(mere.chair, "letter_list", mere.board.pk)
    assert [(row.pk, overdue) for row, overdue in page.context["awaiting"]] == [(letter.pk, True)]
    assert "Overdue" in page.content.decode()


def test_a_letter_that_was_sent_changes_only_when_its_reply_is_due(mere, letter, post):
    letter.send(by=mere.manager)
    typed = {
        "to_name": letter.to_name,
        "subject": letter.subject,
        "text": letter.text,
        "signed_by": letter.signed_by,
        "dated_on": letter.dated_on,
        "reply_due_on": TODAY + timedelta(days=5),
    }
    assert post(mere.manager, "letter_edit", letter.pk, **typed).status_code == 302
    refused = post(mere.manager, "letter_edit", letter.pk, **{**typed, "text": "Something else."})
    assert "This letter was sent, so what it says cannot change." in refused.content.decode()
    letter.refresh_from_db()
    assert (letter.reply_due_on, letter.text[:6]) == (TODAY + timedelta(days=5), "First.")


def test_a_draft_is_removed_once_confirmed(mere, letter, get, post):
    assert "Remove this draft?" in get(mere.manager, "letter_remove", letter.pk).content.decode()
    post(mere.manager, "letter_remove", letter.pk)
    assert not ChairLetter.objects.exists()


def test_the_pdf_is_tagged_titled_and_marked(mere, letter, get):
    answer = get(mere.chair, "letter_pdf", letter.pk)
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{Circulation.BODY.marking} letter')
    with pikepdf.open(BytesIO(answer.content)) as read:
        assert read.Root.MarkInfo.Marked
        assert str(read.open_metadata()["dc:title"]) == "Thank you"


def test_the_register_as_a_file(mere, letter, get):
    lines = get(mere.chair, "letter_export", mere.board.pk, "csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("Date,To,Agency,Meeting,Subject,Signed by,Sent on,Reply due by")
    assert "Sam Hill" in lines[1]
    assert get(mere.chair, "letter_export", mere.board.pk, "xlsx").status_code == 200
    assert get(mere.chair, "letter_export", mere.board.pk, "doc").status_code == 404


def test_the_follow_up_letter_is_kept_with_one_button(mere, get, post):
    seat = mere.seats["police"]
    address = f"?from={YEAR['from']}&to={YEAR['to']}"
    shown = get(mere.manager, "attendance_letter", mere.board.pk, seat.pk, **YEAR).content.decode()
    assert "Keep in the register of letters" in shown
    assert (
        "Keep in the register"
        not in get(mere.chair, "attendance_letter", mere.board.pk, seat.pk, **YEAR).content.decode()
    )
    where = f"/bodies/{mere.board.pk}/attendance/follow-up/{seat.pk}/letter/keep/{address}"
    answer = browser(mere.manager).post(where)
    letter = ChairLetter.objects.get()
    assert answer.url == f"/letters/{letter.pk}/edit/"
    assert (letter.to_name, letter.agency, letter.subject) == (
        "Borough command",
        seat.agency,
        "Attendance at Mere Board",
    )
    assert "A member or representative came to 2 meetings (50.0%)." in letter.text
    assert letter.signed_by == "Cora Ashby, Chair of the board"
    assert browser(mere.chair).post(where).status_code == 403


def test_who_may(mere, letter, get, post):
    for name, number in (("letter_list", mere.board.pk), ("letter_page", letter.pk), ("letter_pdf", letter.pk)):
        assert get(mere.member, name, number).status_code == 403
        assert get(mere.stranger, name, number).status_code in (403, 404)
    for name in ("letter_edit", "letter_send", "letter_reply", "letter_remove"):
        assert post(mere.chair, name, letter.pk).status_code == 403
    other = a_letter(mere.stranger.appointments.get().seat.body)
    assert get(mere.manager, "letter_page", other.pk).status_code == 404
