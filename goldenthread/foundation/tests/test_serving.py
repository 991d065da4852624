"""What must hold before the program is served, and that it is served, by either server."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings as project
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db.migrations.executor import MigrationExecutor

from goldenthread.foundation import serving
from tests.triggers import lifted

WITHOUT_GUNICORN = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "gunicorn" else find(name, package)
sys.argv[0] = "goldenthread"
from goldenthread.__main__ import main
main()
"""


@pytest.fixture
def free_port() -> int:
    """A port nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.django_db
def test_a_sound_database_and_a_free_port_are_ready(free_port):
    serving.ready("127.0.0.1", free_port)


@pytest.mark.django_db
def test_a_port_in_use_is_refused():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(serving.CannotServe, match=rf"Port {port} of 127\.0\.0\.1 cannot be used .* --port"):
            serving.ready("127.0.0.1", port)


@pytest.mark.django_db
def test_a_database_older_than_the_program_is_refused(free_port, monkeypatch):
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda self, targets: ["a migration"])
    with pytest.raises(serving.CannotServe, match="Run `goldenthread migrate`"):
        serving.ready("127.0.0.1", free_port)


@pytest.mark.django_db
def test_a_trail_without_protection_is_refused(free_port):
    with lifted(), pytest.raises(SystemCheckError, match="The trail is not protected"):
        serving.ready("127.0.0.1", free_port)


def test_every_static_file_names_files_that_exist(settings, tmp_path):
    """Collecting under hashed names fails on a reference to a file that is not there."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "static" / "staticfiles.json").exists()


def ignore_interrupts():
    """As a shell without a terminal starts what runs behind it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.parametrize(
    "program",
    [pytest.param(["-m", "goldenthread"], id="gunicorn"), pytest.param(["-c", WITHOUT_GUNICORN], id="waitress")],
)
def test_served_until_told_to_stop(tmp_path, free_port, program):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GOLDENTHREAD_")}
    environment = {
        **kept,
        "GOLDENTHREAD_HOME": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'goldenthread.sqlite3'}",
        "PYTHONPATH": str(project.ROOT),
    }
    subprocess.run([sys.executable, "-m", "goldenthread", "migrate", "--verbosity", "0"], env=environment, check=True)
    with subprocess.Popen(
        [sys.executable, *program, "serve", "--port", str(free_port), "--workers", "2"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=ignore_interrupts,
    ) as process:
        try:
            assert process.stderr is not None
            assert process.stderr.readline() == f"Serving on http://127.0.0.1:{free_port}\n"
            with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/health/", timeout=30) as answer:
                assert answer.status == 200
            style = f"http://127.0.0.1:{free_port}/static/foundation/goldenthread.css"
            with urllib.request.urlopen(style, timeout=30) as answer:
                assert answer.headers["Content-Type"].startswith("text/css")
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=90)  # gunicorn gives a worker that is still starting its 30 seconds
        finally:
            process.kill()
    assert process.returncode == 0


def test_a_word_runs_beside_only_as_long_as_the_block(tmp_path: Path, monkeypatch):
    started = []
    popen = subprocess.Popen

    def start(command, **options):
        started.append(command[1:])
        process = popen([sys.executable, "-c", "import threading; threading.Event().wait()"], **options)
        started.append(process)
        return process

    monkeypatch.setattr(serving.subprocess, "Popen", start)
    with serving.beside("worker", "--with-clock"):
        assert started[0] == ["-P", "-m", "goldenthread", "worker", "--with-clock"]
        assert started[1].poll() is None
    assert started[1].poll() is not None
