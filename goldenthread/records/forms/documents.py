"""What is asked about documents, imports and exports."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from goldenthread.foundation.imports import Kind
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Agency, Body, Partnership
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope
from goldenthread.records import rules
from goldenthread.records.models import Document

TYPES_TAKEN = f"PDF, Word, Excel, PowerPoint, PNG, JPG, CSV or text ({', '.join(rules.TYPES)})"


class VersionForm(forms.Form):
    """One file."""

    file = forms.FileField(label="File", help_text=TYPES_TAKEN, widget=forms.FileInput, allow_empty_file=True)

    @property
    def filename(self) -> str:
        """The name the file came with."""
        return self.cleaned_data["file"].name

    @property
    def content(self) -> bytes:
        """What is in it."""
        return self.cleaned_data["file"].read()


class DocumentForm(VersionForm, forms.ModelForm):
    """A new document and its first file."""

    field_order = ("title", "kind", "circulation", "file")

    class Meta:
        model = Document
        fields = ("title", "kind", "circulation")
        widgets: dict[str, Any] = {"circulation": forms.RadioSelect, "kind": forms.Select}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["circulation"].choices = Circulation.to_choose()  # type: ignore[attr-defined]


class KindForm(forms.Form):
    """What a file is of, where its kind asks for that: one body, one partnership or one agency."""

    body = forms.ModelChoiceField(Body.objects.none(), required=False)
    partnership = forms.ModelChoiceField(Partnership.objects.none(), required=False)
    agency = forms.ModelChoiceField(Agency.objects.none(), required=False)

    def __init__(self, *args: Any, kind: type[Kind], scope: Scope, permission: Permission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: dict[str, QuerySet[Any]] = {
            "body": Body.objects.allowing(permission, scope).select_related("partnership"),
            "partnership": Partnership.objects.visible_to(scope),
            "agency": Agency.objects.visible_to(scope),
        }
        asked = {name for name in offered if name in kind.option_names}
        if "body" in asked or "partnership" not in kind.required_options:
            asked.discard("partnership")  # a body says whose it is; elsewhere the file does
        for name, rows in offered.items():
            if name not in asked:
                del self.fields[name]
                continue
            self.fields[name].queryset = rows  # type: ignore[attr-defined]
            self.fields[name].required = name in kind.required_options
        if "body" in asked:
            self.fields["body"].label_from_instance = lambda body: f"{body.name} ({body.owner})"  # type: ignore[attr-defined]

    @property
    def options(self) -> dict[str, str]:
        """What the file does not carry, in the words of its kind."""
        given = {name: row.name for name in ("partnership", "agency") if (row := self.cleaned_data.get(name))}
        body = self.cleaned_data.get("body")
        if body is None:
            return given
        return given | {"body": body.name} | ({"partnership": body.partnership.name} if body.partnership else {})


class ImportForm(KindForm):
    """A file to bring in."""

    file = forms.FileField(label="File", help_text="CSV or XLSX", widget=forms.FileInput, allow_empty_file=True)
    field_order = ("body", "partnership", "agency", "file")

    def __init__(self, *args: Any, kind: type[Kind], **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        if "body" in self.fields and not self.fields["body"].required:
            self.fields["body"].empty_label = "As the file says"  # type: ignore[attr-defined]


class ExportForm(KindForm):
    """Which rows to take out, and how."""

    format = forms.ChoiceField(
        choices=[("xlsx", "Excel (XLSX)"), ("csv", "CSV"), ("json", "JSON")], initial="xlsx", label="Format"
    )

    def __init__(self, *args: Any, kind: type[Kind], **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        if "body" in self.fields and not self.fields["body"].required:
            self.fields["body"].empty_label = "All"  # type: ignore[attr-defined]
