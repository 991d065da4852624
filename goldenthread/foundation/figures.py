"""Figures: read-only numbers that apps register and anybody may ask for by name.

A figure is a function that takes a scope and keyword parameters and gives a frozen dataclass::

    @figure("governance.attendance")
    def attendance(scope, *, body: str, from_: date, to: date) -> Attendance:

It is asked for by ``goldenthread figures governance.attendance --body NAME --from DATE --to DATE``, and by apps
above through ``find``. An underscore at the end of a parameter's name is left out outside Python.
"""

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum
from types import UnionType
from typing import Any

from goldenthread.foundation.dates import read_day
from goldenthread.foundation.errors import Refusal


class NoSuchFigure(Refusal):
    """No figure has that name; the sentence says which exist."""


@dataclass(frozen=True)
class Rate:
    """A numerator and a denominator, both kept."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> Decimal | None:
        """The rate in percent to one place, half up; None where the denominator is 0."""
        if self.denominator == 0:
            return None
        percent = Decimal(100) * self.numerator / self.denominator
        return percent.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Parameter:
    """One thing a figure is asked with: the Python ``name``, the ``word`` written outside, its type."""

    name: str
    word: str
    type: type
    required: bool

    def read(self, text: str) -> Any:
        """The value ``text`` stands for. Raises ValueError saying what was expected."""
        try:
            return _READERS[self.type](text)
        except (ValueError, KeyError):
            raise ValueError(f"--{self.word} {text!r}: expected {self.expected}.") from None

    @property
    def expected(self) -> str:
        """What may be written, in words."""
        return _EXPECTED[self.type]


@dataclass(frozen=True)
class Figure:
    """One registered figure."""

    name: str
    function: Callable[..., Any]

    @property
    def description(self) -> str:
        """What it counts: how the function's docstring begins, up to what it raises."""
        text = (inspect.getdoc(self.function) or "").partition("\n\n")[0].partition("Raises ")[0]
        return " ".join(text.replace("``", "").split())

    @property
    def parameters(self) -> list[Parameter]:
        """What it is asked with, besides the scope."""
        hints = typing.get_type_hints(self.function)
        return [
            Parameter(name, name.rstrip("_").replace("_", "-"), _plain(hints[name]), given.default is given.empty)
            for name, given in inspect.signature(self.function).parameters.items()
            if given.kind is given.KEYWORD_ONLY
        ]

    def __call__(self, scope: Any, **parameters: Any) -> Any:
        """The numbers, for what ``scope`` may see."""
        return self.function(scope, **parameters)


_figures: dict[str, Figure] = {}


def figure(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as the figure ``name``, which reads "app.figure"."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        _figures[name] = Figure(name, function)
        return function

    return decorate


def names() -> list[str]:
    """The names of all figures, in order."""
    return sorted(_figures)


def find(name: str) -> Figure:
    """The figure called ``name``. Raises NoSuchFigure."""
    try:
        return _figures[name]
    except KeyError:
        raise NoSuchFigure(f"There is no figure {name}. There are: {', '.join(names()) or 'none'}.") from None


def as_json(value: Any) -> Any:
    """``value`` in the terms of JSON: dates ISO, decimals as text, a rate with its percent as text or null."""
    if isinstance(value, Rate):
        percent = None if value.percent is None else str(value.percent)
        return {"numerator": value.numerator, "denominator": value.denominator, "percent": percent}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name.rstrip("_"): as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Enum):
        return as_json(value.value)
    if isinstance(value, Mapping):
        return {_key(key): as_json(each) for key, each in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [as_json(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def _key(key: Any) -> str:
    return key.isoformat() if isinstance(key, date) else str(key.value if isinstance(key, Enum) else key)


def _plain(hint: Any) -> type:
    """The type itself where a hint also allows None."""
    if isinstance(hint, UnionType) or typing.get_origin(hint) is typing.Union:
        hint = next(each for each in typing.get_args(hint) if each is not type(None))
    if hint not in _READERS:
        raise TypeError(f"A figure cannot be asked with {hint}: expected one of {list(_EXPECTED)}.")
    return typing.cast(type, hint)


def _read_date(text: str) -> date:
    day = read_day(text)
    if day is None:
        raise ValueError
    return day


def _read_yes_no(text: str) -> bool:
    return {"yes": True, "no": False}[text.strip().lower()]


def _read_decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError from error


_READERS: dict[type, Callable[[str], Any]] = {
    str: str,
    int: int,
    Decimal: _read_decimal,
    bool: _read_yes_no,
    date: _read_date,
}
_EXPECTED = {
    str: "text",
    int: "a whole number",
    Decimal: "a number",
    bool: "yes or no",
    date: "a date such as 2016-04-01",
}
