"""What every answer carries: a protective marking, headers that keep it private, and no cookie but the session's."""

import re

from django.conf import settings

from tests.architecture.addresses import addresses
from tests.architecture.walk import answer, clients, path, table

MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
MARKED = re.compile(
    r'class="gt-marking-line"><span class="govuk-visually-hidden">Protective marking: </span>([A-Z-]+)<'
)
OWN_CODE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|application/json))")


def test_every_page_is_marked_and_kept_private(universe):
    named, browsers = {address.name: address for address in addresses()}, clients(universe)
    wrong = []
    for row in table():
        if row.method != "GET" or not row.openers:
            continue
        person = row.openers[-1]
        where = path(named[row.name], row.of, universe)
        response = answer(browsers[person], "GET", where)
        page = response.content.decode() if response.headers["Content-Type"].startswith("text/html") else ""
        policy = response.headers["Content-Security-Policy"]
        cookies = set(response.cookies)
        faults = {
            "may be kept by browsers": person != "visitor" and "no-store" not in response.headers["Cache-Control"],
            "has no content policy": "default-src 'none'" not in policy or "unsafe" in policy or "http" in policy,
            "may be framed": "frame-ancestors 'none'" not in policy and "sandbox" not in policy,
            "may be guessed at": response.headers["X-Content-Type-Options"] != "nosniff",
            f"sets {cookies}": not cookies <= {settings.SESSION_COOKIE_NAME},
            "is not marked at top and bottom": page and not _marked(page),
            "has code or style of its own": OWN_CODE.search(page),
        }
        wrong += [f"{where} as {person} {fault}" for fault, found in faults.items() if found]
    assert wrong == []


def _marked(page: str) -> bool:
    """Whether the same marking stands before and after the content of the page."""
    found = MARKED.findall(page)
    return len(found) == 2 and found[0] == found[1] and found[0] in MARKINGS


def test_what_only_a_body_may_read_is_marked_so(universe):
    named, browsers = {address.name: address for address in addresses()}, clients(universe)
    for name, of in (
        ("document_page", "board paper"),
        ("meeting_page", "board meeting"),
        ("attendance_matrix", "north board"),
    ):
        response = answer(browsers["business_manager"], "GET", path(named[name], of, universe))
        assert MARKED.findall(response.content.decode()) == ["OFFICIAL-SENSITIVE"] * 2, name
