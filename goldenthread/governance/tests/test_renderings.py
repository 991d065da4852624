"""Renderings: what each reader and the public get, and that every drawing of one holds the same."""

import re
from dataclasses import FrozenInstanceError, asdict, fields, is_dataclass
from io import BytesIO
from zipfile import ZipFile

import docx
import pikepdf
import pypdfium2
import pytest
from django.db.models import Model
from django.utils import timezone

from goldenthread.foundation import pdf
from goldenthread.governance import renderings
from goldenthread.governance.models import Apology, Attendance, ItemReader, Meeting
from goldenthread.governance.renderings import as_text, as_word, doubts, drawing, for_public, for_reader
from goldenthread.governance.tests.minuted import a_paper, an_item, some_minutes, written
from goldenthread.governance.views.minutes import TEMPLATE
from goldenthread.partnership.scope import Scope

RESTRICTED = ("school", "weir", "incident", "Names of schools", "Incident log", "cousin", "Ash Quarry", "3.R", "1.R")
NAMES = ("Cora Ashby", "Rowan Fell", "Wren Tallow", "Ash Quarry", "Sam Hill")


@pytest.fixture
def made(mere):
    made = some_minutes(mere)
    made.meeting.joint_with.clear()
    entry = Attendance(
        seat=mere.seats["school"], mark="y", people=2, came_as="representative", representative_name="Sam Hill"
    )
    made.meeting.record_attendance([entry], version=1, by=mere.manager)
    made.minutes.circulate(by=mere.manager)
    return made


def reader(person, made):
    made.minutes.refresh_from_db()
    return for_reader(made.minutes, Scope.of(person, today=timezone.localdate()))


