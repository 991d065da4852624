"""The plan: as a table people print, as a board, and as files."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from goldenthread.foundation import tabular, trail, word
from goldenthread.foundation.rendering import day
from goldenthread.improvement import rules
from goldenthread.improvement.figures import plan_of
from goldenthread.improvement.figures.plan import Plan, action_figures, counted
from goldenthread.improvement.forms import BoardFilter, PlanFilter
from goldenthread.improvement.models import Action
from goldenthread.improvement.models.histories import histories
from goldenthread.improvement.renderings import HEADINGS, as_cells, as_pdf, as_word, grouped, printed
from goldenthread.improvement.rules import Standing, Status
from goldenthread.improvement.views import MARKING, plans_kept
from goldenthread.partnership.access import requires
from goldenthread.partnership.context import current_partnership
from goldenthread.partnership.models import Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 50
FORMS = {"pdf": "application/pdf", "docx": word.CONTENT_TYPE, **tabular.FORMATS}
FORM_NAMES = (("pdf", "PDF"), ("docx", "Word"), ("xlsx", "Excel"), ("csv", "CSV"), ("json", "JSON"))
IN_A_COLUMN = 30
"""Cards a column of the board shows; all are counted, and the plan shows the rest."""


@requires(Permission.SEE_PLAN)
@require_safe
def plan_page(request: HttpRequest) -> HttpResponse:
    """The plan of one partnership on a day, by priority and outcome, and how its actions stand."""
    asked = PlanFilter(request.GET, scope=request.scope, usual=usual_partnership(request.scope))
    standings = _standings(asked)
    wanted = [number for number, standing in standings.items() if asked.status_asked in (None, standing.status)]
    page = Paginator(wanted, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters_form": asked,
        "page": page,
        "groups": grouped(action_figures(action, asked.day) for action in _loaded(asked, list(page))),
        "counts": counted(standing.status for standing in standings.values()),
        "total": len(standings),
        "formats": FORM_NAMES,
        "may_add": asked.chosen is not None and asked.chosen.pk in plans_kept(request.scope),
        **_about(request),
    }
    return render(request, "improvement/plan_page.jinja", context)


@requires(Permission.SEE_PLAN)
@require_safe
def plan_board(request: HttpRequest) -> HttpResponse:
    """The plan as a board: by how actions stand, by lead, by group or by the month they are due."""
    asked = BoardFilter(request.GET, scope=request.scope, usual=usual_partnership(request.scope))
    standings = {
        number: standing
        for number, standing in _standings(asked).items()
        if asked.status_asked in (None, standing.status)
    }
    context = {
        "filters_form": asked,
        "columns": _columns(asked, standings),
        "total": len(standings),
        **_about(request),
    }
    return render(request, "improvement/plan_board.jinja", context)


@requires(Permission.SEE_PLAN)
@require_safe
def plan_export(request: HttpRequest, form: str) -> HttpResponse:
    """The plan, as it is narrowed, to print or to work on: PDF, Word, Excel, CSV or JSON."""
    if form not in FORMS:
        raise Http404
    asked = PlanFilter(request.GET, scope=request.scope, usual=usual_partnership(request.scope))
    if asked.chosen is None:
        raise Http404
    plan = _plan(asked, asked.chosen)
    content = _content(plan, asked, form)
    trail.record("plan.export", asked.chosen, by=request.user, form=form)
    response = HttpResponse(content, content_type=FORMS[form])
    name = f"{MARKING} plan {slugify(plan.partnership)} {plan.as_at}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def usual_partnership(scope: Scope) -> Partnership | None:
    """The partnership whose plan is shown first: the person's current one, else one whose plan they see."""
    current = current_partnership(scope)
    ids = scope.partnership_ids_with(Permission.SEE_PLAN)
    if current is not None and current.pk in ids:
        return current
    return Partnership.objects.visible_to(scope).filter(pk__in=ids).first()


