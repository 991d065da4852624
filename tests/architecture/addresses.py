"""Every address of the site."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """One address: its name, the names of what its pattern is filled with, and its view."""

    name: str
    route: str
    arguments: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def is_ours(self) -> bool:
        """Whether the view is of this project."""
        return self.view.__module__.partition(".")[0] in {"goldenthread", "demo"}

    @property
    def login_required(self) -> bool:
        """Whether only those signed in may come."""
        return getattr(self.view, "login_required", True)

    @property
    def permission(self) -> Any:
        """What the view asks for."""
        return getattr(self.view, "permission", None)


def addresses() -> list[Address]:
    """Every address, in the order in which they are tried."""
    return list(_walk(get_resolver().url_patterns, "", "", ()))


def _walk(
    patterns: list[URLPattern | URLResolver], prefix: str, namespace: str, above: tuple[str, ...]
) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        arguments = above + tuple(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, route, inner, arguments)
        else:
            yield Address(f"{namespace}{pattern.name or route}", route, arguments, pattern.callback)
