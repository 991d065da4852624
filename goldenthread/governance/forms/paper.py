"""What is asked about a paper."""

from __future__ import annotations

from django import forms

from goldenthread.governance.models import AgendaItem
from goldenthread.records.forms import VersionForm


class PaperForm(VersionForm):
    """A new paper of an item."""

    title = forms.CharField(max_length=200)
    restricted = forms.BooleanField(
        label="Restricted: only for those who may see what is restricted, and those named for the item",
        required=False,
    )
    field_order = ("title", "file", "restricted")

    def __init__(self, *args: object, item: AgendaItem, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if item.restricted:
            del self.fields["restricted"]
