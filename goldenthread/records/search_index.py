"""The search index: finding what a person may find, and keeping the index true.

One interface over both databases. Who may find a row is part of what is asked of the index, never looked at after.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from goldenthread.foundation import search
from goldenthread.foundation.search import Source
from goldenthread.partnership import reach
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.scope import Scope
from goldenthread.records.models import SearchDue, SearchLink, SearchRow
from goldenthread.records.models.search import LAST_DAY_NUMBER, NUMBER_BITS, highest_place, lowest_place, place_of
from goldenthread.records.search_words import LONGEST_SHOWN, SNIPPET, Piece, Question, pieces, plain, words

NEWEST = 500
"""Among how many of the newest hits the best come first."""
BATCH = 500
"""How many subjects are indexed in one transaction."""
INDEXER_LOCK = 0x601E


@dataclass(frozen=True)
class Hit:
    """One thing found: its kind in words, its page, and title and snippet cut where they say what was asked."""

    kind: str
    address: str
    marking: str
    dated_on: date | None
    title: list[Piece]
    snippet: list[Piece]


@dataclass(frozen=True)
class Count:
    """How many of one kind are among what was found."""

    code: str
    title: str
    count: int


@dataclass(frozen=True)
class Found:
    """The places of what was found, best first, and how many of them are of each kind."""

    question: Question
    places: tuple[int, ...] = ()
    counts: tuple[Count, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether nothing older was left out."""
        return len(self.places) < NEWEST


@dataclass(frozen=True)
class _Asked:
    """What is asked of the index besides the question: by whom, of which kinds, when."""

    held: tuple[str, ...]
    kinds: tuple[str, ...] | None
    lowest: int
    highest: int

    def newest(self, question: Question, *, in_title: bool = False, until: int | None = None) -> list[int]:
        """The places of the newest hits, newest first, ``NEWEST`` at the most, none older than at ``until``."""
        return _words().newest(
            question,
            held=self.held,
            kinds=self.kinds,
            lowest=self.lowest,
            highest=self.highest if until is None else until,
            limit=NEWEST,
            in_title=in_title,
        )


def kinds(scope: Scope) -> list[Source[Any]]:
    """The sources of which ``scope`` may find something."""
    return [source for source in search.sources() if scope.may(source.permission)]


def find(
    scope: Scope, question: Question, *, kind: str = "", first: date | None = None, last: date | None = None
) -> Found:
    """What of ``question`` this scope may find, of one kind or of all, from one day to another.

    At most ``NEWEST``: those with every word in the title come before all others; then those with the words next to
    one another, then those with some word in the title, then the rest; the newer first among equals.
    """
    open_to = kinds(scope)
    held = tuple(sorted(reach.held(scope).union(*(source.held(scope) for source in open_to))))
    if not (question.terms and held and open_to):
        return Found(question)
    lowest, highest = 0, (LAST_DAY_NUMBER + 1 << NUMBER_BITS) - 1
    if first is not None or last is not None:
        # The later day has the lower place. What has no day is in no period.
        lowest, highest = lowest_place(last or date.max), highest_place(first or date.min)

    def asked(codes: Iterable[str]) -> _Asked:
        wanted = tuple(_mark_of(code) for code in codes)
        return _Asked(held, wanted if len(wanted) < len(search.sources()) else None, lowest, highest)

    codes = [source.code for source in open_to if kind in ("", source.code)]
    places = _best(asked(codes), question) if codes else []
    numbers = Counter(SearchRow.objects.filter(pk__in=places).values_list("kind", flat=True))
    counts = tuple(Count(source.code, source.title, numbers[source.code]) for source in open_to)
    return Found(question, tuple(places), tuple(count for count in counts if count.count))


def _best(asked: _Asked, question: Question) -> list[int]:
    """The places of the newest hits, best first."""
    titled: list[int] = []
    others: list[int] = []
    # Beginnings of words cost more to look for, and add nothing where whole words find enough.
    for found in dict.fromkeys((question.whole, question)):
        titled = asked.newest(found, in_title=True)
        if len(titled) == NEWEST:
            return titled
        others = [place for place in asked.newest(found) if place not in set(titled)][: NEWEST - len(titled)]
        if len(titled) + len(others) == NEWEST:
            break
    if not others or len(question.terms) < 2:
        return titled + others
    in_a_row, some = _words().close(found, others, asked.newest)
    return titled + sorted(others, key=lambda place: (place not in in_a_row, place not in some, place))


def hits(question: Question, places: Sequence[int]) -> list[Hit]:
    """What stands at ``places``, in their order, as it is shown. The places are those ``find`` gave."""
    rows = SearchRow.objects.in_bulk(places)
    cut = {place: (words(row.title), words(row.text[:LONGEST_SHOWN])) for place, row in rows.items()}
    # Taking off endings leaves the first letter alone, so few words need asking about.
    letters = {word[0] for word, _ in question.words}
    unsure = {each.word for both in cut.values() for found in both for each in found if each.word[0] in letters}
    alike = _words().alike(question, sorted(unsure)) if unsure else set()
    spans = {
        place: [[(each.start, each.end) for each in found if each.word in alike] for found in both]
        for place, both in cut.items()
    }
    return [_hit(rows[place], *spans[place]) for place in places if place in rows]


def _hit(row: SearchRow, in_title: list[tuple[int, int]], in_text: list[tuple[int, int]]) -> Hit:
    source = search.find(row.kind)
    return Hit(
        kind=source.title if source else row.kind,
        address=reverse(row.page, args=row.args),
        marking=source.marking if source else Circulation.BODY.marking,
        dated_on=row.dated_on,
        title=pieces(row.title, in_title),
        snippet=pieces(row.text[:LONGEST_SHOWN], in_text, length=SNIPPET),
    )


# Keeping the index true


def index_due() -> int:
    """Index again what was changed since the last time; return how many changes there were. One runs at a time."""
    count = 0
    while done := _index_batch():
        count += done
    return count


@transaction.atomic(durable=True)
def _index_batch() -> int:
    _one_indexer()
    due = list(SearchDue.objects.order_by("pk")[:BATCH])
    numbers: dict[str, set[int]] = defaultdict(set)
    for row in due:
        if row.number.isdigit():
            numbers[row.label].add(int(row.number))
    wanted: dict[str, set[int]] = defaultdict(set)
    for label, changed in numbers.items():
        for source, lookups in search.covering(label):
            if lookups == ("pk",):
                wanted[source.code] |= changed
                continue
            for lookup in lookups:
                found = source.model._default_manager.filter(**{f"{lookup}__in": changed})
                wanted[source.code] |= set(found.order_by().values_list("pk", flat=True))
        linked = SearchLink.objects.filter(label=label, number__in=changed)
        for code, subject in linked.values_list("kind", "object_id"):
            wanted[code].add(subject)
    for source in search.sources():
        _index(source, sorted(wanted[source.code]))
    SearchDue.objects.filter(pk__in=[row.pk for row in due]).delete()
    return len(due)


def rebuild(progress: Callable[[str, int, int], None] = lambda title, done, total: None) -> dict[str, int]:
    """Make the whole index anew, a batch at a time, while people search; return the number of rows of each kind.

    ``progress`` is told the title of a source, how many of its subjects are done, and how many there are.
    """
    known = {source.code for source in search.sources()}
    with transaction.atomic():
        _one_indexer()
        _forget(SearchRow.objects.exclude(kind__in=known))
    counts = {}
    for source in search.sources():
        counts[source.code] = 0
        subjects = source.model._default_manager.order_by("pk")
        total, done, last = subjects.count(), 0, 0
        while numbers := list(subjects.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
            with transaction.atomic():
                _one_indexer()
                # Rows of subjects that are gone lie between those that are still there.
                gone = SearchRow.objects.filter(kind=source.code, object_id__gt=last, object_id__lte=numbers[-1])
                _forget(gone.exclude(object_id__in=numbers))
                counts[source.code] += _index(source, numbers)
            done, last = done + len(numbers), numbers[-1]
            progress(source.title, done, total)
        with transaction.atomic():
            _one_indexer()
            _forget(
                SearchRow.objects.filter(kind=source.code, object_id__gt=last).exclude(
                    object_id__in=subjects.values("pk")
                )
            )
    _words().tidy()
    return counts


def _index(source: Source[Any], numbers: Sequence[int]) -> int:
    """Make the rows of these subjects anew; those of subjects that are gone go. Returns how many rows there are."""
    made = 0
    for start in range(0, len(numbers), BATCH):
        some = numbers[start : start + BATCH]
        _forget(SearchRow.objects.filter(kind=source.code, object_id__in=some))
        SearchLink.objects.filter(kind=source.code, object_id__in=some).delete()
        made += write(source, source.rows(source.model._default_manager.filter(pk__in=some)))
    return made


def write(source: Source[Any], made: Iterable[tuple[int, search.Row]]) -> int:
    """Add rows of ``source`` to the index; return how many. Rows of their subjects are to be gone before."""
    rows, texts, links = [], [], {}
    for object_id, row in made:
        title, text = _clean(row.title), _clean(row.text)
        kept = SearchRow(
            place=place_of(row.dated_on),
            kind=source.code,
            object_id=object_id,
            title=title,
            text=text,
            dated_on=row.dated_on,
            page=row.page,
            args=list(row.args),
        )
        rows.append(kept)
        for link in row.links:
            key = (link._meta.label_lower, link.pk, source.code, object_id)
            links[key] = SearchLink(label=key[0], number=key[1], kind=key[2], object_id=key[3])
        texts.append((kept.place, plain(title), plain(text), [_mark_of(source.code), *sorted(row.reach)]))
    SearchRow.objects.bulk_create(rows, batch_size=BATCH)
    SearchLink.objects.bulk_create(links.values(), batch_size=BATCH)
    _words().put(texts)
    return len(rows)


def _forget(rows: Any) -> None:
    places = list(rows.values_list("pk", flat=True))
    for start in range(0, len(places), BATCH):
        some = places[start : start + BATCH]
        SearchRow.objects.filter(pk__in=some).delete()
        _words().take(some)


def _clean(text: str) -> str:
    """``text`` with each letter one character, on one line, without what no database keeps."""
    return " ".join(unicodedata.normalize("NFC", text.replace("\0", " ")).split())


def _mark_of(code: str) -> str:
    """The token that stands for a kind; its number keeps it from losing an ending."""
    return f"kind{code}0"


def _one_indexer() -> None:
    """Wait until no other indexer runs, to the end of the transaction. On SQLite an IMMEDIATE one has done so."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INDEXER_LOCK])


def _words() -> ModuleType:
    """What keeps the words on this database."""
    if connection.vendor == "postgresql":
        from goldenthread.records import search_postgresql

        return search_postgresql
    from goldenthread.records import search_sqlite

    return search_sqlite
