"""How do we know it made a difference? Impact checks: which are due, what was seen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.improvement.forms import ImpactFilter, ImpactForm
from goldenthread.improvement.models import Action, Difference, ImpactCheck
from goldenthread.improvement.views import MARKING
from goldenthread.improvement.views.plan import usual_partnership
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission

PER_PAGE = 50


@requires(Permission.SEE_PLAN)
@require_safe
def impact_list(request: HttpRequest) -> HttpResponse:
    """Every closed action with the measure named for it, when it is checked, and what was seen."""
    asked = ImpactFilter(request.GET, scope=request.scope, usual=usual_partnership(request.scope))
    rows = ImpactCheck.objects.visible_to(request.scope).filter(action__in=asked.rows().order_by().values("pk"))
    counts = rows.aggregate(
        overdue=Count("pk", filter=Q(seen_on__isnull=True, due_on__lt=asked.day)),
        awaited=Count("pk", filter=Q(seen_on__isnull=True)),
        **{value.name.lower(): Count("pk", filter=Q(difference=value)) for value in Difference},
    )
    checked = asked.given("checked")
    if checked:
        rows = rows.filter(seen_on__isnull=checked == "awaited")
    shown = rows.select_related("action__lead_agency", "action__lead_body", "action__priority").order_by(
        "-seen_on" if checked == "seen" else "due_on", "pk"
    )
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    changeable = set(
        Action.objects.visible_to(request.scope)
        .changeable_by(request.scope)
        .filter(pk__in=[check.action_id for check in page])
        .values_list("pk", flat=True)
    )
    context = {
        "filters_form": asked,
        "page": page,
        "counts": counts,
        "differences": [(value.label, counts[value.name.lower()]) for value in Difference],
        "changeable": changeable,
        "marking": MARKING,
    }
    return render(request, "improvement/impact_list.jinja", context)


@requires(Permission.UPDATE_ACTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def impact_record(request: HttpRequest, check_id: int) -> HttpResponse:
    """Say whether a closed action made a difference, by the measure named for it."""
    scope = request.scope
    rows = ImpactCheck.objects.visible_to(scope).select_related("action__partnership", "action__priority")
    check = found(rows, pk=check_id)
    if not Action.objects.visible_to(scope).changeable_by(scope).filter(pk=check.action_id).exists():
        raise PermissionDenied
    form = ImpactForm(request.POST or None, check=check, scope=scope)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        check.difference, check.seen, check.author = given["difference"], given["seen"], given["author"]
        if carried_out(form, check.record, by=request.user, on=given["on"], again_on=form.again_on):
            messages.success(request, "The impact check was recorded.")
            return redirect("action_page", check.action_id)
    return render(request, "improvement/impact_record.jinja", {"form": form, "check": check, "marking": MARKING})
