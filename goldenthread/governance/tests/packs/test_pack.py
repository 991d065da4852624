"""Packs as a whole: what is in them, for whom, and that published numbers stay."""

from __future__ import annotations

import re
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import Name, Pdf

from goldenthread.governance.packs import engine, front
from goldenthread.governance.packs.agenda import Item, Limits
from goldenthread.governance.packs.errors import TooLong
from goldenthread.governance.tests.packs import papers
from goldenthread.governance.tests.packs.looking import (
    check_tags,
    contents,
    everything_in,
    kinds,
    labels,
    outline,
    texts,
)
from goldenthread.governance.tests.packs.papers import Shelf


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path)


def test_a_pack_of_mixed_papers(shelf, tmp_path):
    agenda = shelf.mixed()
    out = tmp_path / "pack.pdf"
    with engine.prepare(agenda) as prepared:
        written = prepared.write(out)
    assert len(prepared.entries) == 12
    missing = [entry for entry in prepared.entries if entry.problem]
    assert [(entry.item.number, entry.paper.title) for entry in missing] == [
        ("6", "Broken report"),
        ("7", "Locked report"),
    ]
    drawn, named = texts(out), labels(out)
    assert written == len(drawn)
    fronts = named.count("i") + named.count("ii")
    said = " ".join(drawn[:fronts])
    for entry in missing:
        assert f"Item {entry.item.number}: {entry.paper.title}. {entry.problem.what}" in said

    # Every page is stamped with its label, and labels run on without a gap.
    assert named[fronts:] == [str(number) for number in range(1, prepared.pages + 1)]
    assert prepared.pages == len(drawn) - fronts
    for label, page in zip(named[fronts:], drawn[fronts:], strict=True):
        assert re.findall(r"OFFICIAL Page (\d+)|Page (\d+) OFFICIAL", page) or f"Page {label}" in page
        assert f"Page {label}" in page
    # The front page's ranges are those of the pages on which the papers' own words stand.
    words = {
        "Minutes of the last meeting": "minuteword",
        "Scan without tags": "Scan",
        "Plan in Word": "wordword",
        "Attendance figures": "Agency 30 of Mere",
        "List": "Mere 3",
        "Notes": "Café notes",
    }
    for entry in prepared.entries:
        if entry.problem:
            continue
        pages = f"{entry.first} to {entry.last}" if entry.last > entry.first else str(entry.first)
        assert re.search(rf"{re.escape(entry.paper.title)}\b.*? {pages}\b", said), entry.paper.title
        if entry.paper.title in words:
            assert words[entry.paper.title] in drawn[fronts + entry.first - 1]

    with Pdf.open(out) as pdf:
        check_tags(pdf)
        held = kinds(pdf)
        # What each tagged paper had is there: three sections of the minutes, one table heading row each, the picture.
        assert held.count("/Figure") >= 2
        assert held.count("/H2") >= 6
        assert held.count("/Table") >= 9
        titles = {str(part.T) for part in pdf.Root.StructTreeRoot.K[0].K}
        assert {"Front page", "1. Minutes of the last meeting", "2. Scan without tags"} <= titles
        marks = outline(pdf)
        assert marks[0] == (0, "Agenda pack: 27 May 2021", 0)
        for entry in prepared.entries:
            if not entry.problem:
                (place,) = [
                    at for depth, words, at in marks if depth == 1 and words.startswith(entry.paper.title + " (")
                ]
                assert named[place] == str(entry.first)
        assert (2, "Section 2", fronts + 1) in [(depth - 1, words, at) for depth, words, at in marks]
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == "Agenda pack: 27 May 2021"
        # The links of the front page lead to the papers.
        links = [link for page in pdf.pages[:fronts] for link in page.obj.get("/Annots", ())]
        assert len(links) >= 10
        pages = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        leading = {named[pages[link.Dest[0].objgen]] for link in links}
        assert leading == {str(entry.first) for entry in prepared.entries if not entry.problem}
        assert all(front.PLACE.encode() not in part for part in [everything_in(out.read_bytes())])


