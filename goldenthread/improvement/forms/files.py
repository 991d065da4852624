"""A file that may come with something said."""

from __future__ import annotations

from django import forms

from goldenthread.improvement.models.of_action import File
from goldenthread.records.forms.documents import TYPES_TAKEN


class WithFile(forms.Form):
    """One more field: a document."""

    file = forms.FileField(label="Document", help_text=TYPES_TAKEN, widget=forms.FileInput, required=False)

    @property
    def files_given(self) -> list[File]:
        """The document, where one was given."""
        file = self.cleaned_data.get("file")
        return [(file.name, file.read())] if file else []
