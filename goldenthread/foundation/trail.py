"""The trail: ``record`` adds one entry; ``seal`` chains the entries; ``verify`` proves that none was changed.

Entries are added without a lock. One sealer at a time numbers them without gaps and chains their digests:
each digest is the SHA-256 of the digest before it and of the entry. The head of the chain goes to the log
and to ``trail-heads.log`` outside the database, so that whoever owns the database cannot write the chain anew.
"""

import hashlib
import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from goldenthread.foundation import search
from goldenthread.foundation.models import TrailEntry, TrailSeal

log = logging.getLogger(__name__)

BATCH = 2000
RECENT = 10_000
"""How far below the highest sealed id the sealer looks first."""
SEALER_LOCK = 0x601D
VERB = re.compile(r"[a-z_]+(\.[a-z_]+)+")
WORD = re.compile(r"[\w.:/+-]{0,400}", re.ASCII)


def record(
    verb: str, subject: models.Model | None = None, *, by: AbstractBaseUser | None, **ids: int | str | None
) -> TrailEntry:
    """Add one entry, within the caller's transaction, and return it.

    ``verb`` reads like "seat.open". ``subject`` is the row acted on; search looks at it again, unless the verb
    ends in "read". ``ids`` are further ids or code words, without spaces: a name or a sentence is refused with
    ValueError.
    """
    if not VERB.fullmatch(verb):
        raise ValueError(f"{verb!r} is not a verb of the trail: expected words like 'seat.open'.")
    for key, value in ids.items():
        if not (value is None or isinstance(value, int) or (isinstance(value, str) and WORD.fullmatch(value))):
            raise ValueError(f"{key} is not an id: the trail holds ids and code words, never text.")
    actor: Any = by
    if subject is not None:
        search.changed(verb, subject)
    return TrailEntry.objects.create(
        actor=actor,
        acting_for=getattr(by, "acting_for", None),
        verb=verb,
        object_type=subject._meta.label_lower if subject else "",
        object_id=str(subject.pk) if subject else "",
        ids=ids,
    )


@dataclass(frozen=True)
class Head:
    """The newest place of the chain at some moment; written and read as ``NUMBER:DIGEST``."""

    number: int
    digest: str

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """Read ``NUMBER:DIGEST``. Raises ValueError."""
        number, _, digest = text.strip().partition(":")
        if not number.isdigit() or not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise ValueError(f"{text.strip()!r} is not a head of the trail: expected NUMBER:DIGEST.")
        return cls(int(number), digest)


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the trail: its kind, its place in the chain, the entry concerned, and a sentence."""

    kind: str
    number: int | None
    entry: int | None
    sentence: str


@dataclass(frozen=True)
class Verification:
    """What ``verify`` found. ``checked`` counts seals, ``sealed_now`` those made just before."""

    checked: int
    sealed_now: int
    head: Head | None
    faults: list[Fault]


def seal(*, thorough: bool = False) -> int:
    """Seal the entries that have no seal yet; return how many. Safe to run from several processes.

    A transaction that took its ids early and committed after 10,000 later entries were sealed is only found
    when ``thorough``, which searches the whole table.
    Raises OSError when the head cannot be written to the heads file; the seals are kept then.
    """
    count = 0
    while made := _seal_batch(thorough):
        count += made
    if count:
        _publish(_head())
    return count


def heads_file() -> Path:
    """Where each head is kept outside the database, one a line: the moment, then ``NUMBER:DIGEST``."""
    return Path(settings.HOME) / "trail-heads.log"


def verify(heads: Iterable[Head] = ()) -> Verification:
    """Seal what is unsealed, then read the whole chain and report every fault.

    ``heads`` are heads kept elsewhere (a backup, the log) to hold the chain against, besides the heads file.
    """
    sealed_now = seal(thorough=True)
    faults: list[Fault] = []
    checked = 0
    last = Head(0, "")
    for seals in _pages():
        entries = TrailEntry.objects.in_bulk([place.entry_id for place in seals])
        for place in seals:
            faults += _faults_at(place, entries.get(place.entry_id), last)
            last = Head(place.number, place.digest)
            checked += 1
    faults += _head_faults([*_kept_heads(faults), *heads])
    return Verification(checked, sealed_now, last if checked else None, faults)


def _faults_at(place: TrailSeal, entry: TrailEntry | None, last: Head) -> Iterator[Fault]:
    """What is wrong at one place of the chain, given the place before it."""
    follows = place.number == last.number + 1
    if not follows:
        yield _gap(last.number + 1, place.number - 1)
    where = f"Entry {place.entry_id} (number {place.number})"
    if entry is None:
        yield Fault("missing", place.number, place.entry_id, f"{where} is missing.")
    elif follows and _digest(last.digest, entry) != place.digest:
        sentence = f"{where} does not match its seal: the entry or the chain was altered."
        yield Fault("altered", place.number, place.entry_id, sentence)


def _seal_batch(thorough: bool) -> int:
    with transaction.atomic(durable=True):
        _one_sealer()
        head = _head()
        number, digest = head.number, head.digest
        seals = []
        for entry in _unsealed(thorough):
            number, digest = number + 1, _digest(digest, entry)
            seals.append(TrailSeal(number=number, entry_id=entry.pk, digest=digest))
        TrailSeal.objects.bulk_create(seals)
    return len(seals)


def _one_sealer() -> None:
    """Wait until no other sealer runs. On SQLite the IMMEDIATE transaction has done so already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])


