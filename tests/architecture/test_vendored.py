"""What others made and we ship is unchanged since it was taken in."""

import hashlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SUMS = [path for folder in ("goldenthread", "tests") for path in sorted((ROOT / folder).rglob("SHA256SUMS"))]


def test_there_is_something_to_check():
    assert len(SUMS) >= 2


@pytest.mark.parametrize("sums", SUMS, ids=lambda path: path.parent.name)
def test_every_file_has_its_checksum(sums):
    for line in sums.read_text(encoding="ascii").splitlines():
        digest, name = line.split(maxsplit=1)
        assert hashlib.sha256((sums.parent / name.lstrip("*")).read_bytes()).hexdigest() == digest, name
