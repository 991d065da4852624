"""The leak test: what is planted where not everybody may read is looked for everywhere they can.

Every line of ``docs/access.md`` that opens for a person, by GET and by POST, and every link found on those pages, is
asked as every member of the cast; PDFs, Word and Excel files are opened. Then messages, the trail, jobs, the log, and
what the command line writes. Whoever may read must find it, so that the test can fail.
"""

import io
import logging
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import lru_cache
from html import unescape
from io import BytesIO
from urllib.parse import unquote, urljoin, urlsplit
from zipfile import ZipFile

import pikepdf
import pypdfium2
import pytest
from django.apps import apps
from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from goldenthread.foundation import figures, imports, pdf
from goldenthread.foundation.logging import JsonFormatter
from goldenthread.foundation.models import Job, Message, TrailEntry
from goldenthread.governance.renderings import as_text, as_word, for_public
from goldenthread.governance.views.minutes import TEMPLATE
from tests import cast
from tests.architecture.addresses import addresses
from tests.architecture.walk import clients, path, table
from tests.cast import CAST, Universe
from tests.planted import COMMON, Field, plant

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
MOST_PAGES = 1500
"""More than one person reaches; a crawl that finds more has lost its way."""
MOST_OF_A_KIND = 4
"""How many pages of one kind of the register are followed beside those of the table."""
NOT_FOLLOWED = re.compile(r"^/(static|account/sign-out|account/logout|demo)/|[?&](page|below|from|to|on)=")
OPENED = {"200", "302", "409"}


# Reading whatever is answered


def text_of(response: HttpResponseBase) -> str:
    """Everything in an answer: its headers, and its content opened to the last file in it."""
    content = b"".join(response) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value} {unquote(value)}" for name, value in response.headers.items())
    return f"{headers}\n{opened(content)}"


@lru_cache(maxsize=500)
def opened(content: bytes) -> str:
    """The texts of a file: a PDF's pages and streams, every part of a zip (Word, Excel), else the file itself."""
    if content.startswith(b"%PDF") and b"%%EOF" in content:
        return "\n".join(_of_pdf(content))
    if content.startswith(b"PK\x03\x04"):
        with ZipFile(BytesIO(content)) as archive:
            parts = [f"{name}\n{opened(archive.read(name))}" for name in archive.namelist()]
        return "\n".join([*parts, *(re.sub("<[^>]*>", "", part) for part in parts)])
    text = unescape(content.decode("utf-8", errors="replace"))
    return f"{text}\n{re.sub('<[^>]*>', '', text)}\n" + text.replace("\r\n ", "")  # a calendar folds long lines


def _of_pdf(content: bytes) -> Iterator[str]:
    """What is drawn, every stream unpacked, every string and attachment, as bytes of either width."""
    drawn = pypdfium2.PdfDocument(content)
    for page in drawn:
        yield page.get_textpage().get_text_range()
    drawn.close()
    with pikepdf.open(BytesIO(content)) as document:
        for each in document.objects:
            if isinstance(each, pikepdf.Stream):
                try:
                    raw = each.read_bytes()
                except pikepdf.PdfError:  # a picture
                    raw = each.read_raw_bytes()
                yield raw.decode("latin-1")
                yield raw.decode("utf-16-be", errors="ignore")
                if raw.startswith((b"PK\x03\x04", b"%PDF")):
                    yield opened(raw)
            yield from _strings(each)


def _strings(each: object) -> Iterator[str]:
    """The strings of one object and of what stands directly in it; what it refers to comes by itself."""
    if isinstance(each, pikepdf.String):
        yield str(each)
        return
    if isinstance(each, pikepdf.Stream):
        each = each.stream_dict
    values = each if isinstance(each, pikepdf.Array) else ()
    if isinstance(each, pikepdf.Dictionary):
        values = each.as_dict().values()
    for value in values:
        if not getattr(value, "is_indirect", False):
            yield from _strings(value)


def test_the_reader_of_files_reads(db):
    """What opens files finds a word in each kind; else the leak test would pass for nothing."""
    shown = {"marking": "OFFICIAL", "date": "", "to": ["Zqword"], "greeting": "", "subject": "S", "paragraphs": []}
    shown |= {"closing": "", "signed": []}
    letter = TEMPLATE.parent / "letter.typ"
    assert "Zqword" in opened(pdf.compile(letter, shown, title="Zqtitle"))
    assert "Zqtitle" in opened(pdf.compile(letter, shown, title="Zqtitle"))
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        archive.writestr("inner.xml", "<a>Zq<b>word</b></a>")
    outer = BytesIO()
    with ZipFile(outer, "w") as archive:
        archive.writestr("Zqname.zip", held.getvalue())
    assert "Zqname" in opened(outer.getvalue())
    assert "Zqword" in opened(outer.getvalue())
    assert "Zq & word" in opened(b"<p>Zq &amp; word")


