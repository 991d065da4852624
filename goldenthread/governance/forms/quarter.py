"""What is asked about the theme of a quarter, and of each group about its quarter."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.foundation.dates import read_day
from goldenthread.governance.errors import Stale
from goldenthread.governance.models import QuarterlyTheme, UpdateDraft
from goldenthread.governance.models.subgroup_update import SAID
from goldenthread.governance.rules.quarters import Said, missing, quarter_words, quarters_around
from goldenthread.partnership.forms import KeptForm, carried_out
from goldenthread.partnership.models import Person

BEFORE, AFTER = 2, 4
"""How many quarters are offered before and after this one."""


class QuarterlyThemeForm(KeptForm):
    """A theme and its quarter."""

    quarter = forms.ChoiceField(label="Which quarter?")

    class Meta:
        model = QuarterlyTheme
        fields = ("quarter", "title", "question")
        widgets: ClassVar = {"question": forms.Textarea(attrs={"rows": 3})}

    def offer(self) -> None:
        """Quarters around today, and the one that is set."""
        firsts = set(quarters_around(self.scope.today, before=BEFORE, after=AFTER))
        if self.instance.quarter:
            firsts.add(self.instance.quarter)
        named = [(first.isoformat(), quarter_words(first)) for first in sorted(firsts)]
        self.fields["quarter"].choices = named  # type: ignore[attr-defined]
        self.initial.setdefault("quarter", None)
        if not self.initial["quarter"]:
            self.initial["quarter"] = next(quarters_around(self.scope.today, before=0, after=0))
        self.initial["quarter"] = self.initial["quarter"].isoformat()
        self.fields["question"].help_text = "Every subgroup and local group answers it in its update"

    def clean_quarter(self) -> Any:
        """The first day of the quarter."""
        first = read_day(self.cleaned_data["quarter"])
        if first is None:
            raise ValidationError("Choose a quarter.")
        return first


class UpdateForm(KeptForm):
    """What a group says of its quarter. A draft may lack anything; what is submitted may not.

    ``is_stale`` says that somebody else saved another draft since this one was opened.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    is_stale = False

    class Meta:
        model = UpdateDraft
        fields = SAID
        widgets: ClassVar = {name: forms.Textarea(attrs={"rows": 5}) for name in SAID}
        labels: ClassVar = {
            "work_done": "What did the group do this quarter?",
            "voice_of_the_child": "What did children say, and what came of it?",
            "theme_response": "What is the group's answer to the theme?",
            "new_concerns": "What new concerns are there?",
            "escalated": "What should those above the group know or decide?",
        }
        help_texts: ClassVar = {
            "voice_of_the_child": "Needed to submit. If no child was asked, say what you did to hear them",
            "theme_response": "Needed to submit",
            "new_concerns": "Name no child and no family",
            "escalated": "The update is tabled for the board when you submit it",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self.instance.fingerprint

    def keep(self, *, by: Person) -> bool:
        """Save the draft. Whether that was possible; if not, the form says why."""
        return carried_out(self, partial(self._unless_stale, self.instance.keep), by=by)

    def _unless_stale(self, verb: Callable[..., Any], **given: Any) -> None:
        try:
            verb(seen=self.cleaned_data["seen"] or None, **given)
        except Stale:
            self.is_stale = True
            raise

    def submit(self, *, by: Person) -> bool:
        """Submit what was typed. Whether that was possible; if not, the form says why."""
        typed = Said(self.cleaned_data["voice_of_the_child"], self.cleaned_data["theme_response"])
        for name, sentence in missing(typed).items():
            self.add_error(name, sentence)
        return not self.errors and carried_out(self, partial(self._unless_stale, self.instance.submit), by=by)
