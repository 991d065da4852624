"""What the register's pages ask: forms over its nouns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.forms import DateField
from goldenthread.partnership.models import (
    Agency,
    Appointment,
    Area,
    Body,
    Delegation,
    Partnership,
    Person,
    Seat,
)
from goldenthread.partnership.permissions import Permission
from goldenthread.partnership.scope import Scope

LONG_LIST = {"class": "gt-long-list"}
"""For checkboxes that may be many: a list that scrolls."""


def carried_out(form: forms.BaseForm, verb: Callable[..., Any], /, **given: Any) -> bool:
    """Call ``verb``; what it refuses becomes an error of ``form``. Whether it was done."""
    try:
        verb(**given)
    except ValidationError as refused:
        for name, sentences in refused.message_dict.items() if hasattr(refused, "error_dict") else [(None, refused)]:
            form.add_error(name if name in form.fields else None, sentences)
    except Refusal as refused:
        form.add_error(None, str(refused))
    return not form.errors


def dates_of(*names: str) -> dict[str, type[forms.Field]]:
    """The three-box date for these fields of a model form."""
    return dict.fromkeys(names, DateField)


class LinesField(forms.CharField):
    """A list of names, one per line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """The list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """The lines that hold something."""
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other lines were typed than those shown."""
        return list(initial or []) != self.to_python(data)


class KeptForm(forms.ModelForm):
    """A row of the register, new or changed, kept through its verb ``keep``."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        self.offer()

    def offer(self) -> None:
        """Limit each choice to what the person may see; nothing by default."""

    def choose(self, name: str, rows: QuerySet[Any]) -> None:
        """Offer ``rows`` for the field ``name``, and what is chosen already though the person may not see it."""
        field = self.fields[name]
        chosen = self.initial.get(name) or []
        ids = [row.pk if isinstance(row, Model) else row for row in (chosen if isinstance(chosen, list) else [chosen])]
        field.queryset = field.queryset.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=ids))  # type: ignore[attr-defined]

    def keep(self, *, by: Person) -> bool:
        """Keep the row as typed. Whether that was possible; if not, the form says why."""
        related = {field.name: self.cleaned_data[field.name] for field in self._related()}
        return carried_out(self, self.instance.keep, by=by, **related)

    def _related(self) -> list[Any]:
        return [field for field in self.instance._meta.many_to_many if field.name in self.cleaned_data]

    def managed(self) -> Scope:
        """The part of the scope whose register the person keeps."""
        return self.scope.where(Permission.MANAGE_REGISTER)


class PartnershipForm(KeptForm):
    """A partnership's own page: names, dates, areas, colour."""

    other_names = LinesField(required=False, help_text="One on each line")

    class Meta:
        model = Partnership
        fields = (
            "name",
            "full_name",
            "other_names",
            "kind",
            "areas",
            "starts_on",
            "ends_on",
            "predecessor",
            "guidance_edition",
            "published_on",
            "review_on",
            "colour",
        )
        field_classes = dates_of("starts_on", "ends_on", "published_on", "review_on")
        widgets: ClassVar = {"areas": forms.CheckboxSelectMultiple, "kind": forms.RadioSelect}

    def offer(self) -> None:
        """Areas of the partnerships kept, and partnerships seen."""
        self.choose("areas", Area.objects.visible_to(self.managed()))
        earlier = Partnership.objects.visible_to(self.scope).exclude(pk=self.instance.pk)
        self.choose("predecessor", earlier)
        self.fields["predecessor"].label = "What came before"

    def clean_predecessor(self) -> Partnership | None:
        """Refuse a circle."""
        predecessor = earlier = self.cleaned_data["predecessor"]
        while earlier is not None:
            if earlier.pk == self.instance.pk:
                raise ValidationError("That partnership came after this one. Choose one that came before.")
            earlier = earlier.predecessor
        return predecessor