def test_the_untagged_are_named_and_still_read_out(shelf, tmp_path):
    scan = shelf.paper("Scan", "scan.pdf", papers.typeset("Scan", tagged=False))
    with engine.prepare(shelf.agenda(Item("1", "1", "Subject", papers=(scan,)))) as prepared:
        prepared.write(tmp_path / "pack.pdf")
    assert not prepared.entries[0].tagged
    assert "Not tagged: a screen reader" in texts(tmp_path / "pack.pdf")[0]
    with Pdf.open(tmp_path / "pack.pdf") as pdf:
        check_tags(pdf)
        part = pdf.Root.StructTreeRoot.K[0].K[1]
        assert [str(kid.S) for kid in part.K] == ["/P", "/P"]
        assert contents(pdf.pages[1]).count(b"BDC") == contents(pdf.pages[1]).count(b"EMC")


def test_two_builds_are_the_same_and_a_change_is_not(shelf, tmp_path):
    agenda = shelf.mixed()
    for name in ("one", "two"):
        with engine.prepare(agenda) as prepared:
            prepared.write(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    changed = replace(agenda, items=(replace(agenda.items[0], title="Other"), *agenda.items[1:]))
    assert engine.fingerprint(agenda) != engine.fingerprint(changed)
    assert engine.fingerprint(agenda) == engine.fingerprint(replace(agenda))


def restricted_agenda(shelf):
    def paper(name, **more):
        return shelf.paper(
            f"{name} title", f"{name}.pdf", papers.typeset(f"{name} heading", words=f"{name}body"), **more
        )

    return shelf.agenda(
        Item("1", "1", "Openone", papers=(paper("alpha"),)),
        Item(
            "2",
            "2",
            "Closedtwo",
            purpose="For decision",
            presenter="Hiddenname",
            restricted=True,
            papers=(paper("bravo"),),
        ),
        Item("3", "3", "Openthree", papers=(paper("charlie"), paper("delta", restricted=True))),
        Item(
            "4",
            "4",
            "Closedfour",
            restricted=True,
            papers=(paper("echo"), shelf.paper("foxtrot title", "f.pdf", b"x")),
        ),
        Item("5", "5", "Openfive", papers=(paper("golf"),)),
    )


AUDIENCES = [frozenset(), frozenset("2"), frozenset("3"), frozenset("24"), frozenset("234")]
SECRETS = {
    "2": ["Closedtwo", "Hiddenname", "bravo title", "bravo heading", "bravobody"],
    "3": ["delta title", "delta heading", "deltabody"],
    "4": ["Closedfour", "echo title", "echo heading", "echobody", "foxtrot title"],
}


def test_page_numbers_are_the_same_for_every_audience(shelf, tmp_path):
    where: dict[str, set[str]] = {}
    with engine.prepare(restricted_agenda(shelf)) as prepared:
        for audience in AUDIENCES:
            out = tmp_path / "pack.pdf"
            prepared.write(out, audience)
            for label, page in zip(labels(out), texts(out), strict=True):
                for body in re.findall(r"\b(\w+)body", page):
                    where.setdefault(body, set()).add(label)
                    assert f"Page {label}" in page
    assert where == {
        "alpha": {"1"}, "charlie": {"3"}, "golf": {"5"}, "bravo": {"7"}, "delta": {"9"}, "echo": {"11"},
    }  # fmt: skip
    assert prepared.agenda.restricted == frozenset("234")


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda audience: "+".join(sorted(audience)) or "open")
def test_nothing_restricted_is_in_the_file_of_another_audience(shelf, tmp_path, audience):
    out = tmp_path / "pack.pdf"
    with engine.prepare(restricted_agenda(shelf)) as prepared:
        prepared.write(out, audience)
    held = everything_in(out.read_bytes())
    drawn = " ".join(texts(out))
    for item, secrets in SECRETS.items():
        for secret in secrets:
            in_file = any(
                form in held for form in (secret.encode(), secret.encode("utf-16-be"), secret.encode("utf-16-le"))
            )
            if item in audience:
                assert secret in drawn
            else:
                assert not in_file, secret
                assert secret not in drawn, secret
    with Pdf.open(out) as pdf:
        kept = sum(1 for page in pdf.pages)
        assert kept == len(texts(out))
        assert (
            len(
                [
                    thing
                    for thing in pdf.objects
                    if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == Name.Page
                ]
            )
            == kept
        )
    fronts = labels(out).index("1")
    assert ("Restricted item" in " ".join(texts(out)[:fronts])) == (not {"2", "4"} <= audience)
    assert ("Restricted paper" in " ".join(texts(out)[:fronts]).replace("restricted papers", "")) == (
        "3" not in audience
    )
    assert ("OFFICIAL-SENSITIVE" in drawn) == bool(audience)