def _unsealed(thorough: bool) -> list[TrailEntry]:
    """The next batch without a seal, in the order of their ids: of the newest ids, then, if ``thorough``, of all."""
    highest = TrailSeal.objects.aggregate(highest=models.Max("entry_id"))["highest"] or 0
    seals = TrailSeal.objects.filter(entry_id=OuterRef("pk"))
    newest = ~Exists(seals.filter(entry_id__gt=highest - RECENT))
    batch = list(TrailEntry.objects.filter(newest, pk__gt=highest - RECENT).order_by("pk")[:BATCH])
    if thorough and not batch:
        batch = list(TrailEntry.objects.filter(~Exists(seals)).order_by("pk")[:BATCH])
    return batch


def _digest(before: str, entry: TrailEntry) -> str:
    canonical = json.dumps(
        {
            "id": entry.pk,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor": entry.actor_id,
            "acting_for": entry.acting_for_id,
            "verb": entry.verb,
            "object_type": entry.object_type,
            "object_id": entry.object_id,
            "ids": entry.ids,
        },
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(f"{before}{canonical}".encode()).hexdigest()


def _head() -> Head:
    """The newest place; number 0 before the first."""
    newest = TrailSeal.objects.order_by("-number").first()
    return Head(newest.number, newest.digest) if newest else Head(0, "")


def _publish(head: Head) -> None:
    log.info("trail.head", extra={"number": head.number, "digest": head.digest})
    with heads_file().open("a", encoding="ascii") as kept:
        kept.write(f"{timezone.now().isoformat(timespec='seconds')} {head}\n")


def _pages() -> Iterator[list[TrailSeal]]:
    number = -1
    while page := list(TrailSeal.objects.filter(number__gt=number).order_by("number")[:BATCH]):
        yield page
        number = page[-1].number


def _gap(first: int, last: int) -> Fault:
    words = f"Number {first} is" if first == last else f"Numbers {first} to {last} are"
    return Fault("gap", first, None, f"{words} missing from the chain.")


def _kept_heads(faults: list[Fault]) -> Iterator[Head]:
    """The heads of the heads file; a line that cannot be read is added to ``faults``."""
    if not heads_file().exists():
        return
    with heads_file().open(encoding="ascii", errors="replace") as kept:
        for count, line in enumerate(kept, start=1):
            try:
                yield Head.parse(line.partition(" ")[2])
            except ValueError:
                faults.append(Fault("head", None, None, f"Line {count} of {heads_file().name} cannot be read."))


def _head_faults(heads: Iterable[Head]) -> Iterator[Fault]:
    remaining = iter(heads)
    while some := list(islice(remaining, BATCH)):
        found = TrailSeal.objects.in_bulk([head.number for head in some])
        for head in some:
            place = found.get(head.number)
            if place is None:
                sentence = f"Number {head.number} was once the head and is no longer there."
                yield Fault("head", head.number, None, sentence)
            elif place.digest != head.digest:
                sentence = f"Number {head.number} is not what it was when it was the head: the chain was written anew."
                yield Fault("head", head.number, place.entry_id, sentence)
