"""What is asked about a piece of evidence, kind by kind."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Q

from goldenthread.improvement.models import (
    Evidence,
    ExternalReport,
    HistoricalRecord,
    Inspection,
    LawChange,
    Risk,
    Theme,
)
from goldenthread.partnership.circulation import Circulation
from goldenthread.partnership.forms import LONG_LIST, KeptForm, dates_of
from goldenthread.partnership.models import Agency, Body
from goldenthread.partnership.permissions import Permission
from goldenthread.records.forms.documents import VersionForm
from goldenthread.records.models import Document

FIRST = ("title", "dated_on", "date_precision")
LAST = ("holding_body", "circulation", "areas", "themes", "reference")
WIDGETS: dict[str, Any] = {
    "date_precision": forms.RadioSelect,
    "circulation": forms.RadioSelect,
    "areas": forms.CheckboxSelectMultiple,
    "themes": forms.CheckboxSelectMultiple(attrs=LONG_LIST),
}
LINES = forms.Textarea(attrs={"rows": 4})


class EvidenceForm(KeptForm):
    """What every kind of evidence is asked. The partnership is that of the row."""

    def offer(self) -> None:
        """Bodies whose evidence the person keeps, areas and themes of the partnership."""
        partnership = self.instance.partnership
        bodies = Body.objects.allowing(Permission.MANAGE_EVIDENCE, self.scope)
        bodies = bodies.filter(Q(partnership=partnership) | Q(partnership__isnull=True))
        self.choose("holding_body", bodies.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.scope.today)))
        body = self.fields["holding_body"]
        body.required = self.body_is_needed
        body.empty_label = None if body.required and self.instance.holding_body_id else "None"  # type: ignore[attr-defined]
        if "areas" in self.fields:
            self.choose("areas", partnership.areas.all())
            self.fields["areas"].help_text = "Leave empty where it is about the whole partnership"
        if "themes" in self.fields:
            self.choose("themes", Theme.objects.for_partnership(partnership).filter(in_use=True).each_name_once())
        if "date_precision" in self.fields:
            self.fields["dated_on"].help_text = "Where only the month or the year is known, give its first day"
        self.fields["circulation"].choices = Circulation.to_choose()  # type: ignore[attr-defined]

    @property
    def body_is_needed(self) -> bool:
        """Whether the person keeps evidence of some bodies alone, so that it must be of one of them."""
        mine = self.scope.partnership_ids_with(Permission.MANAGE_EVIDENCE)
        return not self.scope.is_operator and self.instance.partnership_id not in mine


class ReportForm(EvidenceForm):
    """A report from elsewhere."""

    address = forms.URLField(label="Address where it is published", required=False, assume_scheme="https")

    class Meta:
        model = ExternalReport
        fields = (
            *FIRST,
            "published_by",
            "cadence",
            "next_due_on",
            "figure_name",
            "figure_value",
            "second_figure_name",
            "second_figure_value",
            "summary",
            "address",
            *LAST,
        )
        field_classes = dates_of("dated_on", "next_due_on")
        widgets: ClassVar = WIDGETS | {"cadence": forms.RadioSelect, "summary": LINES}


class InspectionForm(EvidenceForm):
    """An inspection."""

    address = forms.URLField(label="Address where it is published", required=False, assume_scheme="https")

    class Meta:
        model = Inspection
        fields = (*FIRST, "inspectorate", "framework", "agency", "judgement", "summary", "address", *LAST)
        field_classes = dates_of("dated_on")
        widgets: ClassVar = WIDGETS | {"summary": LINES}

    def offer(self) -> None:
        """Agencies seen."""
        super().offer()
        self.choose("agency", Agency.objects.visible_to(self.scope))
        self.fields["agency"].empty_label = "Several agencies together"  # type: ignore[attr-defined]


class LawChangeForm(EvidenceForm):
    """A change of law or guidance."""

    address = forms.URLField(label="Address where it is published", required=False, assume_scheme="https")

    class Meta:
        model = LawChange
        fields = (*FIRST, "sort", "effective_on", "meaning", "address", *LAST)
        field_classes = dates_of("dated_on", "effective_on")
        widgets: ClassVar = WIDGETS | {"sort": forms.RadioSelect, "meaning": LINES}


class RiskForm(EvidenceForm):
    """A risk of the register. Its date is the day it was first seen."""

    class Meta:
        model = Risk
        fields = ("title", "consequence", "rating", "review_on", "dated_on", *LAST)
        field_classes = dates_of("dated_on", "review_on")
        widgets: ClassVar = WIDGETS | {"rating": forms.RadioSelect, "consequence": LINES}
        labels: ClassVar = {"title": "What may go wrong", "dated_on": "First seen on", "holding_body": "Who owns it"}

    body_is_needed = True


class RecordForm(EvidenceForm):
    """A review or audit of before, entered by hand."""

    class Meta:
        model = HistoricalRecord
        fields = (
            *FIRST,
            "register",
            "what",
            "carried_out_by",
            "subject",
            "status",
            "stated_findings",
            "key_findings",
            "actions_words",
            "note",
            *LAST,
        )
        field_classes = dates_of("dated_on")
        widgets: ClassVar = WIDGETS | {
            "register": forms.RadioSelect,
            "subject": LINES,
            "key_findings": LINES,
            "actions_words": LINES,
            "note": LINES,
        }


FORMS: dict[str, type[EvidenceForm]] = {
    "report": ReportForm,
    "inspection": InspectionForm,
    "law": LawChangeForm,
    "risk": RiskForm,
    "record": RecordForm,
}
"""The form of each kind that is entered here, by the word that stands in its address."""

WORDS = {form._meta.model.code(): word for word, form in FORMS.items()}


def form_of(evidence: Evidence) -> type[EvidenceForm] | None:
    """The form of the kind of ``evidence``; None where it is entered elsewhere."""
    word = WORDS.get(evidence.kind)
    return FORMS[word] if word else None


class EvidenceDocumentForm(VersionForm):
    """A file of a piece of evidence, and the body among whose documents it is kept."""

    title = forms.CharField(max_length=200, help_text="How people will know it from others")
    body = forms.ModelChoiceField(Body.objects.none(), label="Body that holds it")
    field_order = ("title", "body", "file")

    def __init__(self, *args: Any, evidence: Evidence, scope: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.allowing(Permission.MANAGE_DOCUMENTS, scope)
        bodies = bodies.filter(Q(partnership=evidence.partnership) | Q(pk=evidence.holding_body_id or 0))
        if evidence.circulation == Circulation.BODY:
            bodies = bodies.filter(pk=evidence.holding_body_id or 0)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["body"].initial = evidence.holding_body_id
        self.fields["title"].initial = evidence.title[:200]

    def document(self, evidence: Evidence) -> Document:
        """The new document: it goes no further than the evidence does."""
        return Document(
            body=self.cleaned_data["body"],
            title=self.cleaned_data["title"],
            kind="report",
            circulation=evidence.circulation,
        )
