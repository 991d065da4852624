"""A real Chromium for the journeys; where there is none, they are skipped with a plain sentence."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, Page, sync_playwright

from tests import cast
from tests.journeys.visit import Visit

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a screen. Playwright runs an event loop, in which Django must be told that it may work."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of all journeys."""
    if CHROMIUM is None:
        pytest.skip("There is no Chromium on this machine, so nothing was tried in a browser.")
    with chromium() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser, live_server) -> Iterator[Page]:
    """A page of a browser that knows nothing yet. It is named localhost, since passkeys need a name."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    context = browser.new_context(base_url=address, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()
    cache.clear()  # the counts of tries are not in a table that is emptied between tests


@pytest.fixture
def universe(transactional_db) -> cast.Universe:
    """The cast and what there is around them."""
    return cast.universe()


@pytest.fixture
def visit(browser: Browser, live_server, universe: cast.Universe) -> Iterator[Callable[..., Visit]]:
    """Gives a visit of one of the cast, who is signed in already; without ``javascript`` where that is said."""
    address = live_server.url.replace("127.0.0.1", "localhost")
    visits = []

    def begin(person: str, *, javascript: bool = True) -> Visit:
        context = browser.new_context(
            base_url=address, locale="en-GB", timezone_id="Europe/London", java_script_enabled=javascript
        )
        context.set_default_timeout(10_000)
        if person != "visitor":
            session = universe.client(person).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        visits.append(Visit(context.new_page(), address, javascript=javascript))
        return visits[-1]

    yield begin
    for each in visits:
        each.close()
