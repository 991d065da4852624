"""Sections of a person's first page that apps above the register add: their actions, their meetings."""

from collections.abc import Callable
from typing import Any

from goldenthread.partnership.scope import Scope

Section = Callable[[Scope], dict[str, Any] | None]

_sections: list[tuple[int, str, str, Section]] = []


def register(title: str, *, order: int, template: str) -> Callable[[Section], Section]:
    """Register a function that gives what ``template`` needs to draw the section, or None to leave it out."""

    def decorate(section: Section) -> Section:
        _sections.append((order, title, template, section))
        return section

    return decorate


def sections(scope: Scope) -> list[dict[str, Any]]:
    """The sections of this person's first page, in order: each a dict with ``title``, ``template`` and its values."""
    drawn = []
    for _, title, template, section in sorted(_sections, key=lambda entry: entry[:2]):
        values = section(scope)
        if values is not None:
            drawn.append({"title": title, "template": template, **values})
    return drawn
