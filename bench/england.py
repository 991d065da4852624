"""Whether all of England fits: pages and search over 150 areas and ten years, against a page of one row.

    python -m bench.england --database sqlite
    python -m bench.england --database postgresql --server postgres://postgres@127.0.0.1:5432/postgres

It fills a scratch database of its own (``--keep`` leaves it there and uses it the next time), starts the program's own
server on it with one process, and asks for pages as three people, in turn, over HTTP. Each page's time is given as a
ratio to the page of one seat, asked by the same person in the same run. Goal: at 95 of 100, no more than 4 times it.
Then the search alone, in milliseconds. Goal: 95 of 100 under 100 ms.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from bench.england_data import England

NAME = "gt_bench_england"
ROOT = Path(__file__).resolve().parent.parent
QUESTIONS = {
    "a rare word": {"q": "zelwickthorn"},
    "the commonest word": {"q": "safeguarding"},
    "two common words": {"q": "children review"},
    "three words": {"q": "police neglect threshold"},
    "the beginning of a word": {"q": "part"},
    "a common beginning": {"q": "children rev"},
    "words in a row": {"q": '"health partnership"'},
    "a common word, one kind": {"q": "safeguarding", "kind": "meeting"},
    "a common word, one year": {"q": "report", "from": "2019-04-01", "to": "2020-03-31"},
    "a name": {"q": "Hartthorn"},
}


def main() -> None:
    """Read the words of the command line, fill, serve, measure, print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked.add_argument("--server", default="postgres://postgres@127.0.0.1:5432/postgres", help="for postgresql")
    asked.add_argument("--keep", type=Path, metavar="FOLDER", help="keep the database, and use it if it is there")
    asked.add_argument("--rounds", type=int, default=60, help="how often each page is asked for (default: 60)")
    words = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="goldenthread-bench-") as temporary:
        home = (words.keep or Path(temporary)).resolve()
        home.mkdir(parents=True, exist_ok=True)
        filled = home / "filled"
        os.environ |= {
            "GOLDENTHREAD_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
            "DATABASE_URL": f"sqlite:///{home}/england.sqlite3",
        }
        if words.database == "postgresql":
            os.environ["DATABASE_URL"] = words.server.rpartition("/")[0] + f"/{NAME}"
            if not filled.exists():
                _empty(words.server)
        import django

        django.setup()
        measure(words.rounds, filled)
        if words.database == "postgresql" and not words.keep:
            from django.db import connection

            connection.close()
            _empty(words.server, anew=False)


def measure(rounds: int, filled: Path) -> None:
    """Fill the database unless it is filled, ask for everything, and print what it took."""
    from django.core.management import call_command

    from bench import england_data

    begun = time.perf_counter()
    if not filled.exists():
        call_command("migrate", verbosity=0)
        england_data.make(lambda what: _say(f"{time.perf_counter() - begun:5.0f} s: {what}"))
        filled.touch()
        _say(f"{time.perf_counter() - begun:5.0f} s: filled")
    england = england_data.again()
    print(f"{_machine()}; " + ", ".join(f"{number:,} {what}" for what, number in england_data.counts().items()))
    _pages(england, rounds)
    _searches(england, rounds)


