"""The editions of rules that come with the program: law, guidance and procedures, each rule with its source."""

from __future__ import annotations

import csv
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

CLOCK_RULES = Path(__file__).parent / "clock_rules.csv"
_DATES = {"valid_from": "starts_on", "valid_to": "ends_on"}
_NUMBERS = ("length", "event_day")
_TIMES = ("opens", "closes")
_YES = ("pausable", "in_use")


@cache
def clock_rules() -> dict[str, tuple[dict[str, Any], ...]]:
    """The clock rules by edition, each as the values of the fields of ``ClockRule``."""
    found: dict[str, list[dict[str, Any]]] = {}
    with CLOCK_RULES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row.pop("edition"), []).append(_values(row))
    return {edition: tuple(rules) for edition, rules in found.items()}


def _values(row: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {name: text for name, text in row.items() if name not in _DATES}
    for column, name in _DATES.items():
        values[name] = date.fromisoformat(row[column]) if row[column] else None
    values |= {name: int(row[name]) for name in _NUMBERS}
    values |= {name: time.fromisoformat(row[name]) for name in _TIMES}
    return values | {name: row[name] == "yes" for name in _YES}
