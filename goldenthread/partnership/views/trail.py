"""The trail, for those who may read it."""

import csv
from collections.abc import Iterator

from django.apps import apps
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goldenthread.foundation import trail
from goldenthread.foundation.models import TrailEntry
from goldenthread.partnership.access import requires
from goldenthread.partnership.forms import TrailFilter
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
def trail_export(request: HttpRequest) -> StreamingHttpResponse:
    """The same entries as a spreadsheet."""
    entries = TrailFilter(request.GET, scope=request.scope).rows()
    trail.record("trail.export", by=request.user)
    response = StreamingHttpResponse(_lines(entries.iterator(chunk_size=2000)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="trail-{request.scope.today}.csv"'
    return response


def _names(entries: list[TrailEntry], scope: Scope) -> dict[tuple[str, str], str]:
    """What the rows that the entries are about are called, by kind and number: one query for each kind."""
    numbers: dict[str, set[str]] = {}
    for entry in entries:
        numbers.setdefault(entry.object_type, set()).add(entry.object_id)
    names = {}
    for kind, ids in numbers.items():
        if not kind:
            continue
        manager = apps.get_model(kind)._default_manager
        if hasattr(manager, "visible_to"):
            names |= {(kind, str(row.pk)): str(row) for row in manager.visible_to(scope).filter(pk__in=ids)}
    return names


class _Line:
    """What a CSV writer writes to: hands each line back."""

    def write(self, line: str) -> str:
        return line


def _lines(entries: Iterator[TrailEntry]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for entry in entries:
        yield writer.writerow(
            [
                entry.pk,
                timezone.localtime(entry.at).isoformat(timespec="seconds"),
                entry.actor or "",
                entry.acting_for or "",
                entry.verb,
                entry.object_type,
                entry.object_id,
                " ".join(f"{name}={value}" for name, value in entry.ids.items() if value not in (None, "")),
            ]
        )
