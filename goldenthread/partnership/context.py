"""What every page is drawn with."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from goldenthread.partnership import navigation
from goldenthread.partnership.models import Partnership


def page(request: HttpRequest) -> dict[str, Any]:
    """The scope, the partnership whose name and colours the page wears, and its navigation.

    A view that shows more than the register gives ``marking`` itself: what stands here would win over it.
    """
    scope = getattr(request, "scope", None)
    return {
        "scope": scope,
        "partnership": current_partnership(scope),
        "navigation": navigation.items(scope),
        "search_address": navigation.search_address(scope),
        "demo": settings.DEMO,
    }


def current_partnership(scope: Any) -> Partnership | None:
    """The partnership the person chose last, if they still hold a seat in it, else their first."""
    if scope is None or not scope.partnerships:
        return None
    chosen = scope.person.current_partnership_id
    wanted = chosen if chosen in scope.partnerships else next(iter(scope.partnerships))
    return Partnership.objects.get(pk=wanted)