def _pages(england: England, rounds: int) -> None:
    from django.urls import reverse

    pages = {
        "one row (a seat)": reverse("seat_page", args=[england.seat.pk]),
        "home": reverse("home"),
        "body": reverse("body_page", args=[england.board.pk]),
        "attendance, a year": reverse("attendance_matrix", args=[england.board.pk]),
        "attendance, ten years": reverse("attendance_matrix", args=[england.board.pk])
        + "?from=2016-04-01&to=2026-03-31",
        "meeting": reverse("meeting_page", args=[england.meeting.pk]),
        **{f"search: {name}": f"{reverse('search')}?{urlencode(query)}" for name, query in QUESTIONS.items()},
    }
    with _served() as port:
        for title, person in _people(england):
            cookie = _session(person)
            taken: dict[str, list[float]] = {page: [] for page in pages}
            connection = http.client.HTTPConnection("127.0.0.1", port)
            for turn in range(rounds + 3):
                for page, address in random.sample(list(pages.items()), len(pages)):
                    begun = time.perf_counter()
                    connection.request("GET", address, headers={"Cookie": cookie})
                    response = connection.getresponse()
                    response.read()
                    if response.status != 200:
                        raise SystemExit(f"{address} answered {response.status} to the {title}.")
                    if turn >= 3:
                        taken[page].append((time.perf_counter() - begun) * 1000)
            base = _two(taken["one row (a seat)"])
            print(f"\n{title}\n{'page':42}{'p50 ms':>8}{'p95 ms':>8}{'p50 ×':>8}{'p95 ×':>8}")
            for page, times in taken.items():
                half, most = _two(times)
                print(f"{page:42}{half:8.1f}{most:8.1f}{half / base[0]:8.2f}{most / base[1]:8.2f}")


def _searches(england: England, rounds: int) -> None:
    """Finding and showing the first page of hits, without the page around them; the scope is made anew each time.

    The last column is the mean time of the processor alone, this process's and the database's together: what it would
    take on a machine that does nothing else.
    """
    from django.utils import timezone

    from goldenthread.foundation.dates import read_day
    from goldenthread.partnership.scope import Scope
    from goldenthread.records import search_index
    from goldenthread.records.search_words import question

    print(f"\n{'search alone':28}{'who':20}{'found':>6}{'p50 ms':>8}{'p95 ms':>8}{'CPU ms':>8}")
    for name, query in QUESTIONS.items():
        first, last = (read_day(query[key]) if key in query else None for key in ("from", "to"))
        for title, person in _people(england):
            times: list[float] = []
            used = 0.0
            for turn in range(rounds + 2):
                if turn == 2:
                    used = _processor_time()
                begun = time.perf_counter()
                scope = Scope.of(person, today=timezone.localdate())
                asked = question(query["q"])
                found = search_index.find(scope, asked, kind=query.get("kind", ""), first=first, last=last)
                search_index.hits(asked, found.places[:20])
                if turn >= 2:
                    times.append((time.perf_counter() - begun) * 1000)
            half, most = _two(times)
            used = (_processor_time() - used) / rounds * 1000
            print(f"{name:28}{title:20}{len(found.places):6}{half:8.1f}{most:8.1f}{used:8.1f}")


def _processor_time() -> float:
    """Seconds of processor time of this process, and of the database's for it where that runs on this machine."""
    from django.db import connection

    used = time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
        if stat.exists():
            user, system = stat.read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
            used += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return used


def _people(england: England) -> list[tuple[str, Any]]:
    return [
        ("board member", england.board_member),
        ("police lead on nine", england.police_lead),
        ("business manager", england.business_manager),
    ]


def _session(person: Any) -> str:
    """The cookie of a session in which ``person`` is signed in, with a second factor."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def _served() -> Iterator[int]:
    """The program's own server with one process, on a free port, as long as the block lasts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "goldenthread", "serve", "--port", str(port), "--workers", "1"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
    )
    try:
        _until(lambda: _answers(port), process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until(holds: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if holds():
            return
        if process.poll() is not None:
            raise SystemExit("The server did not start.")
        time.sleep(0.1)
    raise SystemExit("The server did not answer within a minute.")


def _two(times: list[float]) -> tuple[float, float]:
    """The middle, and what 95 of 100 stay under."""
    return statistics.median(times), statistics.quantiles(times, n=20)[18]


def _empty(server: str, *, anew: bool = True) -> None:
    """Drop the scratch database, and make it ``anew``."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {NAME}")
        if anew:
            connection.execute(f"CREATE DATABASE {NAME} ENCODING 'UTF8' TEMPLATE template0")


def _machine() -> str:
    processor = platform.processor() or platform.machine()
    with_load = f", load {os.getloadavg()[0]:.1f} at the start" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} × {processor}, {platform.system()}, Python {platform.python_version()}{with_load}"


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
