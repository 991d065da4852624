"""What is asked of search."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict

from goldenthread.foundation.forms import DateField
from goldenthread.foundation.search import Source
from goldenthread.records.search_words import LONGEST_QUESTION, Question, question


class SearchForm(forms.Form):
    """A question, and what narrows it. What cannot be read is said beside its field, and narrows nothing."""

    def __init__(self, data: QueryDict, *, kinds: Iterable[Source[Any]]) -> None:
        asked = data.copy()
        asked["q"] = data.get("q", "").replace("\0", " ")[:LONGEST_QUESTION]
        super().__init__(asked)
        self.fields = {
            "q": forms.CharField(
                label="Search for",
                required=False,
                widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
            ),
            "kind": forms.ChoiceField(
                choices=[("", "Everything"), *((kind.code, kind.title) for kind in kinds)], required=False
            ),
            "from": DateField(label="From", required=False),
            "to": DateField(label="To", required=False),
        }

    @property
    def question(self) -> Question:
        """What is looked for."""
        return question(self.data["q"])

    @property
    def narrowing(self) -> dict[str, Any]:
        """Kind, first and last day, as ``search_index.find`` is given them."""
        self.is_valid()
        given = self.cleaned_data
        return {"kind": given.get("kind", ""), "first": given.get("from"), "last": given.get("to")}
