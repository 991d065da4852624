"""What is asked about a quorum rule."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from goldenthread.governance.models import QuorumRule
from goldenthread.governance.rules import QuorumKind
from goldenthread.partnership.forms import KeptForm, dates_of


class QuorumRuleForm(KeptForm):
    """What a body needs, from when, and where that is written."""

    class Meta:
        model = QuorumRule
        fields = ("kind", "number", "source", "starts_on", "ends_on")
        field_classes = dates_of("starts_on", "ends_on")
        widgets: ClassVar = {"kind": forms.RadioSelect}
        labels: ClassVar = {
            "kind": "What must hold?",
            "number": "How many seats, or what percentage",
            "source": "Where it is written",
            "starts_on": "In force from",
        }

    def offer(self) -> None:
        """Name the kinds, and explain the number and the dates."""
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in QuorumKind]  # type: ignore[attr-defined]
        self.fields["number"].help_text = "For example 5, or 50 for half. Leave it empty for safeguarding partners"
        self.fields["source"].help_text = "For example the terms of reference of June 2026, section 4"
        self.fields["starts_on"].help_text = "Leave it empty for a rule that always held"
        self.fields["ends_on"].help_text = "Leave it empty for a rule that still holds"

    def clean(self) -> dict[str, Any]:
        """A number where the rule needs one, none where it asks for the partners."""
        given = super().clean() or {}
        kind, number = given.get("kind"), given.get("number")
        if kind == QuorumKind.PARTNERS:
            given["number"] = None
        elif kind and not number and "number" not in self.errors:
            self.add_error("number", "Enter how many seats, or what percentage of them.")
        elif kind == QuorumKind.SHARE and number and number > 100:
            self.add_error("number", "Enter a percentage from 1 to 100.")
        return given
