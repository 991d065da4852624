"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.partnership import home_sections
from goldenthread.partnership.access import requires
from goldenthread.partnership.figures import to_look_at
from goldenthread.partnership.models import Delegation, Partnership
from goldenthread.partnership.permissions import Permission


@requires(Permission.OWN_ACCOUNT)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """My partnerships and seats today, and what needs looking at where I keep the register."""
    scope = request.scope
    seen = Partnership.objects.visible_to(scope)
    kept = seen.filter(pk__in=scope.partnership_ids_with(Permission.MANAGE_REGISTER))
    return render(
        request,
        "partnership/home.jinja",
        {
            "partnerships": seen.filter(pk__in=scope.partnerships).prefetch_related("areas"),
            "sections": home_sections.sections(scope),
            "to_look_at": to_look_at(scope, kept, scope.today) if kept else None,
            "members": Delegation.objects.visible_to(scope)
            .open_on(scope.today)
            .filter(delegate=request.user, member__is_active=True)
            .select_related("member"),
        },
    )
