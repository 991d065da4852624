"""The trail: what is recorded, sealed and found."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from goldenthread.foundation import trail
from goldenthread.foundation.models import TrailEntry, TrailSeal
from tests.triggers import lifted

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return get_user_model().objects.create(name="Somebody", email="somebody@example.org")


def alter(statement: str, *values: object) -> None:
    """Change the database behind the program's back."""
    with lifted(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def entries(count: int) -> list[TrailEntry]:
    return [trail.record("seat.open", by=None, seat=number) for number in range(count)]


def kinds(result: trail.Verification) -> list[tuple[str, int | None]]:
    return [(fault.kind, fault.number) for fault in result.faults]


def test_an_entry_says_who_did_what_to_which_row(person):
    member = get_user_model().objects.create(name="Member", email="member@example.org")
    person.acting_for = member
    entry = trail.record("person.change", member, by=person, seat=4, code="SM-2016")
    entry.refresh_from_db()
    assert (entry.actor, entry.acting_for) == (person, member)
    assert (entry.object_type, entry.object_id) == ("partnership.person", str(member.pk))
    assert entry.ids == {"seat": 4, "code": "SM-2016"}


@pytest.mark.parametrize("value", ["two words", "who@example.org", "x" * 401, 1.5, ["a"]])
def test_text_is_no_id(value):
    with pytest.raises(ValueError, match="note is not an id"):
        trail.record("seat.open", by=None, note=value)


@pytest.mark.parametrize("verb", ["open", "Seat.open", "seat open", ""])
def test_a_verb_reads_like_a_verb(verb):
    with pytest.raises(ValueError, match="not a verb"):
        trail.record(verb, by=None)


def test_seals_are_numbered_without_gaps_in_batches(monkeypatch):
    monkeypatch.setattr(trail, "BATCH", 3)
    made = entries(8)
    assert trail.seal() == 8
    assert list(TrailSeal.objects.order_by("number").values_list("number", "entry_id")) == [
        (number, entry.pk) for number, entry in enumerate(made, start=1)
    ]
    assert trail.seal() == 0
    result = trail.verify()
    assert (result.checked, result.faults) == (8, [])


def test_the_digest_is_the_same_after_re_reading():
    entry = trail.record("seat.open", by=None, b=2, a="é".encode().hex(), big=2**53 + 1)
    entry.at = datetime(2026, 7, 4, 12, 0, 0, 1, tzinfo=UTC)
    alter("UPDATE foundation_trailentry SET at = %s WHERE id = %s", entry.at, entry.pk)
    trail.seal()
    again = TrailEntry.objects.get(pk=entry.pk)
    assert trail._digest("", again) == TrailSeal.objects.get(entry_id=entry.pk).digest
    assert trail._digest("", entry) == trail._digest("", again)


def test_an_entry_that_commits_late_is_sealed(monkeypatch):
    monkeypatch.setattr(trail, "RECENT", 2)
    first = entries(1)[0]
    TrailEntry.objects.bulk_create(TrailEntry(pk=first.pk + 1000 + number, verb="seat.open") for number in range(5))
    trail.seal()
    late = TrailEntry.objects.create(pk=first.pk + 3, verb="seat.close")
    assert trail.seal(thorough=True) == 1
    assert TrailSeal.objects.get(entry_id=late.pk).number == 7
    assert trail.verify().faults == []


def test_verify_finds_a_late_entry_though_another_was_removed(monkeypatch):
    monkeypatch.setattr(trail, "RECENT", 2)
    first = entries(1)[0]
    TrailEntry.objects.bulk_create(TrailEntry(pk=first.pk + 1000 + number, verb="seat.open") for number in range(5))
    trail.seal()
    TrailEntry.objects.create(pk=first.pk + 3, verb="seat.close")
    alter("DELETE FROM foundation_trailentry WHERE id = %s", first.pk)
    result = trail.verify()
    assert result.sealed_now == 1
    assert kinds(result) == [("missing", 1)]


def test_an_altered_entry_is_found():
    made = entries(5)
    trail.seal()
    alter("UPDATE foundation_trailentry SET verb = 'seat.close' WHERE id = %s", made[2].pk)
    (fault,) = trail.verify().faults
    assert (fault.kind, fault.number, fault.entry) == ("altered", 3, made[2].pk)
    assert f"Entry {made[2].pk} (number 3)" in fault.sentence


def test_a_missing_entry_is_found():
    made = entries(5)
    trail.seal()
    alter("DELETE FROM foundation_trailentry WHERE id = %s", made[0].pk)
    assert kinds(trail.verify()) == [("missing", 1)]


def test_a_missing_seal_is_found_and_its_entry_sealed_anew():
    entries(5)
    trail.seal()
    alter("DELETE FROM foundation_trailseal WHERE number IN (2, 3)")
    result = trail.verify()
    assert result.sealed_now == 2
    assert [fault.sentence for fault in result.faults] == ["Numbers 2 to 3 are missing from the chain."]


def test_a_missing_last_seal_is_found_by_the_heads_file():
    entries(5)
    trail.seal()
    alter("DELETE FROM foundation_trailentry WHERE id = (SELECT max(id) FROM foundation_trailentry)")
    alter("DELETE FROM foundation_trailseal WHERE number = 5")
    assert kinds(trail.verify()) == [("head", 5)]


def test_an_altered_seal_is_found():
    entries(5)
    trail.seal()
    alter("UPDATE foundation_trailseal SET digest = %s WHERE number = 3", "0" * 64)
    assert kinds(trail.verify()) == [("altered", 3), ("altered", 4)]


def test_a_chain_written_anew_is_found_by_the_heads_file():
    made = entries(3)
    trail.seal()
    alter("UPDATE foundation_trailentry SET verb = 'seat.close' WHERE id = %s", made[1].pk)
    alter("DELETE FROM foundation_trailseal")
    assert kinds(trail.verify()) == [("head", 3)]


def test_a_head_kept_elsewhere_is_held_against_the_chain(capsys):
    entries(3)
    trail.seal()
    head = trail._head()
    assert trail.verify([head]).faults == []
    with pytest.raises(SystemExit) as ended:
        call_command("trail", "verify", "--head", f"3:{'0' * 64}", "--json")
    assert ended.value.code == 1
    report = json.loads(capsys.readouterr().out)
    assert report["checked"] == 3
    assert [fault["kind"] for fault in report["faults"]] == ["head"]


def test_a_spoilt_line_of_the_heads_file_is_a_fault():
    trail.heads_file().write_text("nonsense\n")
    assert kinds(trail.verify()) == [("head", None)]


def test_the_command_says_so_when_the_trail_is_clean(capsys):
    entries(2)
    call_command("trail", "seal")
    call_command("trail", "verify")
    out = capsys.readouterr().out
    assert "2 entries sealed." in out
    assert f"2 entries checked, 0 faults. Head: {trail._head()}" in out


def test_an_empty_trail_is_clean():
    assert trail.verify() == trail.Verification(0, 0, None, [])
