"""Documents: files a body holds, each with its versions."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.models import Q
from django.utils import timezone

from goldenthread.foundation import trail
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body
from goldenthread.partnership.permissions import Permission
from goldenthread.records import rules, scanner, store
from goldenthread.records.errors import NoRoom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from goldenthread.partnership.models import Person
    from goldenthread.partnership.scope import Scope


class DocumentKind(models.TextChoices):
    """What a document is."""

    AGENDA = "agenda", "Agenda"
    MINUTES = "minutes", "Minutes"
    PAPER = "paper", "Paper"
    REPORT = "report", "Report"
    TERMS = "terms of reference", "Terms of reference"
    GUIDANCE = "guidance", "Guidance"


class DocumentQuerySet(models.QuerySet["Document"]):
    """Questions about documents."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of wide circulation on the bodies a person sees, and all of bodies whose documents they may read.

        What belongs to something else is none of them: it is read where it belongs.
        """
        wide = Q(
            circulation__in=[Circulation.PUBLIC, Circulation.PARTNERSHIP], body__in=Body.objects.visible_to(scope)
        )
        if scope.is_operator:
            return self.filter(wide)
        of_body = Q(body__in=Body.objects.allowing(Permission.SEE_DOCUMENTS, scope))
        return self.filter(wide | of_body).exclude(circulation=Circulation.OWNER)

    def with_newest(self) -> Self:
        """Each with its versions, newest first, in one further query."""
        return self.prefetch_related("versions")


class Document(models.Model):
    """A named file of a body. What it said before stays readable in its earlier versions."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="documents")
    title = models.CharField(max_length=200)
    kind = models.CharField("kind of document", max_length=30, choices=DocumentKind)
    circulation = models.CharField("who may read it", max_length=20, choices=Circulation)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ("title", "id")
        constraints = [
            models.CheckConstraint(condition=Q(circulation__in=Circulation.values), name="document_circulation_known"),
            models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def marking(self) -> str:
        """The protective marking that follows from its circulation."""
        return Circulation(self.circulation).marking

    @property
    def newest(self) -> DocumentVersion:
        """The version people read."""
        return self.versions.all()[0]

    def add(self, filename: str, content: bytes, *, by: Person) -> Self:
        """Keep this new document with its first version. Raises UploadRefused or NoRoom."""
        with _kept(filename, content) as version:
            self.full_clean()
            self.save()
            version.keep(self, number=1, by=by)
            trail.record("document.add", self, by=by, body=self.body_id)
        return self

    def add_version(self, filename: str, content: bytes, *, by: Person) -> DocumentVersion:
        """Keep a new version. Raises UploadRefused or NoRoom."""
        with _kept(filename, content) as version:
            Document.objects.select_for_update().get(pk=self.pk)
            version.keep(self, number=self.newest.number + 1, by=by)
            trail.record("document.version", self, by=by, version=version.number)
        return version

    def read(self, version: DocumentVersion, *, by: Person) -> None:
        """Note in the trail that a version of limited circulation was read."""
        if self.circulation in (Circulation.BODY, Circulation.OWNER):
            trail.record("document.read", self, by=by, version=version.number)


class DocumentVersion(models.Model):
    """One file of a document. ``file`` is its name in the store, ``filename`` the one it was given."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.CharField(max_length=40, unique=True)
    filename = models.CharField(max_length=rules.FILENAME_LENGTH)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="document_version_number_once")]

    def __str__(self) -> str:
        return f"{self.filename} (version {self.number})"

    def keep(self, document: Document, *, number: int, by: Person) -> None:
        """Save this version, whose file is in the store, as the one of this number."""
        self.document, self.number, self.uploaded_by = document, number, by
        self.save()


@contextmanager
def _kept(filename: str, content: bytes) -> Iterator[DocumentVersion]:
    """Check a file and put it in the store, for rows to be saved in one transaction; without them it goes again."""
    filename = rules.clean_filename(filename)
    content_type = rules.content_type(filename, content)
    scanner.scan(filename, content)
    version = DocumentVersion(
        file=store.keep(content),
        filename=filename,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    try:
        with transaction.atomic():
            yield version
    except BaseException as error:
        store.remove(version.file)
        if isinstance(error, DatabaseError) and _is_full(error):
            raise NoRoom from error
        raise


def _is_full(error: DatabaseError) -> bool:
    """Whether the database had no room: SQLite says so in words, PostgreSQL by code 53100."""
    return "disk is full" in str(error) or getattr(error.__cause__, "sqlstate", "") == "53100"
