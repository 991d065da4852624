"""Documents of a body: upload, versions, download."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldenthread.partnership.access import found, requires
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.records import store
from goldenthread.records.errors import FileGone, NoRoom, UploadRefused
from goldenthread.records.forms import DocumentForm, VersionForm
from goldenthread.records.models import Clock, Document, DocumentVersion

PAGE = 50
SANDBOX = "default-src 'none'; sandbox"


@requires(Permission.SEE_DOCUMENTS)
@require_safe
def document_list(request: HttpRequest, body_id: int) -> HttpResponse:
    """Every document of a body the person may read."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    rows = Document.objects.visible_to(request.scope).filter(body=body).with_newest()
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "records/documents.jinja", {"body": body, "page": page})


@requires(Permission.MANAGE_DOCUMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def document_add(request: HttpRequest, body_id: int) -> HttpResponse:
    """Upload a new document of a body."""
    body = found(Body.objects.visible_to(request.scope), pk=body_id)
    request.scope.require(Permission.MANAGE_DOCUMENTS, body)
    form = DocumentForm(request.POST or None, request.FILES or None, instance=Document(body=body))
    if request.method == "POST" and form.is_valid():
        try:
            document = form.instance.add(form.filename, form.content, by=request.user)
        except (UploadRefused, NoRoom) as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"{document.title} was added.")
            return redirect("document_page", document_id=document.pk)
    return render(request, "records/document_add.jinja", {"form": form, "body": body})


@requires(Permission.SEE_DOCUMENTS)
@require_safe
def document_page(request: HttpRequest, document_id: int) -> HttpResponse:
    """A document and all its versions."""
    row = found(Document.objects.visible_to(request.scope).select_related("body"), pk=document_id)
    context = {
        "document": row,
        "versions": row.versions.select_related("uploaded_by"),
        "may_upload": request.scope.may(Permission.MANAGE_DOCUMENTS, row.body),
        "clocks": Clock.objects.visible_to(request.scope).of(row).select_related("rule"),
        "now": timezone.now(),
        "marking": row.marking,
    }
    return render(request, "records/document.jinja", context)


@requires(Permission.MANAGE_DOCUMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def document_version_add(request: HttpRequest, document_id: int) -> HttpResponse:
    """Upload a new version of a document."""
    row = found(Document.objects.visible_to(request.scope).select_related("body"), pk=document_id)
    request.scope.require(Permission.MANAGE_DOCUMENTS, row.body)
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = row.add_version(form.filename, form.content, by=request.user)
        except (UploadRefused, NoRoom) as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"Version {version.number} was added.")
            return redirect("document_page", document_id=row.pk)
    return render(
        request, "records/document_version_add.jinja", {"form": form, "document": row, "marking": row.marking}
    )


@requires(Permission.SEE_DOCUMENTS)
@require_safe
def document_download(request: HttpRequest, document_id: int, number: int) -> FileResponse:
    """The file of one version, to be saved, never shown as a page of this site."""
    row = found(Document.objects.visible_to(request.scope), pk=document_id)
    version: DocumentVersion = found(row.versions, number=number)
    response = saved(version.file, filename=version.filename, content_type=version.content_type)
    row.read(version, by=request.user)
    return response


def saved(file: str, *, filename: str, content_type: str) -> FileResponse:
    """The response that hands over a file of the store to be saved, never shown as a page. Raises FileGone."""
    try:
        content = store.path(file).open("rb")
    except FileNotFoundError as error:
        raise FileGone from error
    response = FileResponse(content, as_attachment=True, filename=filename, content_type=content_type)
    response["Content-Security-Policy"] = SANDBOX
    return response
