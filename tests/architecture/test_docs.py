"""The documents speak of what is there: every command in them exists, every link leads somewhere."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

ROOT = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMMAND = re.compile(r"(?:^goldenthread|\brun\.py) ([a-z_]+)((?: [^|;#`\n]*)?)", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
OF_RUN = {"test", "help"}  # words carried out by run.py itself, and by Django before it looks for a command
OF_DEMO = {"demo"}  # installed only while the demonstration runs

documents = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())


def commands_in(text: str) -> list[tuple[str, str]]:
    """Each goldenthread word with its options, in fenced blocks and in `code` that begins with the program's name."""
    written = FENCE.findall(text) + re.findall(r"`((?:goldenthread|python3 run\.py) [^`\n]+)`", text)
    return [match.groups() for part in written for match in COMMAND.finditer(part)]


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Every option of a command and of the words below it."""
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from options_of(below)


def anchor(heading: str) -> str:
    """The anchor a heading is reached by."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@documents
def test_every_command_exists_with_its_options(document):
    known = get_commands()
    for word, rest in commands_in(document.read_text(encoding="utf-8")):
        if word in OF_RUN or (word in OF_DEMO and (ROOT / "demo/management/commands" / f"{word}.py").exists()):
            continue
        assert word in known, f"{document.name}: there is no command {word!r}"
        command = load_command_class(known[word], word)
        offered = set(options_of(command.create_parser("goldenthread", word)))
        written = set(re.findall(r"(?<!\S)--[a-z][a-z-]*", rest))
        assert written <= offered, f"{document.name}: {word} {written - offered}"


@documents
def test_every_link_between_documents_leads_somewhere(document):
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, part = target.partition("#")
        other = (document.parent / path).resolve() if path else document
        assert other.exists(), f"{document.name}: {target}"
        assert other.is_relative_to(ROOT), f"{document.name}: {target} lies outside the project"
        if part:
            headings = {anchor(heading) for heading in HEADING.findall(other.read_text(encoding="utf-8"))}
            assert part in headings, f"{document.name}: {target}"


def test_every_document_can_be_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        document = waiting.pop()
        if document in reached or document.suffix != ".md":
            continue
        reached.add(document)
        links = (link.partition("#")[0] for link in LINK.findall(document.read_text(encoding="utf-8")))
        waiting += [(document.parent / link).resolve() for link in links if link and ":" not in link]
    decisions = {path for path in DOCUMENTS if path.parent.name == "decisions"}
    assert set(DOCUMENTS) - decisions <= reached


def test_the_readme_begins_with_the_two_commands():
    commands = commands_in((ROOT / "README.md").read_text(encoding="utf-8"))
    assert [word for word, _ in commands[:2]] == ["demo", "test"]
