"""How a view says who may, and finds which one."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

Row = TypeVar("Row", bound=Model)
View = Callable[..., HttpResponseBase]


def requires(permission: Permission) -> Callable[[View], View]:
    """Open a view to those who hold ``permission`` somewhere; others get 403.

    A view about one body then asks ``request.scope.require(permission, body)``. The architecture
    test reads ``view.permission`` and refuses a view that declares none and is not public.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.scope.require(permission)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def found(rows: QuerySet[Row], **lookup: Any) -> Row:
    """The one of ``rows`` that fits, or 404: outside the scope and not there look the same."""
    return get_object_or_404(rows, **lookup)


def found_allowing(model: type[Row], scope: Scope, permission: Permission, **lookup: Any) -> Row:
    """The row of ``model`` that fits: 404 outside the scope, 403 where ``permission`` is not held over it."""
    row = found(model._default_manager.visible_to(scope), **lookup)  # type: ignore[attr-defined]
    if not model._default_manager.visible_to(scope.where(permission)).filter(pk=row.pk).exists():  # type: ignore[attr-defined]
        raise PermissionDenied
    return row


def own_pages(view: View) -> View:
    """Close a page about one's own account while acting for somebody. Raises NotPossible."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        member = request.user.acting_for  # type: ignore[union-attr]
        if member is not None:
            raise NotPossible(f"This page is closed while you act for {member.name}. Stop acting for them first.")
        return view(request, *args, **kwargs)

    return guarded
