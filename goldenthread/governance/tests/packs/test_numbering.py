"""Which paper has which pages."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.governance.packs import numbering
from goldenthread.governance.packs.agenda import Agenda, Entry, Item, Paper, Problem

LENGTHS = st.lists(
    st.tuples(st.booleans(), st.lists(st.tuples(st.booleans(), st.integers(0, 9)), max_size=4)), max_size=6
)


def numbered(shape):
    items, read = [], {}
    for at, (restricted, papers) in enumerate(shape):
        rows = tuple(
            Paper(f"{at}.{number}", "Title", "a.pdf", Path("a"), "0" * 64, restricted=closed)
            for number, (closed, _) in enumerate(papers)
        )
        item = Item(str(at), str(at + 1), "Subject", restricted=restricted, papers=rows)
        items.append(item)
        for paper, (_, pages) in zip(rows, papers, strict=True):
            problem = None if pages else Problem("It is damaged.", "Mend it.")
            read[paper.id] = Entry(item, paper, pages=pages, problem=problem)
    agenda = Agenda("Title", "Board", (), tuple(items), "OFFICIAL", "OFFICIAL-SENSITIVE")
    return agenda, numbering.number(agenda, read)


@settings(deadline=None)
@given(LENGTHS)
def test_pages_run_on_without_gap_and_open_papers_come_first(shape):
    agenda, entries = numbered(shape)
    assert {entry.paper.id for entry in entries} == {paper.id for _, paper in agenda.papers()}
    pages = [page for entry in entries if entry.pages for page in range(entry.first, entry.last + 1)]
    assert pages == list(range(1, len(pages) + 1))
    closed = [entry.restricted for entry in entries]
    assert closed == sorted(closed)
    for restricted in (False, True):
        order = [entry.paper.id for entry in entries if entry.restricted == restricted]
        assert order == sorted(order)
    assert all(entry.first == entry.last == 0 for entry in entries if entry.problem)


@settings(deadline=None)
@given(LENGTHS, st.sets(st.sampled_from("012345")))
def test_an_audience_sees_the_open_and_its_own_at_the_same_numbers(shape, chosen):
    agenda, entries = numbered(shape)
    seen = numbering.seen_by(entries, frozenset(chosen))
    assert set(map(id, seen)) <= set(map(id, entries))
    assert all(not entry.restricted or entry.item.id in chosen for entry in seen)
    assert [entry for entry in entries if not entry.restricted] == numbering.seen_by(entries, frozenset())
    assert numbering.seen_by(entries, agenda.restricted) == entries


def test_labels_in_words():
    assert numbering.page_range(0, 12, 15) == "12 to 15"
    assert numbering.page_range(0, 12, 12) == "12"
    assert numbering.page_range(2, 1, 3) == "S2-1 to S2-3"