# The walk


class Log(logging.Handler):
    """Keeps every line of every logger as production writes it, and as it was said."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.lines.append(JsonFormatter().format(record))
        if record.name.partition(".")[0] in {"goldenthread", "django"}:
            self.lines.append(record.getMessage())


@pytest.fixture
def log() -> Iterator[Log]:
    handler = Log()
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in ("goldenthread", "django"))]
    before = [(each, each.level) for each in loggers]
    loggers[0].addHandler(handler)
    for each in loggers[:2]:
        each.setLevel(logging.DEBUG)
    yield handler
    loggers[0].removeHandler(handler)
    for each, level in before:
        each.setLevel(level)


def starts(made: Universe) -> dict[str, list[tuple[str, str]]]:
    """For each person, the lines of the table that open for them: method and address.

    A row that was planted since may open for others than the table says: those are asked for all.
    """
    named = {address.name: address for address in addresses()}
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in table():
        where = path(named[row.name], row.of, made)
        for person in CAST:
            planted_now = row.method == "GET" and row.name.startswith(("paper_", "item_", "minutes_", "pack_"))
            if row.cell(person) in OPENED or planted_now:
                found[person].append((row.method, where))
    for key in ("past item paper", "restricted past paper", "restricted paper", "unpublished paper"):
        for person in CAST:
            found[person].append(("GET", reverse("paper_download", args=[made[key].pk])))
    for name in (name for name in named if "search" in name and not named[name].arguments):
        for person in CAST:
            found[person].append(("GET", f"{reverse(name)}?q={COMMON}"))
    return found


def walked(browser: Client, begin: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """Every answer a person gets: method, address and text, of where they begin and of what is linked from there."""
    waiting, seen, times = list(dict.fromkeys([*begin, ("GET", "/")])), set(), Counter[str]()
    begun = set(waiting)
    while waiting:
        method, where = waiting.pop(0)
        if (method, where) in seen:
            continue
        seen.add((method, where))
        kind = kind_of(where)
        times[kind] += 1
        if (method, where) not in begun and times[kind] > MOST_OF_A_KIND:
            continue
        assert len(seen) < MOST_PAGES, "The walk has no end."
        response, text = asked(browser, method, where)
        if response.status_code in {403, 404, 405}:
            continue
        yield method, where, text
        if response.headers.get("Content-Type", "").startswith("text/html"):
            linked = [unescape(each) for each in LINK.findall(text)]
            if "Location" in response.headers:
                linked.append(urlsplit(urljoin(where, response.headers["Location"])).path)
            waiting += [("GET", each) for each in linked if not NOT_FOLLOWED.search(each)]


def kind_of(where: str) -> str:
    """What kind of page an address of the register is: many of one kind are alike. Others are each their own."""
    try:
        found = resolve(urlsplit(where).path)
    except Resolver404:
        return where
    return where if found.func.__module__.startswith("goldenthread.governance") else found.view_name


def asked(browser: Client, method: str, where: str) -> tuple[HttpResponseBase, str]:
    """An answer and its text. Neither the database nor the browser is changed by asking."""
    cookies = browser.cookies.copy()
    with cast.undone():
        response = getattr(browser, method.lower())(where)
        text = text_of(response)
    browser.cookies = cookies
    return response, text


@pytest.fixture(scope="module")
def shared_planted(shared) -> Callable[[], tuple[Universe, Field]]:
    return shared(_planted)


@pytest.fixture
def made_and_planted(shared_planted: Callable[[], tuple[Universe, Field]], db: None) -> tuple[Universe, Field]:
    return shared_planted()


@pytest.fixture
def made(made_and_planted: tuple[Universe, Field]) -> Universe:
    return made_and_planted[0]


@pytest.fixture
def planted(made_and_planted: tuple[Universe, Field]) -> Field:
    return made_and_planted[1]


def _planted() -> tuple[Universe, Field]:
    made = cast.universe()
    field = plant(made)
    call_command("search", "rebuild", stdout=io.StringIO())
    return made, field


def test_nothing_planted_reaches_whoever_may_not_read_it(made, planted, log):
    leaks, found = [], defaultdict(set)
    browsers = clients(made)
    for person, begin in starts(made).items():
        browser = browsers[person]
        for method, where, text in walked(browser, begin):
            words = planted.found_in(text)
            found[person] |= words
            for word in sorted(words):
                each = planted.planted[word]
                if person not in each.may:
                    leaks.append(f"{person} reads the {each.where} ({word}) at {method} {where}")
                if "/public/" in where and not each.public:
                    leaks.append(f"the public minutes hold the {each.where} ({word}): {where}")
    assert not leaks, "\n".join(leaks)
    unseen = [
        f"{person} does not find the {each.where} ({each.word})"
        for each in planted.planted.values()
        for person in sorted(each.do & set(CAST))
        if each.word not in found[person]
    ]
    assert not unseen, "Whoever may read must find it, else this test proves nothing:\n" + "\n".join(unseen)
    assert planted.found_in("\n".join(log.lines)) == set(), "the log"
    assert len(log.lines) > 1000, "the walk is logged"


def test_the_public_minutes_hold_what_is_public_alone_in_every_form(made, planted):
    shown = for_public(made["published minutes"])
    public = {word for word, each in planted.planted.items() if each.public and "draft" not in each.where}
    assert len(public) >= 5
    for drawn in (
        repr(shown),
        as_text(shown),
        opened(as_word(shown)),
        opened(pdf.compile(TEMPLATE, asdict(shown), title=shown.title)),
    ):
        assert planted.found_in(drawn) == public
        names = [person.name for person in made.people.values() if person.name in drawn]
        assert names == []


def test_messages_jobs_and_the_trail_hold_nothing_planted(made, planted):
    for model in (Message, Job, TrailEntry):
        rows = list(model._base_manager.values())
        assert rows, model
        held = {(row["id"], word) for row in rows for word in planted.found_in(repr(row))}
        if model is Message:  # each begins with the name of whom it is to
            names = {
                row.pk: planted.found_in(row.recipient.name) for row in Message.objects.select_related("recipient")
            }
            held = {(pk, word) for pk, word in held if word not in names[pk]}
        assert held == set(), model
    assert Message.objects.filter(subject__contains="Minutes to read").exists()


def test_the_database_holds_the_planted_words_themselves(made, planted):
    """Each is really there: in a column, or in a file that is kept."""
    held = []
    for model in apps.get_models():
        if model.__module__.startswith(("goldenthread.governance", "goldenthread.improvement")) or model.__name__ in {
            "Document",
            "DocumentVersion",
            "Person",
        }:
            held += [repr(row) for row in model._base_manager.values()]
    missing = {
        word for word in set(planted.planted) - planted.found_in("\n".join(held))
        if not planted.planted[word].where.startswith("content of")
    }  # fmt: skip
    assert missing == set()


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_what_the_command_line_writes_holds_nothing_planted_that_is_restricted(made, planted, form, tmp_path):
    """The operator reads registers and open, published items; nothing that only some readers may see."""
    board = made["north board"]
    asked = {"body": board.name, "partnership": board.partnership.name, "agency": made["police"].name}
    for kind in imports.kinds():
        out = tmp_path / f"{kind.code}.{form}"
        given = {name: asked[name] for name in kind.required_options}
        call_command("export", kind.code, form=form, out=out, stdout=io.StringIO(), stderr=io.StringIO(), **given)
        _open_to_the_operator(planted, opened(out.read_bytes()), kind.code)


def test_figures_on_the_command_line_hold_nothing_planted(made, planted):
    partnership = made["north board"].partnership.name
    for name in figures.names():
        out = io.StringIO()
        for given in ([], ["--partnership", partnership]):
            try:
                call_command("figures", name, "--json", *given, stdout=out, stderr=out)
            except Exception as refused:  # one that needs or knows no such parameter says so
                out.write(str(refused))
        _open_to_the_operator(planted, out.getvalue(), name)


def _open_to_the_operator(planted: Field, text: str, where: str) -> None:
    """The operator may hold open items, and the names of people in the register and on attendance sheets."""
    allowed = ("name", "surname", "title of an open item", "title of an open paper")
    held = {planted.planted[word].where for word in planted.found_in(text)}
    assert {each for each in held if not each.startswith(allowed) or "declaration" in each} == set(), where
