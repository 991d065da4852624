"""Where actions come from that an app above knows of: the decision of a meeting, say.

Such an app registers a function; an action's page shows what each says to the person who looks at it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from goldenthread.improvement.models import Action
from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class Origin:
    """One thing an action comes from: in words, with the address of its page."""

    words: str
    page: str


Finder = Callable[[Scope, Action], Iterable[Origin]]

_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """Register a function that gives the origins of an action which the person may know of."""
    _finders.append(finder)
    return finder


def origins(scope: Scope, action: Action) -> list[Origin]:
    """Where ``action`` comes from, as far as the person may know."""
    return [origin for finder in _finders for origin in finder(scope, action)]
