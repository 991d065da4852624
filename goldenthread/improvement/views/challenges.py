"""Challenges: the log, one challenge with all that happened to it, and challenges in numbers."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.foundation import tabular
from goldenthread.improvement.figures.challenges import challenges as counted
from goldenthread.improvement.forms.challenges import ChallengeFilter, PeriodFilter
from goldenthread.improvement.models import Challenge, Finding
from goldenthread.improvement.models.challenge_rights import rights
from goldenthread.improvement.views.evidence import managed
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

MARKING = Circulation.BODY.marking
PER_PAGE = 50


@requires(Permission.SEE_CHALLENGES)
@require_safe
def challenge_log(request: HttpRequest) -> HttpResponse:
    """The log: strategic challenges, and of disagreements about a case the outline alone."""
    filters = ChallengeFilter(request.GET, scope=request.scope)
    page = Paginator(filters.rows().with_parts(), PER_PAGE).get_page(request.GET.get("page"))
    ids = [challenge.pk for challenge in page.object_list]
    context = {
        "filters_form": filters,
        "page": page,
        "readable": set(Challenge.objects.visible_to(request.scope).filter(pk__in=ids).values_list("pk", flat=True)),
        "may_add": keeps_some(request.scope),
        "may_export": request.scope.may(Permission.EXPORT_RECORDS),
        "formats": list(tabular.FORMATS),
        "query": request.GET.urlencode(),
        "now": timezone.now(),
        "marking": MARKING,
    }
    return render(request, "improvement/challenge_log.jinja", context)


@requires(Permission.SEE_CHALLENGES)
@require_safe
def challenge_page(request: HttpRequest, challenge_id: int) -> HttpResponse:
    """One challenge: what it is, where it stands, what happened, and what can be done now."""
    challenge = found(Challenge.objects.visible_to(request.scope).with_parts(), pk=challenge_id)
    challenge.read(by=request.user)
    findings = Finding.objects.visible_to(request.scope).filter(evidence=challenge).in_order()
    context = {
        "challenge": challenge,
        "run": challenge.run,
        "runs": list(challenge.runs.all()),
        "steps": list(challenge.steps.select_related("stage", "person")),
        "rights": rights(challenge, request.scope),
        "findings": [] if challenge.is_case else list(findings.with_thread(request.scope)),
        "may_find": not challenge.is_case and managed(request.scope, Permission.MANAGE_EVIDENCE, challenge),
        "now": timezone.now(),
        "marking": MARKING,
    }
    return render(request, "improvement/challenge_page.jinja", context)


@requires(Permission.SEE_CHALLENGES)
@require_safe
def challenge_numbers(request: HttpRequest) -> HttpResponse:
    """Challenges in numbers, as a picture and as tables."""
    form = PeriodFilter(request.GET, scope=request.scope)
    context: dict[str, Any] = {"filters_form": form, "figures": None, "query": request.GET.urlencode()}
    if form.is_valid():
        context["figures"] = counted(request.scope, **asked(form))
    return render(request, "improvement/challenge_numbers.jinja", context | {"marking": MARKING})


def asked(form: PeriodFilter) -> dict[str, Any]:
    """What the figure is asked with, from a form that is valid."""
    partnership = form.given("partnership")
    return {
        "partnership": partnership.name if partnership else "",
        "from_": form.given("first"),
        "to": form.given("last"),
    }


def keeps_some(scope: Scope) -> bool:
    """Whether the person keeps the challenges of some body."""
    return (
        scope.may(Permission.MANAGE_CHALLENGES)
        and Body.objects.allowing(Permission.MANAGE_CHALLENGES, scope).on(scope.today).exists()
    )