class BodyForm(KeptForm):
    """A body. Its last day is set by closing it."""

    other_names = LinesField(required=False, help_text="One on each line")
    terms_of_reference = forms.URLField(
        label="Address of its terms of reference", required=False, assume_scheme="https"
    )

    class Meta:
        model = Body
        fields = (
            "name",
            "kind",
            "partnership",
            "run_by",
            "areas",
            "starts_on",
            "chaired_by",
            "frequency",
            "meetings_per_year",
            "members",
            "remit",
            "terms_of_reference",
            "reports_to",
            "reports_outside",
            "predecessor",
            "other_names",
            "reference",
            "source",
            "note",
        )
        field_classes = dates_of("starts_on")
        widgets: ClassVar = {
            "areas": forms.CheckboxSelectMultiple,
            "reports_to": forms.CheckboxSelectMultiple(attrs=LONG_LIST),
            "members": forms.Textarea(attrs={"rows": 3}),
            "remit": forms.Textarea(attrs={"rows": 4}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def offer(self) -> None:
        """Partnerships and areas kept; bodies seen that have not ended."""
        kept = Partnership.objects.filter(pk__in=self.scope.partnership_ids_with(Permission.MANAGE_REGISTER))
        self.choose("partnership", kept)
        self.choose("areas", Area.objects.visible_to(self.managed()))
        others = Body.objects.visible_to(self.scope).exclude(pk=self.instance.pk)
        self.choose("reports_to", others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=self.scope.today)))
        self.choose("predecessor", others)
        self.fields["predecessor"].label = "What came before"
        for name in ("partnership", "predecessor"):
            self.fields[name].empty_label = "None"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A body that no partnership runs is found by its areas, so it must have one."""
        given = super().clean() or {}
        if not given.get("partnership") and "areas" in given and not given["areas"]:
            self.add_error("areas", "Choose at least one area, or the partnership that runs this body.")
        return given


class SeatForm(KeptForm):
    """A seat on a body."""

    class Meta:
        model = Seat
        fields = ("title", "role", "agency", "area", "starts_on", "ends_on", "position", "note")
        field_classes = dates_of("starts_on", "ends_on")
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 3})}

    def offer(self) -> None:
        """Agencies and areas seen."""
        self.choose("agency", Agency.objects.visible_to(self.scope))
        self.choose("area", Area.objects.visible_to(self.scope))
        self.fields["agency"].empty_label = "None"  # type: ignore[attr-defined]
        self.fields["area"].empty_label = "All areas"  # type: ignore[attr-defined]
        self.fields["position"].help_text = "Seats are listed by this number, lowest first"


class AppointmentForm(KeptForm):
    """A person appointed to a seat."""

    class Meta:
        model = Appointment
        fields = ("person", "kind", "delegated_authority", "starts_on", "ends_on")
        field_classes = dates_of("starts_on", "ends_on")
        widgets: ClassVar = {"kind": forms.RadioSelect}

    def offer(self) -> None:
        """People seen."""
        self.choose("person", Person.objects.visible_to(self.scope).select_related("agency"))
        self.fields["person"].empty_label = "Name not held"  # type: ignore[attr-defined]
        self.fields["person"].label_from_instance = with_agency  # type: ignore[attr-defined]
        self.fields["delegated_authority"].help_text = "For a representative: what they agree to binds the agency"


def with_agency(person: Person) -> str:
    """A person as offered in a list: two of the same name are told apart by their agency."""
    return f"{person.name} ({person.agency.short_name})" if person.agency else person.name


class AgencyForm(KeptForm):
    """An agency."""

    other_names = LinesField(required=False, help_text="One on each line")

    class Meta:
        model = Agency
        fields = (
            "name",
            "abbreviation",
            "other_names",
            "sector",
            "partner_kind",
            "membership",
            "is_national",
            "areas",
            "starts_on",
            "ends_on",
            "reference",
            "source",
            "note",
        )
        field_classes = dates_of("starts_on", "ends_on")
        widgets: ClassVar = {
            "areas": forms.CheckboxSelectMultiple,
            "membership": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def offer(self) -> None:
        """Areas of the partnerships kept."""
        self.choose("areas", Area.objects.visible_to(self.managed()))
        self.fields["partner_kind"].help_text = "Only for the three kinds of statutory safeguarding partner"

    def clean(self) -> dict[str, Any]:
        """An agency is found by its areas unless it is national."""
        given = super().clean() or {}
        if not given.get("is_national") and "areas" in given and not given["areas"]:
            self.add_error("areas", "Choose at least one area, or say that the agency is national or regional.")
        return given


class SuccessionForm(forms.Form):
    """What an agency took over from, and when."""

    predecessors = forms.ModelMultipleChoiceField(
        Agency.objects.none(), label="It took over from", widget=forms.CheckboxSelectMultiple(attrs=LONG_LIST)
    )
    on = DateField(label="Date")

    def __init__(self, *args: Any, agency: Agency, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.visible_to(scope).filter(sector=agency.sector).exclude(pk=agency.pk)
        self.fields["predecessors"].queryset = others  # type: ignore[attr-defined]


class PersonForm(KeptForm):
    """A person. Their e-mail address opens the door, so it is changed only by who keeps all their seats."""

    class Meta:
        model = Person
        fields = ("name", "email", "agency", "job_title")

    def offer(self) -> None:
        """Agencies seen, and an address that may be changed or not."""
        self.choose("agency", Agency.objects.visible_to(self.managed()))
        agency = self.fields["agency"]
        agency.required = self.instance.agency_id is not None or self.instance.pk is None
        agency.empty_label = "None"  # type: ignore[attr-defined]
        agency.help_text = "Who they work for or come from. For an independent person, the partnership's own team"
        if self.instance.pk and not Person.objects.doors_kept_by(self.scope).filter(pk=self.instance.pk).exists():
            del self.fields["email"]


class LastDayForm(forms.Form):
    """The last day of a body, a seat or an appointment."""

    on = DateField(label="Last day")


class DelegationForm(KeptForm):
    """Who may act for the person, and when."""

    MOST_DAYS = 366

    email = forms.EmailField(label="E-mail address of your delegate")

    class Meta:
        model = Delegation
        fields = ("starts_on", "ends_on")
        field_classes = dates_of("starts_on", "ends_on")

    field_order = ["email", "starts_on", "ends_on"]

    def clean_email(self) -> str:
        """Find the delegate among the people the member may see."""
        email = self.cleaned_data["email"].lower()
        delegate = Person.objects.visible_to(self.scope).filter(email=email, is_active=True).first()
        if delegate is None:
            raise ValidationError("Nobody in your partnerships has this e-mail address.")
        if delegate == self.instance.member:
            raise ValidationError("Choose somebody other than yourself.")
        self.instance.delegate = delegate
        return email

    def clean(self) -> dict[str, Any]:
        """At most a year, and not over already."""
        given = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if ends and ends < self.scope.today:
            self.add_error("ends_on", "The last day must be today or later.")
        if starts and ends and ends - starts > timedelta(days=self.MOST_DAYS):
            self.add_error("ends_on", "A delegate may act for you for one year at most. Choose an earlier last day.")
        return given

    def keep(self, *, by: Person) -> bool:
        """Let the delegate act for ``by``."""
        return carried_out(self, self.instance.allow, by=by)
