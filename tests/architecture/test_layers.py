"""Imports go down only: the contract of pyproject.toml holds. Unbuilt apps are optional layers in it."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_imports_go_down_only():
    """In a process of its own: the linter silences every logger there is."""
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    words = [sys.executable, "-c", lint, "--no-cache"]
    result = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout
