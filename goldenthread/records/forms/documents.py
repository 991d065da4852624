"""What is asked about documents, imports and exports."""

from typing import Any

from django import forms

from goldenthread.foundation.imports import Kind
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.models import Body
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
    """What a file is of, where its kind asks for that: one body."""

    body = forms.ModelChoiceField(Body.objects.none(), required=False)

    def __init__(self, *args: Any, kind: type[Kind], scope: Scope, permission: Permission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "body" not in kind.option_names:
            del self.fields["body"]
            return
        field = self.fields["body"]
        field.queryset = Body.objects.allowing(permission, scope).select_related("partnership")  # type: ignore[attr-defined]
        field.label_from_instance = lambda body: f"{body.name} ({body.owner})"  # type: ignore[attr-defined]
        field.required = "body" in kind.required_options

    @property
    def options(self) -> dict[str, str]:
        """What the file does not carry, in the words of its kind."""
        body = self.cleaned_data.get("body")
        if body is None:
            return {}
        return {"body": body.name} | ({"partnership": body.partnership.name} if body.partnership else {})


class ImportForm(KindForm):
    """A file to bring in."""

    file = forms.FileField(label="File", help_text="CSV or XLSX", widget=forms.FileInput, allow_empty_file=True)
    field_order = ("body", "file")

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
