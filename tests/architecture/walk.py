"""Walking every address as every member of the cast, and the table that says what each is answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from tests.architecture.addresses import Address, addresses
from tests.cast import CAST, Universe, undone

TABLE = Path(__file__).parents[2] / "docs" / "access.md"
METHODS = ("GET", "POST")
SIGN_IN = "sign-in"


@dataclass(frozen=True)
class Row:
    """One line of the table: an address, the row of the universe it is about, a method, a cell for each person."""

    name: str
    of: str
    method: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return f"| {self.name} | {self.of} | {self.method} | {' | '.join(self.cells)} |"

    def cell(self, person: str) -> str:
        """What ``person`` is answered."""
        return self.cells[CAST.index(person)]

    @property
    def openers(self) -> list[str]:
        """Those who are shown a page."""
        return [person for person in CAST if self.cell(person) == "200"]


def table() -> list[Row]:
    """The lines of ``docs/access.md`` that are about an address."""
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 + len(CAST) and cells[2] in METHODS:
            rows.append(Row(cells[0], cells[1], cells[2], tuple(cells[3:])))
    return rows


def path(address: Address, of: str, universe: Universe) -> str:
    """Where ``address`` is, for the row of the universe named ``of``."""
    if not address.arguments:
        return reverse(address.name)
    row = universe[of]
    parts = row if isinstance(row, tuple) else (row.pk,)
    return reverse(address.name, kwargs=dict(zip(address.arguments, parts, strict=True)))


def clients(universe: Universe) -> dict[str, Client]:
    """A browser for each of the cast; an error in a view is an answer of 500 there."""
    browsers = {person: universe.client(person) for person in CAST}
    for browser in browsers.values():
        browser.raise_request_exception = False
    return browsers


def answer(browser: Client, method: str, where: str) -> HttpResponseBase:
    """What the browser is answered. Neither the database nor the browser is changed by asking."""
    cookies = browser.cookies.copy()
    with undone():
        response = getattr(browser, method.lower())(where)
        if response.streaming:
            b"".join(response)
    browser.cookies = cookies
    return response


def cell(response: HttpResponseBase) -> str:
    """The answer as the table writes it."""
    if response.status_code == 302 and response.url.partition("?")[0] == resolve_url(settings.LOGIN_URL):
        return SIGN_IN
    return str(response.status_code)


def measured(universe: Universe, rows: list[Row], *, openers: bool = False) -> Iterator[tuple[Row, Row]]:
    """Each line of the table beside the line that is true. ``openers``: ask only as those who are shown a page."""
    named = {address.name: address for address in addresses()}
    browsers = clients(universe)
    for row in rows:
        where = path(named[row.name], row.of, universe)
        cells = tuple(
            row.cell(person)
            if openers and row.cell(person) != "200"
            else cell(answer(browsers[person], row.method, where))
            for person in CAST
        )
        yield row, Row(row.name, row.of, row.method, cells)
