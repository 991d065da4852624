"""Themes: the vocabulary, and what keeps coming back over the years."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.foundation import charts, tabular
from goldenthread.foundation.rendering import day
from goldenthread.improvement.figures.themes import ThemeYears, theme_years
from goldenthread.improvement.forms.evidence_filters import InPartnershipFilter
from goldenthread.improvement.forms.theme import ThemeForm, ThemeMergeForm
from goldenthread.improvement.models import Theme
from goldenthread.improvement.views.evidence import MARKING
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.context import current_partnership
from goldenthread.partnership.forms import carried_out
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 100
DRAWN = 6
"""How many themes the chart tells apart: as many as there are colours that can be told from one another."""


@requires(Permission.SEE_EVIDENCE)
@require_safe
def theme_list(request: HttpRequest) -> HttpResponse:
    """The vocabulary: every theme of the partnerships in sight."""
    filters = InPartnershipFilter(request.GET, scope=request.scope)
    rows = Theme.objects.visible_to(request.scope).select_related("partnership")
    if partnership := filters.given("partnership"):
        rows = rows.filter(partnership=partnership)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    kept = Theme.objects.allowing(Permission.MANAGE_EVIDENCE, request.scope)
    partnership = current_partnership(request.scope)
    context = {
        "filters_form": filters,
        "page": page,
        "kept": set(kept.filter(pk__in=[theme.pk for theme in page]).values_list("pk", flat=True)),
        "may_add": partnership is not None and _keeps(request.scope, partnership.pk),
        "marking": MARKING,
    }
    return render(request, "improvement/theme_list.jinja", context)


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def theme_add(request: HttpRequest) -> HttpResponse:
    """Add a theme to the vocabulary of the partnership whose pages these are."""
    partnership = current_partnership(request.scope)
    if partnership is None or not _keeps(request.scope, partnership.pk):
        raise PermissionDenied
    return _asked(request, Theme(partnership=partnership))


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def theme_edit(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Change a theme, and with it the word on everything that bears it."""
    return _asked(request, _kept(request.scope, theme_id))


@requires(Permission.MANAGE_EVIDENCE)
@require_http_methods(["GET", "HEAD", "POST"])
def theme_merge(request: HttpRequest, theme_id: int) -> HttpResponse:
    """Give all that bears a theme to another one, and remove it."""
    theme = _kept(request.scope, theme_id)
    form = ThemeMergeForm(request.POST or None, theme=theme, scope=request.scope)
    if (
        request.method == "POST"
        and form.is_valid()
        and carried_out(form, theme.merge, into=form.cleaned_data["into"], by=request.user)
    ):
        messages.success(request, f"{theme.name} was merged into {form.cleaned_data['into'].name}.")
        return redirect("theme_list")
    context = {"form": form, "theme": theme, "marking": MARKING}
    return render(request, "improvement/theme_merge.jinja", context)


@requires(Permission.SEE_EVIDENCE)
@require_safe
def theme_years_page(request: HttpRequest) -> HttpResponse:
    """Which themes come back over the years, drawn and counted."""
    filters = InPartnershipFilter(request.GET, scope=request.scope)
    figures = theme_years(request.scope, filters.given("partnership"))
    context = {
        "filters_form": filters,
        "figures": figures,
        "recurrent": [theme for theme in figures.themes if theme.is_recurrent],
        "once": [theme for theme in figures.themes if not theme.is_recurrent],
        "drawn": DRAWN,
        "formats": list(tabular.FORMATS),
        "may_export": request.scope.may(Permission.EXPORT_RECORDS),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "marking": MARKING,
    }
    return render(request, "improvement/theme_years.jinja", context)


@requires(Permission.SEE_EVIDENCE)
@require_safe
def theme_chart(request: HttpRequest) -> HttpResponse:
    """Findings of the themes that come back most, year by year, as SVG. The page beside it holds the table."""
    filters = InPartnershipFilter(request.GET, scope=request.scope)
    figures = theme_years(request.scope, filters.given("partnership"))
    most = [theme for theme in figures.themes if theme.is_recurrent][:DRAWN]
    rows = [
        {"Year": year, "Findings": theme.by_year.get(year, 0), "Theme": theme.theme}
        for theme in most
        for year in figures.years
    ]
    svg = charts.bars(
        rows,
        x="Year",
        y="Findings",
        colour="Theme",
        title=f"Themes that come back most, {MARKING}",
        description="For each year, how many findings bear each of the themes that come back most.",
    )
    return HttpResponse(svg, content_type="image/svg+xml")


@requires(Permission.EXPORT_RECORDS)
@require_safe
def theme_export(request: HttpRequest, form: str) -> HttpResponse:
    """The same counts as a spreadsheet or JSON."""
    if form not in tabular.FORMATS:
        raise Http404
    scope = request.scope
    scope.require(Permission.SEE_EVIDENCE)
    filters = InPartnershipFilter(request.GET, scope=scope)
    figures = theme_years(scope.where(Permission.EXPORT_RECORDS), filters.given("partnership"))
    headings = ["Theme", "Recurrent", "Evidence", "Findings", "Previously identified", *figures.years]
    about = {"What": "Themes over the years", "Made on": day(scope.today), "Marking": MARKING}
    content = BytesIO()
    tabular.write(form, headings, _rows(figures), content, title="Themes", about=about)
    response = HttpResponse(content.getvalue(), content_type=tabular.FORMATS[form])
    response["Content-Disposition"] = f'attachment; filename="{MARKING} themes {scope.today.isoformat()}.{form}"'
    return response


def _rows(figures: ThemeYears) -> Iterator[dict[str, Any]]:
    for theme in figures.themes:
        yield {
            "Theme": theme.theme,
            "Recurrent": theme.is_recurrent,
            "Evidence": theme.evidence,
            "Findings": theme.findings,
            "Previously identified": theme.previously_identified,
            **{year: theme.by_year.get(year, 0) for year in figures.years},
        }


def _keeps(scope: Scope, partnership_id: int) -> bool:
    return partnership_id in scope.partnership_ids_with(Permission.MANAGE_EVIDENCE)


def _kept(scope: Scope, theme_id: int) -> Theme:
    """The theme, where the person keeps its vocabulary: 404 outside their scope, 403 inside it."""
    theme = found(Theme.objects.visible_to(scope).select_related("partnership"), pk=theme_id)
    if not Theme.objects.allowing(Permission.MANAGE_EVIDENCE, scope).filter(pk=theme.pk).exists():
        raise PermissionDenied
    return theme


def _asked(request: HttpRequest, theme: Theme) -> HttpResponse:
    """The form of one theme, new or held."""
    is_new = theme.pk is None
    form = ThemeForm(request.POST or None, instance=theme, scope=request.scope)
    if request.method == "POST" and form.is_valid() and form.keep(by=request.user):
        messages.success(request, f"{theme.name} was {'added' if is_new else 'changed'}.")
        return redirect("theme_list")
    context = {"form": form, "theme": None if is_new else theme, "of": theme.partnership, "marking": MARKING}
    return render(request, "improvement/theme_form.jinja", context)
