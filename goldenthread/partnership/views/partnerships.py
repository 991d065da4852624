"""Partnerships: the arrangements, and which of them the pages wear."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from goldenthread.partnership.access import found, found_allowing, requires
from goldenthread.partnership.context import current_partnership
from goldenthread.partnership.filters import AsAtForm
from goldenthread.partnership.forms import PartnershipForm
from goldenthread.partnership.models import Body, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.rules import FALLBACK_COLOUR, readable_colour


@requires(Permission.SEE_REGISTER)
@require_safe
def partnership_list(request: HttpRequest) -> HttpResponse:
    """Every partnership in scope, newest first."""
    partnerships = (
        Partnership.objects.visible_to(request.scope).prefetch_related("areas").select_related("predecessor")
    )
    return render(request, "partnership/partnership_list.jinja", {"partnerships": partnerships})


@requires(Permission.SEE_REGISTER)
@require_safe
def partnership_page(request: HttpRequest, partnership_id: int) -> HttpResponse:
    """One partnership: what came before and after, its safeguarding partners, its bodies on a day."""
    scope = request.scope
    seen = Partnership.objects.visible_to(scope)
    partnership = found(seen.prefetch_related("areas").select_related("predecessor"), pk=partnership_id)
    as_at = AsAtForm(request.GET, scope=scope, usual_day=partnership.shown_on(scope.today))
    bodies = Body.objects.visible_to(scope).filter(partnership=partnership).on(as_at.day)
    return render(
        request,
        "partnership/partnership_page.jinja",
        {
            "page_of": partnership,
            "as_at": as_at,
            "before": partnership.before(),
            "after": seen.filter(predecessor=partnership),
            "partners": partnership.safeguarding_partners(as_at.day),
            "gaps": [gap for _, gap in seen.filter(pk=partnership.pk).partner_gaps(until=scope.today)],
            "bodies": bodies,
            "may_edit": partnership.pk in scope.partnership_ids_with(Permission.MANAGE_REGISTER),
        },
    )


@requires(Permission.MANAGE_REGISTER)
def partnership_edit(request: HttpRequest, partnership_id: int) -> HttpResponse:
    """Change a partnership's names, dates, areas or colour."""
    scope = request.scope
    partnership = found_allowing(Partnership, scope, Permission.MANAGE_REGISTER, pk=partnership_id)
    form = PartnershipForm(request.POST or None, instance=partnership, scope=scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{partnership.name} was changed.")
        return redirect("partnership_page", partnership.pk)
    return render(request, "partnership/partnership_form.jinja", {"form": form, "page_of": partnership})


@requires(Permission.SEE_REGISTER)
@require_POST
def partnership_switch(request: HttpRequest) -> HttpResponse:
    """Remember which partnership my pages begin with, and go back to where I was."""
    scope = request.scope
    chosen = request.POST.get("partnership", "")
    mine = Partnership.objects.visible_to(scope).filter(pk__in=scope.partnerships)
    partnership = found(mine, pk=int(chosen) if chosen.isdecimal() else None)
    request.user.switch_partnership(partnership, by=request.user)
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("home")


@requires(Permission.OWN_ACCOUNT)
@require_safe
def brand_css(request: HttpRequest) -> HttpResponse:
    """The colour of the partnership that my pages wear."""
    partnership = current_partnership(request.scope)
    colour = readable_colour(partnership.colour) if partnership else FALLBACK_COLOUR
    return render(request, "partnership/brand.css", {"colour": colour}, content_type="text/css")
