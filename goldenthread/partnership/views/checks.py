"""What in the register needs looking at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.partnership.access import requires
from goldenthread.partnership.figures import to_look_at
from goldenthread.partnership.filters import InPartnershipForm
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission


@requires(Permission.SEE_REGISTER)
@require_safe
def register_checks(request: HttpRequest) -> HttpResponse:
    """Vacant seats, seats and appointments that end soon, areas without a safeguarding partner."""
    scope = request.scope
    filters = InPartnershipForm(request.GET, scope=scope)
    partnerships = Partnership.objects.visible_to(scope)
    if chosen := filters.given("partnership"):
        partnerships = partnerships.filter(pk=chosen.pk)
    return render(
        request,
        "partnership/register_checks.jinja",
        {"filters_form": filters, "checks": to_look_at(scope, partnerships, filters.day)},
    )
