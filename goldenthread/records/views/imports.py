"""Imports and exports: bring in a file, look at what it would change, confirm; take the registers out."""

import io

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goldenthread.foundation import imports, jobs, tabular, trail
from goldenthread.foundation.imports import Kind, NoSuchKind
from goldenthread.partnership.access import found, requires
from goldenthread.partnership.errors import NotPossible
from goldenthread.partnership.permissions import Permission
from goldenthread.records import exports
from goldenthread.records.errors import NoRoom, UploadRefused
from goldenthread.records.forms import ExportForm, ImportForm
from goldenthread.records.models import ImportRun
from goldenthread.records.tasks import check_import, load_import

IN_REQUEST = 150 * 1024
"""A longer file is checked and loaded by a job."""
RECENT = 10


@requires(Permission.EXPORT_RECORDS)
@require_safe
def import_list(request: HttpRequest) -> HttpResponse:
    """Every sort of file there is, and the person's own imports."""
    recent = ImportRun.objects.visible_to(request.scope)[:RECENT]
    return render(request, "records/import_list.jinja", {"kinds": imports.kinds(), "recent": recent})


@requires(Permission.IMPORT_RECORDS)
@require_http_methods(["GET", "HEAD", "POST"])
def import_add(request: HttpRequest, code: str) -> HttpResponse:
    """Bring in a file. It is checked at once, or by a job where it is long."""
    kind = _kind(code)
    permission = Permission(kind.permission)  # type: ignore[call-arg]
    request.scope.require(permission)
    form = ImportForm(
        request.POST or None, request.FILES or None, kind=kind, scope=request.scope, permission=permission
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        _refuse_long_while_acting(request, file.size)
        try:
            reader = kind(scope=request.scope, options=form.options)
            run = ImportRun.begin(reader, file.name, file.read(), by=request.user)
        except (UploadRefused, NoRoom) as refusal:
            form.add_error("file", str(refusal))
        else:
            if file.size > IN_REQUEST:
                return redirect("job_page", jobs.enqueue(check_import, run.pk, owner=request.user).pk)
            run.examine(request.scope)
            return redirect("import_page", run.pk)
    return render(request, "records/import_add.jinja", {"form": form, "kind": kind})


@requires(Permission.IMPORT_RECORDS)
@require_safe
def import_page(request: HttpRequest, import_id: int) -> HttpResponse:
    """What a file would change, or has changed, and every fault in it."""
    run = found(ImportRun.objects.visible_to(request.scope), pk=import_id)
    return render(request, "records/import_page.jinja", {"run": run, "found": run.found()})


@requires(Permission.IMPORT_RECORDS)
@require_POST
def import_confirm(request: HttpRequest, import_id: int) -> HttpResponse:
    """Load a file that was checked."""
    run = found(ImportRun.objects.visible_to(request.scope), pk=import_id)
    size = run.size
    _refuse_long_while_acting(request, size)
    with transaction.atomic():
        run.confirm(by=request.user)
        if size > IN_REQUEST:
            return redirect("job_page", jobs.enqueue(load_import, run.pk, owner=request.user).pk)
        run.load(request.scope)
    run.refresh_from_db()
    if run.state == ImportRun.State.LOADED:
        messages.success(request, f"{run.filename} was loaded.")
    return redirect("import_page", run.pk)


@requires(Permission.IMPORT_RECORDS)
@require_safe
def import_example(request: HttpRequest, code: str) -> HttpResponse:
    """A spreadsheet with the headings of a kind and one row that shows what is expected."""
    kind = _kind(code)
    content = io.BytesIO()
    exports.write_example(kind, content)
    return _file(content, f"{kind.code}-example.xlsx", "xlsx")


@requires(Permission.EXPORT_RECORDS)
@require_safe
def export_download(request: HttpRequest, code: str) -> HttpResponse:
    """A register as a file; without a format, the page that asks for it."""
    kind = _kind(code)
    asked = request.GET if "format" in request.GET else None
    form = ExportForm(asked, kind=kind, scope=request.scope, permission=Permission.EXPORT_RECORDS)
    if not form.is_valid():
        return render(request, "records/export_download.jinja", {"form": form, "kind": kind})
    reader = kind(scope=request.scope, options=form.options)
    content = io.BytesIO()
    count = exports.write(reader, form.cleaned_data["format"], content)
    trail.record("export.make", by=request.user, kind=kind.code, rows=count)
    given = form.cleaned_data["format"]
    return _file(content, exports.filename(reader, given), given, exports.marking(reader))


def _kind(code: str) -> type[Kind]:
    try:
        return imports.find(code)
    except NoSuchKind as error:
        raise Http404 from error


def _refuse_long_while_acting(request: HttpRequest, size: int) -> None:
    """A job runs for one person alone. Raises NotPossible."""
    if size > IN_REQUEST and request.scope.acting_for:
        raise NotPossible(f"A file this long cannot be loaded for {request.scope.acting_for}. Stop acting for them.")


def _file(content: io.BytesIO, name: str, form: str, marking: str = exports.MARKING) -> HttpResponse:
    response = HttpResponse(content.getvalue(), content_type=tabular.FORMATS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Protective-Marking"] = marking
    return response
