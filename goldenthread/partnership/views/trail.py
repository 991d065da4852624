"""The trail, for those who may read it."""

from tempfile import TemporaryFile
from typing import Any

from django.apps import apps
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.foundation import tabular, trail
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.access import requires
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.filters import TrailFilter
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

PER_PAGE = 50
COLUMNS = ("number", "moment", "person", "acting for", "what was done", "about", "number of that", "further")


@requires(Permission.SEE_TRAIL)
@require_safe
def trail_list(request: HttpRequest) -> HttpResponse:
    """Who did and read what, newest first. Older pages begin below an entry, so nothing is counted."""
    filters = TrailFilter(request.GET, scope=request.scope)
    entries = filters.rows()
    below = request.GET.get("below", "")
    if below.isdecimal():
        entries = entries.filter(pk__lt=int(below))
    shown = list(entries[: PER_PAGE + 1])
    return render(
        request,
        "partnership/trail_list.jinja",
        {
            "filters_form": filters,
            "entries": shown[:PER_PAGE],
            "older_below": shown[PER_PAGE - 1].pk if len(shown) > PER_PAGE else None,
            "names": _names(shown, request.scope),
        },
    )


@requires(Permission.SEE_TRAIL)
@require_safe
def trail_export(request: HttpRequest) -> FileResponse:
    """The same entries as a spreadsheet."""
    entries = TrailFilter(request.GET, scope=request.scope).rows()
    marking = Circulation.PARTNERSHIP.marking
    content = TemporaryFile()  # noqa: SIM115 (the response closes it)
    tabular.write(
        "csv", COLUMNS, map(_row, entries.iterator(2000)), content, title="Trail", about={"Marking": marking}
    )
    content.seek(0)
    trail.record("trail.export", by=request.user)
    filename = f"trail-{request.scope.today.isoformat()}-{marking}.csv"
    return FileResponse(content, as_attachment=True, filename=filename, content_type="text/csv; charset=utf-8")


def _row(entry: TrailEntry) -> dict[str, Any]:
    further = " ".join(f"{name}={value}" for name, value in entry.ids.items() if value not in (None, ""))
    moment = timezone.localtime(entry.at).isoformat(timespec="seconds")
    about = (entry.object_type, entry.object_id)
    values = (entry.pk, moment, entry.actor, entry.acting_for, entry.verb, *about, further)
    return dict(zip(COLUMNS, values, strict=True))


def _names(entries: list[TrailEntry], scope: Scope) -> dict[tuple[str, str], str]:
    """What the rows that the entries are about are called, by kind and number: one query for each kind."""
    numbers: dict[str, set[str]] = {}
    for entry in entries:
        numbers.setdefault(entry.object_type, set()).add(entry.object_id)
    names: dict[tuple[str, str], str] = {}
    for kind, ids in numbers.items():
        if not kind:
            continue
        model = apps.get_model(kind)
        if hasattr(model._default_manager, "visible_to"):
            related = [field.name for field in model._meta.fields if field.many_to_one]
            rows = model._default_manager.visible_to(scope).filter(pk__in=ids).select_related(*related)
            names |= {(kind, str(row.pk)): str(row) for row in rows}
    return names
