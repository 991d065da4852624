"""Every script that tries to break the program ends well. Each can be run by itself: see its first lines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.resilience import MIGRATED

ROOT = Path(__file__).parents[2]
SCRIPTS = [
    "attendance_at_once",
    "import_cut_off",
    "job_cut_off",
    "disk_full",
    "trail_behind_its_back",
    "publication_cut_off",
    "pack_cut_off",
]
POSIX = os.name == "posix"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """A database that is made once for all scripts; SQLite alone, another is made by each."""
    home = tmp_path_factory.mktemp("migrated")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GOLDENTHREAD_")}
    address = f"sqlite:///{home / 'goldenthread.sqlite3'}"
    words = [sys.executable, "-m", "goldenthread", "migrate", "--verbosity", "0"]
    environment = {**kept, "GOLDENTHREAD_HOME": str(home), "DATABASE_URL": address}
    subprocess.run(words, cwd=ROOT, env=environment, check=True)
    return home / "goldenthread.sqlite3"


@pytest.mark.skipif(not POSIX, reason="There is no kill -9 here.")
@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_half_written_and_nothing_lost(script, migrated):
    words = [sys.executable, "-m", f"tests.resilience.{script}"]
    environment = {**os.environ, MIGRATED: str(migrated)}
    result = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr[-3000:]
    print(result.stdout)
