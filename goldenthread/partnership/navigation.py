"""The pages named at the top of every page. Each app registers its own from its ``apps.py``."""

from dataclasses import dataclass

from django.urls import reverse

from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope


@dataclass(frozen=True)
class Item:
    """One link: shown to those who hold the permission somewhere."""

    order: int
    title: str
    url_name: str
    permission: Permission

    @property
    def address(self) -> str:
        """Where it leads."""
        return reverse(self.url_name)


_items: dict[str, Item] = {}
_search: list[Item] = []


def register(title: str, url_name: str, *, permission: Permission, order: int) -> None:
    """Add a link. Lower ``order`` comes first."""
    _items[url_name] = Item(order, title, url_name, permission)


def items(scope: Scope | None) -> list[Item]:
    """The links ``scope`` may follow, in order."""
    if scope is None:
        return []
    return sorted((item for item in _items.values() if scope.may(item.permission)), key=lambda item: item.order)


def search_at(url_name: str, *, permission: Permission) -> None:
    """Name the page that the search box at the top of every page asks, for those who hold ``permission`` somewhere."""
    _search[:] = [Item(0, "Search", url_name, permission)]


def search_address(scope: Scope | None) -> str | None:
    """The address of that page, None for those who may not search."""
    if scope is None:
        return None
    return next((item.address for item in _search if scope.may(item.permission)), None)