def test_nothing_is_said_of_where_restricted_papers_are(shelf, tmp_path):
    with engine.prepare(restricted_agenda(shelf)) as prepared:
        prepared.write(tmp_path / "pack.pdf")
    first = texts(tmp_path / "pack.pdf")[0]
    for number in range(7, 13):
        assert f" {number}" not in first.replace("27 May 2021", "").replace("10:00 to 12:00", "")


def test_a_supplement_has_numbers_of_its_own_and_changes_none(shelf, tmp_path):
    agenda = shelf.mixed()
    with engine.prepare(agenda) as prepared:
        prepared.write(tmp_path / "pack.pdf")
    before = labels(tmp_path / "pack.pdf"), texts(tmp_path / "pack.pdf"), (tmp_path / "pack.pdf").read_bytes()
    late = shelf.paper("Late paper", "late.docx", papers.word("Late", words="lateword"), replaces="page 7 of the pack")
    secret = shelf.paper("Late secret", "secret.pdf", papers.typeset("Secret"))
    supplement = shelf.agenda(
        replace(agenda.items[2], papers=(late,)),
        Item("30", "10", "Closed subject", restricted=True, papers=(secret,)),
        supplement=1,
    )
    out = tmp_path / "supplement.pdf"
    with engine.prepare(supplement) as prepared:
        prepared.write(out)
        assert labels(out) == ["S1-i", "S1-1"]
        drawn = texts(out)
        assert "Supplement 1" in drawn[0]
        assert "Replaces page 7 of the pack." in drawn[0]
        assert "lateword" in drawn[1]
        assert "Page S1-1" in drawn[1]
        with Pdf.open(out) as pdf:
            check_tags(pdf)
            assert "Late paper (S1-1)" in [words for _, words, _ in outline(pdf)]
        prepared.write(out, frozenset({"30"}))
        assert labels(out) == ["S1-i", "S1-1", "S1-2", "S1-3"]
    with engine.prepare(replace(supplement, supplement=2)) as prepared:
        prepared.write(out)
    assert labels(out) == ["S2-i", "S2-1"]
    with engine.prepare(agenda) as prepared:
        prepared.write(tmp_path / "again.pdf")
    again = tmp_path / "again.pdf"
    assert (labels(again), texts(again), again.read_bytes()) == before


def test_an_agenda_without_papers_is_a_front_page(shelf, tmp_path):
    with engine.prepare(shelf.agenda(Item("1", "1", "Only words"))) as prepared:
        assert prepared.write(tmp_path / "pack.pdf") == 1
    assert "Only words" in texts(tmp_path / "pack.pdf")[0]
    with engine.prepare(shelf.agenda()) as prepared:
        prepared.write(tmp_path / "pack.pdf")
    assert "There are no items." in texts(tmp_path / "pack.pdf")[0]


def test_a_pack_has_a_most_of_pages(shelf):
    long = shelf.paper("Long", "long.pdf", papers.typeset("Long", pages=5))
    agenda = shelf.agenda(Item("1", "1", "Subject", papers=(long,)))
    with (
        pytest.raises(TooLong, match="have 5 pages together; a pack may have 4"),
        engine.prepare(agenda, limits=Limits(pack_pages=4)),
    ):
        pass
    with engine.prepare(agenda, limits=Limits(paper_pages=4)) as prepared:
        assert prepared.entries[0].problem.what == "It has 5 pages; a paper may have 4."


def test_words_of_an_agenda_are_never_code(shelf, tmp_path):
    title = '#panic("run") *bold* \\ " $x$ #{ <b>'
    with engine.prepare(shelf.agenda(Item("1", "1", title, presenter=title))) as prepared:
        prepared.write(tmp_path / "pack.pdf")
    assert '#panic("run") *bold*' in texts(tmp_path / "pack.pdf")[0]


def test_the_tests_own_search_finds_what_is_there():
    """What looks for leaks sees packed streams, strings and attachments."""
    held = everything_in(papers.loaded())
    for secret in (b"attached secret", b"pinned secret", b"leftover of the maker", b"app.alert('page')"):
        assert secret in held
