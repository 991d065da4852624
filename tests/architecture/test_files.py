"""The house: where files stand, how long they are, and what none of them holds."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = sorted(path.parent for path in ROOT.glob("goldenthread/*/apps.py"))
PYTHON = sorted(path for folder in ("goldenthread", "demo", "tests") for path in (ROOT / folder).rglob("*.py"))
LONGEST = 400

EVERY_APP = {"__init__.py", "apps.py", "urls.py", "jinja2", "migrations", "models", "tests", "views"}
"""What no app lacks."""

SOME_APPS = {
    "rules.py",
    "errors.py",
    "figures.py",
    "figures",
    "imports.py",
    "search.py",
    "work.py",
    "tasks.py",
    "sections.py",
    "origins.py",
    "forms.py",
    "forms",
    "imports",
    "rules",
    "management",
    "static",
    "typst",
}
"""What an app has where it has the thing."""

OWN = {
    "governance": {"calendar.py", "letters.py", "notices", "packs", "renderings"},
    "improvement": {"digests.py", "editions", "renderings"},
    "records": {
        "calendar_sheet.py",
        "clock_print.py",
        "editions",
        "exports.py",
        "owners.py",
        "scanner.py",
        "search_index.py",
        "search_postgresql.py",
        "search_sqlite.py",
        "search_words.py",
        "store.py",
    },
    "partnership": {
        "access.py",
        "asking.py",
        "beginnings.py",
        "body_sections.py",
        "circulation.py",
        "context.py",
        "filters.py",
        "home_sections.py",
        "middleware.py",
        "navigation.py",
        "permissions.py",
        "reach.py",
        "readable_trail.py",
        "roles.py",
        "scope.py",
    },
}
"""What one app alone has, because it is what the app is for. Foundation is made of such things."""

DRAWERS = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py", "services.py", "admin.py", "signals.py"}
SVG = {"goldenthread/foundation/charts.py"}
"""What adds a title to a picture the drawing library has made."""
TAG = re.compile(r"\s*</?[a-z][a-z0-9]*[\s/>]")


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every string of a module that is not a docstring."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


@pytest.mark.parametrize("app", APPS, ids=name_of)
def test_apps_have_the_same_files(app):
    present = {path.name for path in app.iterdir() if path.name != "__pycache__"}
    assert present >= EVERY_APP
    if app.name != "foundation":
        assert present <= EVERY_APP | SOME_APPS | OWN.get(app.name, set()), "Name it as the other apps do, or in OWN."


@pytest.mark.parametrize("app", APPS, ids=name_of)
def test_an_app_says_what_it_is_for(app):
    said = ast.get_docstring(ast.parse((app / "__init__.py").read_text(encoding="utf-8")))
    assert said
    assert "must not know" in said or "no " in said.lower()


def test_no_file_is_empty():
    markers = {"tests", "migrations", "management", "commands", "templatetags"}
    empty = [
        name_of(path)
        for path in PYTHON
        if not path.read_text(encoding="utf-8").strip()
        and not (path.name == "__init__.py" and (path.parent.name in markers or "tests" in path.parts))
    ]
    assert empty == []
    folders = [
        name_of(path)
        for path in (ROOT / "goldenthread").rglob("*")
        if path.is_dir() and path.name != "__pycache__" and not any(child.is_file() for child in path.rglob("*"))
    ]
    assert folders == []


def test_no_drawers_and_no_back_doors():
    assert [name_of(path) for path in PYTHON if path.name in DRAWERS or path.parent.name == "utils"] == []
    asked = [
        name_of(path)
        for path in PYTHON
        if "tests" not in path.parts
        and re.search(r"django\.contrib\.admin\b|@receiver\b|\bSignal\(", path.read_text(encoding="utf-8"))
    ]
    assert asked == []


def test_the_only_hooks_are_the_allowed_ones():
    hooks = {
        (name_of(path), hook)
        for path in PYTHON
        if "tests" not in path.parts
        for hook in re.findall(
            r"^\s*from [\w.]*\bsignals import (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert hooks == {("goldenthread/foundation/apps.py", "post_migrate")}


def test_no_file_is_too_long():
    lengths = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in PYTHON}
    long = {
        name: lines
        for name, lines in lengths.items()
        if lines > LONGEST and name.startswith(("goldenthread", "demo")) and "/migrations/" not in name
    }
    assert long == {}


def test_no_html_in_python():
    found = [
        f"{name_of(path)}:{text.lineno}"
        for path in PYTHON
        if "tests" not in path.parts and name_of(path) not in SVG
        for text in texts(ast.parse(path.read_text(encoding="utf-8")))
        if TAG.match(text.value)
    ]
    assert found == []


def test_nothing_names_a_machine_or_a_package_registry():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("Not a git working copy.")
    machine = re.compile(r"(?<![\w.])/(?:home|root|Users)/\w|/tmp/(?:gt|bash)|(?<![\w.])/w[o]rk/")
    registry = re.compile(r"(?:py[p]i|python[h]osted|npm[j]s|yarn[p]kg)\.(?:org|com)|registry\.n[p]m")
    found = []
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not path.is_file() or path == Path(__file__):
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        found += [f"{name}: {match.group()}" for match in [*machine.finditer(text), *registry.finditer(text)]]
    assert found == []
