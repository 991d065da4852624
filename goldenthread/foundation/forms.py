"""How forms are asked and drawn: one renderer for every Django form, and the three-box date.

Templates write ``{{ form_fields(form) }}`` or ``{{ field(form.name) }}``; the markup is in
``jinja2/foundation/fields.jinja``. This module only answers what that template asks about a field.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template import loader

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
BOXES = ("day", "month", "year")


class FormRenderer(DjangoTemplates):
    """Draws ``{{ form }}`` with our macros wherever it is written, in the sign-in pages' Django templates too."""

    form_template_name = "foundation/form_fields.jinja"
    field_template_name = "foundation/field_group.jinja"

    def get_template(self, template_name: str) -> Any:
        """Our own templates come from the pages' engine, Django's widgets from Django."""
        if template_name.endswith(".jinja"):
            return loader.get_template(template_name)
        return super().get_template(template_name)


class DateInput(forms.Widget):
    """Three text boxes: ``NAME-day``, ``NAME-month``, ``NAME-year``. In an address ``NAME=2026-07-04`` will do."""

    input_type = "date"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str] | None:
        """What was typed in each box, or None when none of them was sent."""
        if any(f"{name}-{box}" in data for box in BOXES):
            return {box: data.get(f"{name}-{box}", "").strip() for box in BOXES}
        if data.get(name):
            year, _, rest = data[name].partition("-")
            month, _, day = rest.partition("-")
            return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}
        return None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the form was sent without this field."""
        return self.value_from_datadict(data, files, name) is None

    def format_value(self, value: Any) -> dict[str, str]:
        """A date, or what was typed, as the text of each box."""
        if isinstance(value, date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return value or dict.fromkeys(BOXES, "")


class DateField(forms.Field):
    """A date asked in three boxes; the month may be a number or a name. The value is a date or None.

    Each error is a sentence that names the field; its code names the box to go to.
    """

    widget = DateInput

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Take the label the form gives, so that errors can name it."""
        bound = super().get_bound_field(form, field_name)
        self.label = bound.label
        return bound

    def to_python(self, value: Any) -> date | None:
        """The date typed, or None where every box is empty. Raises ValidationError."""
        if value is None or isinstance(value, date):
            return value
        if not any(value.values()):
            return None
        missing = [box for box in BOXES if not value[box]]
        if missing:
            raise ValidationError(f"{self.label} must include a {' and a '.join(missing)}.", code=missing[0])
        day, month, year = _day(value["day"]), _month(value["month"]), _year(value["year"])
        if month is None:
            raise ValidationError(f"{self.label} must have a month from 1 to 12, or its name.", code="month")
        if year is None:
            raise ValidationError(f"{self.label} must have a year of four digits, for example 2026.", code="year")
        try:
            return date(year, month, day or 0)
        except ValueError:
            typed = f"{value['day']} {MONTHS[month - 1].title()} {year}"
            raise ValidationError(f"{typed} is not a date.", code="day") from None

    def has_changed(self, initial: date | None, data: Any) -> bool:
        """Whether another date was typed than the one shown."""
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


def _day(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() else None


def _month(typed: str) -> int | None:
    if typed.isascii() and typed.isdigit():
        return int(typed) if 1 <= int(typed) <= 12 else None
    name = typed.lower().rstrip(".")
    found = [number for number, month in enumerate(MONTHS, start=1) if len(name) >= 3 and month.startswith(name)]
    return found[0] if found else 9 if name == "sept" else None


def _year(typed: str) -> int | None:
    return int(typed) if len(typed) == 4 and typed.isascii() and typed.isdigit() else None


def kind(bound: BoundField) -> str:
    """Which macro draws the field. Raises TypeError for a widget that has none."""
    widget = bound.field.widget
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if getattr(widget, "input_type", None) is None:
        raise TypeError(f"{type(widget).__name__} of {bound.name} cannot be drawn.")
    if widget.input_type in {"select", "checkbox"} and getattr(widget, "allow_multiple_selected", False):
        return "checkboxes"
    return str(widget.input_type)


def options(bound: BoundField) -> list[dict[str, Any]]:
    """The choices of a select, radios or checkboxes, in the words of the macros.

    Radios that must be answered have no empty choice: none of them is chosen until somebody does.
    """
    widget = bound.field.widget
    nothing = "Choose one" if bound.field.required else "None"
    without_empty = bound.field.required and kind(bound) == "radio"
    return [
        {
            "value": str(option["value"]),
            "text": nothing if option["label"] == BLANK_CHOICE_DASH[0][1] else str(option["label"]),
            "selected": option["selected"],
            "checked": option["selected"],
        }
        for option in widget.options(bound.html_name, widget.format_value(bound.value()))
        if not (without_empty and str(option["value"]) == "")
    ]


def sentences(bound: BoundField) -> list[str]:
    """The errors of a field. Where Django says only "This field is required." the field is named."""
    missing = forms.Field.default_error_messages["required"]
    return [_missing(bound) if error == missing else str(error) for error in bound.errors]


def _missing(bound: BoundField) -> str:
    label = bound.label.rstrip(":")
    if label.endswith("?"):
        return f"Answer the question: {label}"
    if not label[1:2].isupper():
        label = label[:1].lower() + label[1:]
    match kind(bound):
        case "file":
            return f"Choose a file: {label}."
        case "select" | "radio" | "checkboxes":
            return f"Choose {label}."
        case "checkbox":
            return f"Tick the box: {label}."
    return f"Enter {label}."


def faulty_boxes(bound: BoundField) -> set[str]:
    """Which boxes of a three-box date are to be marked: the one an error names, else all."""
    if not bound.errors:
        return set()
    codes = {error.code for error in bound.errors.as_data()}
    return {box for box in BOXES if box in codes} or set(BOXES)


def target(bound: BoundField) -> str:
    """The id of the input an error leads to."""
    if kind(bound) != "date":
        return bound.auto_id
    faulty = faulty_boxes(bound)
    return f"{bound.auto_id}-{next(box for box in BOXES if box in faulty or not faulty)}"


def error_list(form: Any) -> Iterator[dict[str, str]]:
    """Every error of a form or formset, in the order of the page: ``text``, and ``href`` of the input."""
    if hasattr(form, "forms"):
        yield from ({"text": error} for error in form.non_form_errors())
        for each in form.forms:
            yield from error_list(each)
        return
    yield from ({"text": error} for error in form.non_field_errors())
    for bound in form:
        for error in sentences(bound):
            yield {"text": error} if bound.is_hidden else {"text": error, "href": f"#{target(bound)}"}
