"""What is asked about documents."""

from typing import Any

from django import forms

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
