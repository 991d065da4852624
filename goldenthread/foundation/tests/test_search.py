"""The registry of what can be found, and what the trail says is to be looked at again."""

from datetime import date

import pytest

from goldenthread.foundation import search, trail
from goldenthread.foundation.models import ScheduledRun, TrailEntry, TrailSeal
from goldenthread.foundation.search import Row, Source, WithoutReach


@pytest.fixture
def registry(monkeypatch):
    """A registry of its own, with a source of seals that follows entries; and what is kept as due."""
    due = []
    monkeypatch.setattr(search, "_sources", {})
    monkeypatch.setattr(search, "_keepers", [])
    search.keep_due(lambda label, number: due.append((label, number)))

    @search.source
    class Seals(Source[TrailSeal]):
        code, title, model, permission = "seal", "Seals", TrailSeal, None
        follows = {TrailEntry: ("entry",)}

    return due


@pytest.mark.parametrize("reach", [set(), {""}, {"seen"}, {"12"}, {"seen b1"}, {"Seenb1"}, {"seenb1", '"'}])
def test_a_row_is_for_somebody(reach):
    with pytest.raises(WithoutReach):
        Row("Title", "page", (1,), frozenset(reach))


def test_a_row_says_what_it_is():
    row = Row("Title", "page", (1,), frozenset({"seenb1", "person2"}), "Text", date(2026, 1, 1))
    assert (row.text, row.dated_on) == ("Text", date(2026, 1, 1))


def test_sources_are_found_by_code_and_by_what_they_depend_on(registry):
    assert [source.code for source in search.sources()] == ["seal"]
    assert search.find("seal").title == "Seals"
    assert search.find("other") is None
    assert [lookup for _, lookup in search.covering("foundation.trailseal")] == [("pk",)]
    assert [lookup for _, lookup in search.covering("foundation.trailentry")] == [("entry",)]
    assert search.covering("foundation.job") == []


@pytest.mark.parametrize("code", ["", "Seal", "seal 1", "seal-s"])
def test_a_code_is_small_letters(registry, code):
    with pytest.raises(ValueError, match="small letters"):
        search.source(type("Wrong", (Source,), {"code": code}))


def test_a_source_with_nothing_of_its_own_holds_no_tokens(registry):
    assert list(search.find("seal").held(None)) == []
    with pytest.raises(NotImplementedError):
        search.find("seal").rows(TrailSeal.objects.none())


@pytest.mark.django_db
def test_the_trail_says_what_is_due(registry):
    seal, run = TrailSeal(number=7), ScheduledRun(pk=3)
    trail.record("seal.make", seal, by=None)
    trail.record("seal.read", seal, by=None)
    trail.record("run.make", run, by=None)
    trail.record("sign_in.out", by=None)
    assert registry == [("foundation.trailseal", "7")]
