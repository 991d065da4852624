"""The pinned requirement files are those of pyproject.toml, with hashes and without addresses."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
WANTED = {
    "app": PROJECT["dependencies"],
    "dev": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}


def blocks(name: str) -> list[str]:
    """Each pinned package of a requirement file with its hashes and comments."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="ascii")
    return re.split(r"\n(?=[A-Za-z0-9])", text.strip())


def pins(name: str) -> dict[str, str]:
    """The version of each package of a requirement file."""
    found = (re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", block) for block in blocks(name))
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


@pytest.mark.parametrize("name", ["app", "dev", "uv"])
def test_every_package_is_pinned_with_hashes_and_no_address_is_kept(name):
    for block in blocks(name):
        assert re.match(r"[a-z0-9._-]+==[^ ]+ (; [^\\]+)?\\\n    --hash=sha256:[0-9a-f]{64}", block), block[:80]
        assert "://" not in block
        assert " @ " not in block
        assert "index" not in block


@pytest.mark.parametrize("name", ["app", "dev"])
def test_the_pins_are_what_the_project_asks_for(name):
    pinned = pins(name)
    asked_for = [Requirement(line) for line in WANTED[name]]
    for requirement in asked_for:
        assert requirement.specifier.contains(pinned[canonicalize_name(requirement.name)]), str(requirement)
    straight = {
        canonicalize_name(re.split("==", block)[0])
        for block in blocks(name)
        if re.search(r"#\s+(?:via )?goldenthread \(pyproject\.toml\)", block)
    }
    assert straight == {canonicalize_name(requirement.name) for requirement in asked_for}


def test_what_the_tests_run_with_is_what_people_run_with():
    app, dev = pins("app"), pins("dev")
    assert {name: dev.get(name) for name in app} == app
