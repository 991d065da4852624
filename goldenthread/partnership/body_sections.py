"""Sections of a body's page that apps above the register add: meetings, attendance, documents."""

from collections.abc import Callable
from typing import Any

from goldenthread.partnership.models import Body
from goldenthread.partnership.scope import Scope

Section = Callable[[Scope, Body], dict[str, Any] | None]

_sections: list[tuple[int, str, str, Section]] = []


def register(title: str, *, order: int, template: str) -> Callable[[Section], Section]:
    """Register a function that gives what ``template`` needs to draw the section, or None to leave it out."""

    def decorate(section: Section) -> Section:
        _sections.append((order, title, template, section))
        return section

    return decorate


def sections(scope: Scope, body: Body) -> list[dict[str, Any]]:
    """The sections of this body's page, in order: each a dict with ``title``, ``template`` and its own values."""
    drawn = []
    for _, title, template, section in sorted(_sections, key=lambda entry: entry[:2]):
        values = section(scope, body)
        if values is not None:
            drawn.append({"title": title, "template": template, **values})
    return drawn
