"""The program in a home and a database of its own, run and served as an operator would, for scripts that try
to break it. The database is SQLite in the home, or a new one beside that of DATABASE_URL, dropped at the end."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from uuid import uuid4

from tests.resilience import MIGRATED

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds after which something that should have happened is given up."""
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
KILLED = -signal.SIGKILL
SQLITE = "{home}/goldenthread.sqlite3"


@dataclass
class Program:
    """One installation: its home, and the environment its commands run in."""

    home: Path
    environment: dict[str, str]

    def run(self, *words: str, cut_off: tuple[str, int] | None = None) -> subprocess.CompletedProcess[str]:
        """Run one ``goldenthread`` word. ``cut_off`` kills it at the n-th call of a function (see ``cut_off.py``)."""
        start = ["goldenthread"] if cut_off is None else ["tests.resilience.cut_off", cut_off[0], str(cut_off[1])]
        return subprocess.run(
            [sys.executable, "-m", *start, *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=5 * PATIENCE,
            check=False,
        )

    def must(self, *words: str) -> str:
        """Run one word that has to end well; what it printed."""
        result = self.run(*words)
        assert result.returncode == 0, f"{words} ended with {result.returncode}: {result.stderr or result.stdout}"
        return result.stdout

    def verify(self) -> dict[str, Any]:
        """What ``trail verify`` finds."""
        return json.loads(self.run("trail", "verify", "--json").stdout)

    def verify_clean(self) -> int:
        """Check that ``trail verify`` finds nothing; how many entries it looked at."""
        found = self.verify()
        assert found["faults"] == [], found["faults"]
        return found["checked"]

    @contextmanager
    def served(self, *, workers: int = 4, module: str = "goldenthread") -> Iterator[int]:
        """Serve the program; the port it listens on. ``module`` runs the word in the place of ``goldenthread``."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-m", module, "serve", "--port", str(port), "--workers", str(workers)],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        said: list[str] = []
        serving = threading.Event()

        def listen() -> None:
            for line in server.stderr or ():
                said.append(line)
                if line.startswith("Serving on"):
                    serving.set()

        listener = threading.Thread(target=listen)
        listener.start()
        try:
            assert serving.wait(PATIENCE), f"The server did not start: {''.join(said)}"
            yield port
        finally:
            server.terminate()
            server.wait(PATIENCE)
            listener.join(PATIENCE)
        faults = [line for line in said if "Traceback" in line or '"status": 500' in line]
        assert not faults, f"The server had errors: {faults[:3]}"


@dataclass
class Answer:
    """What the server answered."""

    status: int
    text: str
    location: str


@dataclass
class Browser:
    """Somebody signed in, over HTTP."""

    port: int
    session: str
    token: str = field(default="", init=False)

    def get(self, path: str) -> Answer:
        """Open a page; the token its forms carry is remembered."""
        return self._ask("GET", path)

    def post(self, path: str, fields: dict[str, str], file: tuple[str, str, bytes] | None = None) -> Answer:
        """Send a form, with a file as (field, name, content)."""
        fields = {"csrfmiddlewaretoken": self.token, **fields}
        if file is None:
            return self._ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")
        edge = uuid4().hex
        parts = [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields.items()
        ]
        name, filename, content = file
        parts += [
            f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'.encode(),
            b"Content-Type: application/octet-stream\r\n\r\n" + content + f"\r\n--{edge}--\r\n".encode(),
        ]
        return self._ask("POST", path, b"".join(parts), f"multipart/form-data; boundary={edge}")

    def _ask(self, method: str, path: str, body: bytes | None = None, content_type: str = "text/plain") -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=2 * PATIENCE)
        try:
            headers = {"Cookie": f"sessionid={self.session}", "Content-Type": content_type}
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode("utf-8", errors="replace")
        finally:
            connection.close()
        found = TOKEN.search(text)
        self.token = found.group(1) if found else self.token
        return Answer(response.status, text, response.headers.get("Location", ""))


@contextmanager
def program() -> Iterator[Program]:
    """A fresh installation, migrated, with this process opened on its database through Django."""
    with tempfile.TemporaryDirectory(prefix="goldenthread-") as folder, _database(Path(folder)) as address:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("GOLDENTHREAD_", "DJANGO_"))
        }
        environment |= {"GOLDENTHREAD_HOME": folder, "DATABASE_URL": address}
        made = Program(Path(folder), environment)
        migrated = os.environ.get(MIGRATED)
        if migrated and address.startswith("sqlite"):
            shutil.copy(migrated, SQLITE.format(home=folder))
        else:
            made.must("migrate", "--verbosity", "0")
        os.environ.update(environment, DJANGO_SETTINGS_MODULE="goldenthread.config.settings")
        import django
        from django.db import connections

        django.setup()
        try:
            yield made
        finally:
            connections.close_all()


@contextmanager
def _database(home: Path) -> Iterator[str]:
    """The address of an empty database."""
    beside = os.environ.get("DATABASE_URL", "")
    if not beside.startswith("postgres"):
        yield f"sqlite:///{SQLITE.format(home=home)}"
        return
    import psycopg
    from psycopg import sql

    name = f"goldenthread_{uuid4().hex[:12]}"
    parts = urlsplit(beside)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(parts._replace(path=f"/{name}"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def browser(port: int, person: Any) -> Browser:
    """A browser in which ``person`` is signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    return Browser(port, client.cookies[settings.SESSION_COOKIE_NAME].value)
