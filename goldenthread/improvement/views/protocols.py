"""Escalation protocols: the ones there are, and one with its stages."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goldenthread.improvement.models import EscalationProtocol, EscalationStage
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.context import current_partnership
from goldenthread.partnership.permissions import Permission


@requires(Permission.SEE_CHALLENGES)
@require_safe
def protocol_list(request: HttpRequest) -> HttpResponse:
    """Every protocol, and the one that is in use here today."""
    rows = EscalationProtocol.objects.visible_to(request.scope).select_related("partnership")
    partnership = current_partnership(request.scope)
    applies = None
    if partnership is not None:
        applies = rows.to_apply(on=request.scope.today, partnership=partnership)
    context = {
        "protocols": rows.annotate(stage_count=Count("stages")).prefetch_related("stages").order_by("edition", "pk"),
        "applies": applies,
        "partnership": partnership,
        "may_import": request.scope.may(Permission.IMPORT_RECORDS),
    }
    return render(request, "improvement/protocol_list.jinja", context)


@requires(Permission.SEE_CHALLENGES)
@require_safe
def protocol_page(request: HttpRequest, protocol_id: int) -> HttpResponse:
    """One protocol: its stages, where it is written, and what is to be confirmed."""
    rows = EscalationProtocol.objects.visible_to(request.scope).select_related("partnership", "immediate_rule")
    protocol = found(rows, pk=protocol_id)
    stages = EscalationStage.objects.visible_to(request.scope).filter(protocol=protocol).select_related("rule")
    context = {
        "protocol": protocol,
        "stages": list(stages),
        "today": request.scope.today,
        "may_import": request.scope.may(Permission.IMPORT_RECORDS),
    }
    return render(request, "improvement/protocol_page.jinja", context)
