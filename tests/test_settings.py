"""Settings from the environment: each is described, and a wrong one stops the start with one sentence."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KEY = "k" * 50
PUBLIC = {
    "GOLDENTHREAD_HOSTS": "goldenthread.example",
    "GOLDENTHREAD_SECRET_KEY": KEY,
    "GOLDENTHREAD_SMTP_HOST": "mail.example",
}


def start(home: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Start the program with nothing but these settings in its environment."""
    system = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")}
    return subprocess.run(
        [sys.executable, "-m", "goldenthread", "showmigrations", "--list", "foundation"],
        cwd=ROOT,
        env={**system, "GOLDENTHREAD_HOME": str(home), "PYTHONPATH": str(ROOT), **settings},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_setting_is_described_and_every_described_setting_is_read():
    program = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "goldenthread").rglob("*.py"))
    read = set(re.findall(r"\benv\.(?:text|flag|whole|words|folder|database)\(\s*\"([A-Z_]+)\"", program))
    described = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert read == described


def test_nothing_else_reads_the_environment():
    readers = {
        str(path.relative_to(ROOT / "goldenthread").as_posix())
        for path in (ROOT / "goldenthread").rglob("*.py")
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8")) and "tests" not in path.parts
    }
    passing_it_on = {"foundation/serving.py", "governance/packs/converting.py"}
    assert readers <= {"__main__.py", "config/environment.py", "config/wsgi.py"} | passing_it_on


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"GOLDENTHREAD_HOSTS": "goldenthread.example"}, "GOLDENTHREAD_SECRET_KEY is not set: expected at least 50"),
        ({"GOLDENTHREAD_SECRET_KEY": "short"}, "GOLDENTHREAD_SECRET_KEY is too short: expected at least 50"),
        ({**PUBLIC, "GOLDENTHREAD_DEBUG": "yes"}, "GOLDENTHREAD_DEBUG is yes while GOLDENTHREAD_HOSTS names a public"),
        ({**PUBLIC, "GOLDENTHREAD_DEMO": "yes"}, "GOLDENTHREAD_DEMO is yes while GOLDENTHREAD_HOSTS names a public"),
        ({**PUBLIC, "GOLDENTHREAD_HTTPS": "no"}, "GOLDENTHREAD_HTTPS is no while GOLDENTHREAD_HOSTS names a public"),
        ({**PUBLIC, "GOLDENTHREAD_SMTP_HOST": ""}, "GOLDENTHREAD_SMTP_HOST is not set: expected the mail server"),
        ({"GOLDENTHREAD_DEBUG": "perhaps"}, "GOLDENTHREAD_DEBUG is 'perhaps': expected yes or no."),
        (
            {"GOLDENTHREAD_SMTP_PORT": "smtp"},
            "GOLDENTHREAD_SMTP_PORT is 'smtp': expected a whole number of 1 or more.",
        ),
        ({"DATABASE_URL": "mysql://a:secret@b/c"}, "DATABASE_URL begins with 'mysql://': expected postgres://"),
        ({"DATABASE_URL": "postgres://a:secret@b:port/c"}, "DATABASE_URL cannot be read: expected postgres://USER"),
        ({"DATABASE_URL": "postgres://a:secret@127.0.0.1:1/c"}, "The database (DATABASE_URL) cannot be reached: "),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path, given, sentence):
    result = start(tmp_path, **given)
    assert result.returncode == 1
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1
    assert "secret@" not in result.stderr
    assert result.stdout == ""


def test_a_home_that_cannot_be_made_stops_the_start(tmp_path):
    (tmp_path / "file").touch()
    result = start(tmp_path / "file" / "home")
    assert result.returncode == 1
    assert "GOLDENTHREAD_HOME is " in result.stderr
    assert "the folder cannot be made" in result.stderr


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="this user may write everywhere")
def test_a_home_that_cannot_be_written_to_stops_the_start(tmp_path):
    tmp_path.chmod(0o500)
    result = start(tmp_path)
    assert result.returncode == 1
    assert "the folder cannot be written to" in result.stderr


def test_a_public_installation_starts_when_its_settings_are_right(tmp_path):
    assert start(tmp_path, **PUBLIC).returncode == 0


def test_the_secret_key_is_made_once_and_kept_from_others(tmp_path):
    assert start(tmp_path).returncode == 0
    kept = tmp_path / "secret-key"
    key = kept.read_text(encoding="ascii")
    assert len(key) >= 50
    assert os.name == "nt" or kept.stat().st_mode & 0o077 == 0
    assert start(tmp_path).returncode == 0
    assert kept.read_text(encoding="ascii") == key
    assert [path.name for path in tmp_path.glob("tmp*")] == []
