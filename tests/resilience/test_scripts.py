"""Every script that tries to break the program ends well. Each can be run by itself: see its first lines."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.skipif(not POSIX, reason="There is no kill -9 here.")
@pytest.mark.parametrize("script", SCRIPTS)
def test_nothing_half_written_and_nothing_lost(script):
    words = [sys.executable, "-m", f"tests.resilience.{script}"]
    result = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr[-3000:]
    print(result.stdout)