def everything(value):
    """Every text a rendering holds."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in everything(each)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in everything(getattr(value, field.name))]
    assert value is None or isinstance(value, bool | int), value
    return []


def test_whoever_is_trusted_reads_everything(mere, made):
    shown = reader(mere.chair, made)
    assert (shown.is_full, shown.is_public, shown.marking) == (True, False, "OFFICIAL-SENSITIVE")
    first, second = shown.items
    assert first.paragraphs == ("The report was welcomed.", "Cora Ashby thanked everybody.")
    assert first.restricted_paragraphs == ("A school was named.",)
    assert first.papers == ("Yearly report, draft", "Names of schools")
    assert [(each.number, each.restricted) for each in first.decisions] == [("1.1", False), ("1.R1", True)]
    assert [each.who for each in first.declarations] == ["Wren Tallow, Borough command, Mere Police", "Ash Quarry"]
    assert (second.title, second.withheld, second.papers) == ("Serious incident at the weir", False, ("Incident log",))
    assert not first.part_withheld


def test_a_member_reads_what_is_open_and_is_told_that_something_is_not(mere, made):
    shown = reader(mere.member, made)
    first, second = shown.items
    assert first.part_withheld
    assert not first.restricted_paragraphs
    assert first.papers == ("Yearly report, draft",)
    assert [each.number for each in first.decisions] == ["1.1"]
    assert [each.who for each in first.declarations] == ["Wren Tallow, Borough command, Mere Police"]
    assert (second.heading, second.withheld) == ("2. Restricted item", True)
    assert (second.presenter, second.purpose, second.papers, second.paragraphs) == ("", "", (), ())
    text = " ".join(everything(shown))
    assert [word for word in RESTRICTED if word in text] == []
    assert "Cora Ashby" in text


def test_the_public_reads_no_name_and_nothing_restricted_not_even_that_there_is_some(mere, made):
    shown = for_public(made.minutes)
    first, second = shown.items
    assert (shown.is_public, shown.marking) == (True, "OFFICIAL")
    assert first.paragraphs == ("The report was welcomed.", "Chair of the board thanked everybody.")
    assert not first.part_withheld
    assert first.papers == ()
    assert first.presenter == ""
    assert first.declarations[0].who == "Borough command, Mere Police"
    assert [(row.number, row.decided_by) for row in first.decisions] == [("1.1", "The board")]
    assert (second.heading, second.withheld) == ("2. Restricted item", True)
    assert [each.line for each in shown.present] == [
        "Chair of the board",
        "Borough command, Mere Police",
        "Head teachers",
    ]
    text = " ".join(everything(shown))
    assert [word for word in (*RESTRICTED, *NAMES) if word in text] == []


def test_whoever_is_invited_for_one_item_reads_that_one_alone(mere, made):
    ItemReader(item=made.closed_item, person=mere.guest, restricted=True).keep(by=mere.manager)
    shown = reader(mere.guest, made)
    assert [item.heading for item in shown.items] == ["Serious incident at the weir"]
    assert not shown.shows_attendance
    text = " ".join(everything(shown))
    assert [word for word in ("Yearly", "welcomed", "Sam Hill", "Chair of the board", "printer") if word in text] == []
    assert "The incident was described." in text
    open_guest = ItemReader(item=made.open_item, person=mere.stranger).keep(by=mere.manager)
    shown = reader(open_guest.person, made)
    assert [item.heading for item in shown.items] == ["Yearly report"]
    assert [each.number for each in shown.items[0].decisions] == ["1"]
    assert [word for word in RESTRICTED if word in " ".join(everything(shown))] == []


def test_a_named_reader_reads_the_restricted_item_and_no_other_restricted_part(mere, made):
    ItemReader(item=made.closed_item, person=mere.member, restricted=True).keep(by=mere.manager)
    first, second = reader(mere.member, made).items
    assert not first.restricted_paragraphs
    assert first.part_withheld
    assert second.paragraphs == ("The incident was described.",)


def test_attendance_is_in_three_lists(mere, made):
    seats, manager = mere.seats, mere.manager
    entries = [
        Attendance(seat=seats["police"], mark="x", apologies=True),
        Attendance(seat=seats["faith"], mark="x"),
    ]
    made.meeting.record_attendance(entries, version=made.meeting.attendance_version, by=manager)
    shown = reader(mere.chair, made)
    assert [each.line for each in shown.present] == [
        "Chair of the board",
        "Head teachers, Sam Hill (representative) and 1 more",
    ]
    assert [each.line for each in shown.apologies] == ["Borough command, Mere Police"]
    assert [each.line for each in shown.absent] == ["Faith groups"]
    Apology.objects.create(meeting=made.meeting, seat=seats["faith"], given_at=timezone.now(), given_by=manager)
    shown = reader(mere.chair, made)
    assert [each.seat for each in shown.apologies] == ["Borough command", "Faith groups"]
    assert shown.absent == ()
    made.meeting.attendance.all().delete()
    assert not reader(mere.chair, made).attendance_recorded


def test_the_head_says_what_is_known(mere, made):
    meeting = made.meeting
    meeting.title, meeting.place, meeting.how = "About the weir", "Town Hall", "hybrid"
    meeting.save()
    assert dict(reader(mere.chair, made).facts) == {
        "Body": "Mere Board",
        "Meeting": "About the weir",
        "Date": "19 April 2016",
        "Place": "Town Hall",
        "Kind of meeting": "Ordinary",
        "How people took part": "Hybrid",
    }
    made.minutes.refresh_from_db()
    assert "Meeting" not in dict(for_public(made.minutes).facts)
    assert reader(mere.chair, made).next_meeting == "19 July 2016"


def test_the_stamp_says_how_far_they_are(mere, made):
    assert reader(mere.member, made).stamp == "Draft, not yet agreed"
    made.minutes.reopen(reason="left-out", by=mere.manager)
    assert reader(mere.manager, made).stamp == "Draft, not yet circulated"
    made.minutes.circulate(by=mere.manager)
    assert "They were taken back because of this: something was left out." in reader(mere.member, made).notes[0]
    assert for_public(made.minutes).notes == ()
    made.minutes.agree(
        at=mere.meetings[1],
        corrections="Item 1: Cora Ashby sent apologies.",
        restricted_corrections="The school by the weir was another.",
        by=mere.manager,
    )
    assert reader(mere.member, made).stamp == "Agreed as a correct record with corrections on 19 July 2016"
    assert reader(mere.member, made).corrections == ("Item 1: Cora Ashby sent apologies.",)
    assert reader(mere.member, made).restricted_corrections == ()
    assert reader(mere.chair, made).restricted_corrections == ("The school by the weir was another.",)
    made.minutes.refresh_from_db()
    assert for_public(made.minutes).corrections == ("Item 1: Chair of the board sent apologies.",)
    assert for_public(made.minutes).restricted_corrections == ()


def test_an_informal_meeting_says_that_it_took_no_decisions(mere, made):
    Meeting.objects.filter(pk=made.meeting.pk).update(informal=True)
    assert reader(mere.member, made).notes == ("This was an informal meeting. It took no decisions.",)


def test_inquorate_is_said_to_every_reader(mere, made, monkeypatch):
    monkeypatch.setattr(drawing, "quorum_sentence", lambda meeting: "The meeting was not quorate.")
    assert reader(mere.member, made).notes == ("The meeting was not quorate.",)
    assert for_public(made.minutes).notes == ("The meeting was not quorate.",)
    assert "The meeting was not quorate." in as_text(for_public(made.minutes))


def test_an_item_added_after_circulation_is_for_nobody_but_the_planners(mere, made):
    an_item(made.meeting, "Afterthought", published=False)
    assert "Afterthought" not in " ".join(everything(reader(mere.member, made)))
    assert "Afterthought" not in " ".join(everything(for_public(made.minutes)))
    assert "Afterthought" in " ".join(everything(reader(mere.manager, made)))


def test_a_rendering_is_frozen_and_holds_no_row(mere, made):
    for shown in (reader(mere.chair, made), for_public(made.minutes)):
        assert everything(shown)
        assert not any(isinstance(each, Model) for each in vars(shown).values())
        with pytest.raises(FrozenInstanceError):
            shown.title = "Another"


# Doubts


def test_what_is_doubtful_is_pointed_out(mere, made):
    made.minutes.reopen(reason="fact", by=mere.manager)
    assert doubts(made.minutes, names=True) == []
    written(made.open_item, "See Names of schools. Serious incident at the weir: Ms Ashby to lead.", by=mere.manager)
    found = doubts(made.minutes, names=True)
    assert [re.search("“(.*?)”", sentence)[1] for sentence in found] == [
        "Names of schools",
        "Serious incident at the weir",
        "Ashby",
    ]
    assert len(doubts(made.minutes, names=False)) == 2


def test_a_title_that_an_open_item_has_too_is_no_doubt(mere, made):
    made.minutes.reopen(reason="fact", by=mere.manager)
    a_paper(made.open_item, "Yearly report", by=mere.manager, restricted=True)
    assert doubts(made.minutes, names=False) == []


# Drawings


def pdf_text(content):
    """What is drawn on the pages of a PDF, and its title."""
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", text) + document.get_metadata_value("Title")


def word_text(content):
    """Every text of every part of a Word file."""
    with ZipFile(BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", errors="replace") for name in archive.namelist())


def test_every_drawing_holds_what_the_rendering_holds_and_nothing_else(mere, made):
    for shown in (reader(mere.chair, made), reader(mere.member, made), for_public(made.minutes)):
        drawn = {
            "pdf": pdf_text(pdf.compile(TEMPLATE, asdict(shown), title=shown.title)),
            "docx": re.sub("<[^>]+>", "", word_text(as_word(shown))),
            "txt": re.sub(r"\s+", " ", as_text(shown)),
        }
        wanted = [
            shown.stamp,
            shown.marking,
            shown.title,
            *shown.notes,
            *(text for item in shown.items for text in (item.heading, *item.paragraphs, *item.restricted_paragraphs)),
            *(text for item in shown.items for row in item.decisions for text in (row.number, row.text)),
            *(text for item in shown.items for row in item.declarations for text in (row.text, row.outcome)),
            *(paper for item in shown.items for paper in item.papers),
        ]
        for form, text in drawn.items():
            assert [each for each in wanted if each not in text] == [], form
            held = " ".join(everything(shown))
            assert [word for word in (*RESTRICTED, *NAMES) if word in text and word not in held] == [], form


def test_the_pdf_is_tagged_for_everybody_and_british(mere, made):
    shown = reader(mere.chair, made)
    with pikepdf.open(BytesIO(pdf.compile(TEMPLATE, asdict(shown), title=shown.title))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"
        assert document.docinfo["/Title"] == shown.title
        assert "/Author" not in document.docinfo
        with document.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"


def test_the_word_file_has_real_headings_table_heads_and_no_author(mere, made):
    shown = reader(mere.chair, made)
    document = docx.Document(BytesIO(as_word(shown)))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    assert ("Title", shown.title) in styles
    assert ("Heading 1", "1. Yearly report") in styles
    assert ("Heading 2", "Restricted part") in styles
    assert all(table.rows[0]._tr.trPr.xpath("w:tblHeader") for table in document.tables)
    about = document.core_properties
    assert (about.title, about.author, about.last_modified_by, about.language) == (shown.title, "", "", "en-GB")
    languages = document.styles.element.xpath("//w:lang/@w:val")
    assert set(languages) == {"en-GB"}
    assert "python-docx" not in word_text(as_word(shown))
    assert document.sections[0].header.paragraphs[0].text == "OFFICIAL-SENSITIVE"


def test_what_was_typed_cannot_become_markup(mere, made):
    made.minutes.reopen(reason="fact", by=mere.manager)
    typed = '#panic("x") *bold* <b>& $x$ [a] = head \\ @ref //c _u_'
    written(made.open_item, typed, by=mere.manager)
    shown = reader(mere.manager, made)
    assert typed in pdf_text(pdf.compile(TEMPLATE, asdict(shown), title=shown.title))
    assert typed in "\n".join(p.text for p in docx.Document(BytesIO(as_word(shown))).paragraphs)


def test_minutes_without_items_or_attendance_are_drawn(mere):
    minutes = renderings  # the module is the door: nothing else draws
    assert set(minutes.__all__) >= {"for_reader", "for_public"}
    from goldenthread.governance.tests.minuted import begun

    shown = for_reader(begun(mere.meetings[3], by=mere.manager), Scope.of(mere.manager, today=timezone.localdate()))
    assert shown.items == ()
    assert pdf.compile(TEMPLATE, asdict(shown), title=shown.title).startswith(b"%PDF")
    assert as_word(shown)
    assert "Draft, not yet circulated" in as_text(shown)