def _about(request: HttpRequest) -> dict[str, Any]:
    """What every page of the plan is drawn with."""
    return {
        "statuses": list(Status),
        "soon": rules.SOON,
        "moved_often": rules.MOVED_OFTEN,
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "marking": MARKING,
    }


def _standings(asked: PlanFilter) -> dict[int, Standing]:
    """How each action stands, by its number, in the order of the plan; before it is narrowed to one status."""
    rows = asked.rows()
    held = histories(rows, day=asked.day)
    return {number: rules.status(held[number], asked.day) for number in rows.values_list("pk", flat=True)}


def _loaded(asked: PlanFilter, numbers: list[int]) -> list[Action]:
    """These actions with all a page shows of them, in this order."""
    held = {action.pk: action for action in asked.rows().filter(pk__in=numbers).with_history()}
    return [held[number] for number in numbers]


def _plan(asked: PlanFilter, partnership: Partnership) -> Plan:
    """The figures of the plan as it is narrowed."""
    actions = list(asked.rows().with_history())
    if asked.status_asked:
        actions = [action for action in actions if action.standing_on(asked.day).status == asked.status_asked]
    return plan_of(partnership.name, actions, asked.day, asked.scope)


def _content(plan: Plan, asked: PlanFilter, form: str) -> bytes:
    if form == "pdf":
        return as_pdf(printed(plan, asked.words))
    if form == "docx":
        return as_word(printed(plan, asked.words))
    about = {"Protective marking": MARKING, "Partnership": plan.partnership, "As at": day(plan.as_at)}
    to = BytesIO()
    tabular.write(form, HEADINGS, as_cells(plan.actions), to, title="Plan", about=about | dict(asked.words))
    return to.getvalue()


# The board


@dataclass
class Column:
    """One column of the board: its cards up to IN_A_COLUMN, and how many there are."""

    title: str
    cards: list[tuple[Action, Standing]]
    count: int
    status: Status | None = None


def _columns(asked: BoardFilter, standings: dict[int, Standing]) -> list[Column]:
    """The columns; by how actions stand there is one for each status, by anything else one for each that has any."""
    keys = _keys(asked, standings)
    numbers: dict[Any, list[int]] = defaultdict(list)
    for number, key in keys:
        numbers[key].append(number)
    shown = [number for found in numbers.values() for number in found[:IN_A_COLUMN]]
    actions = {
        action.pk: action
        for action in asked.rows().filter(pk__in=shown).select_related("lead_agency", "lead_body", "outcome")
    }
    columns = []
    for key in _in_order(asked.laid_out_by, numbers):
        found = numbers.get(key, [])
        cards = [(actions[number], standings[number]) for number in found[:IN_A_COLUMN]]
        status = key if isinstance(key, Status) else None
        columns.append(Column(_title(key), cards, len(found), status))
    return columns


def _keys(asked: BoardFilter, standings: dict[int, Standing]) -> list[tuple[int, Any]]:
    """Each action's number and the column it stands in."""
    if asked.laid_out_by == "status":
        return [(number, standing.status) for number, standing in standings.items()]
    if asked.laid_out_by == "month":
        return [
            (number, standing.due_on.replace(day=1) if standing.due_on else None)
            for number, standing in standings.items()
            if standing.status != Status.COMPLETE
        ]
    names = (
        ("lead_agency__name", "lead_body__name", "lead_name")
        if asked.laid_out_by == "agency"
        else ("body__name", "lead_body__name")
    )
    held = {
        number: next((word for word in words if word), "") for number, *words in asked.rows().values_list("pk", *names)
    }
    return [(number, held[number]) for number in standings]


def _in_order(by: str, numbers: dict[Any, list[int]]) -> list[Any]:
    if by == "status":
        return list(Status)
    if by == "month":
        return sorted(numbers, key=lambda key: (key is None, key or date.min))
    return sorted(numbers, key=lambda key: (not key, key.casefold()))


def _title(key: Any) -> str:
    if isinstance(key, Status):
        return key.label
    if isinstance(key, date):
        return f"{key:%B} {key.year}"
    return key or "No group" if key is not None else "No due date"
