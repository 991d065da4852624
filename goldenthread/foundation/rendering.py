"""What every template can call: filters for dates and numbers, and the form renderer's doors."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from django.contrib.messages import get_messages
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from jinja2 import Environment
from markupsafe import Markup

from goldenthread.foundation import clocks, forms


class HasPercent(Protocol):
    """Anything with a percentage, None where there was nothing to count."""

    @property
    def percent(self) -> Decimal | None:
        """The percentage, rounded."""


def day(value: date | datetime | None) -> str:
    """``4 July 2026``; a moment is shown as its London day; nothing for None."""
    return format_date(_local(value), "j F Y") if value else ""


def moment(value: datetime | None) -> str:
    """``4 July 2026 at 14:05``, London time; nothing for None."""
    return format_date(_local(value), "j F Y \\a\\t H:i") if value else ""


def month(value: date | datetime | None) -> str:
    """``July 2026``; nothing for None."""
    return format_date(_local(value), "F Y") if value else ""


def _local(value: date) -> date:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def percent(value: HasPercent, nothing: str = "none to count") -> str:
    """``83.3%``, or ``nothing`` where the denominator is zero: ``{{ rate|percent("no meetings") }}``."""
    return nothing if value.percent is None else f"{value.percent}%"


def number(value: Decimal | int | None) -> str:
    """``12,345``; nothing for None."""
    return "" if value is None else f"{value:,}"


def query_with(query: QueryDict, **changes: Any) -> str:
    """The query string of ``query`` with some of its values replaced."""
    changed = query.copy()
    for name, value in changes.items():
        changed[name] = str(value)
    return f"?{changed.urlencode()}"


def install(env: Environment) -> None:
    """Add our filters and globals to the Jinja2 environment."""

    def macros() -> Any:
        return env.get_template("foundation/fields.jinja").module

    def field(bound: BoundField, **options: Any) -> Markup:
        """One field with label, hint, error and input. Options: label, hint, classes, inline, heading."""
        drawn: Markup = macros().field(bound, **options)
        return drawn

    def form_fields(form: BaseForm) -> Markup:
        """Every field of ``form`` in order."""
        drawn: Markup = macros().form_fields(form)
        return drawn

    env.filters.update(date=day, moment=moment, month=month, percent=percent, number=number, due=clocks.due_words)
    env.globals.update(
        static=static,
        url=reverse,
        field=field,
        form_fields=form_fields,
        get_messages=get_messages,
        query_with=query_with,
        field_kind=forms.kind,
        field_options=forms.options,
        field_errors=forms.sentences,
        faulty_boxes=forms.faulty_boxes,
        error_list=forms.error_list,
    )
