"""Who is asking: the scope of the request, built once and thrown away with it."""

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from goldenthread.partnership.models import Delegation, Person
from goldenthread.partnership.scope import Scope

ACTING_FOR = "acting_for"
"""Session key: the number of the member a delegate is acting for."""


def scope_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Set ``request.scope``: None for a visitor, else the scope of the person signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.scope = None  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            today = timezone.localdate()
            member = _member(request, today=today)
            request.user.acting_for = member
            request.scope = Scope.of(request.user, today=today, acting_for=member)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _member(request: HttpRequest, *, today: date) -> Person | None:
    """The member the person acts for, while that member still allows it today."""
    member_id = request.session.get(ACTING_FOR)
    if member_id is None:
        return None
    allowed = (
        Delegation.objects.open_on(today)
        .filter(member_id=member_id, member__is_active=True, delegate=request.user)
        .select_related("member")
        .first()
    )
    if allowed is None:
        del request.session[ACTING_FOR]
        return None
    return allowed.member
