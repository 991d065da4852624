"""The local reference by which a disagreement names a child's case: a number of an agency's own register, no more.

A rule cannot know every name. It lets in what looks like a number of a register and refuses what looks like anything
else: words, dates, and the numbers that name one person in the whole country. Pure.
"""

from __future__ import annotations

import re
from datetime import date

SHAPE = re.compile(r"[A-Z0-9]+(?:[-/][A-Z0-9]+)*", re.ASCII)
LONGEST = 20
SHORTEST = 3
MOST_LETTERS = 4
"""Letters in a row: a prefix such as CASE is a register's, five and more begin to be a name."""
EXPECTED = "Enter the number of the case in your own register, such as CS-10423: capitals, digits, - and /."
NHS_WEIGHTS = range(10, 1, -1)
SEPARATED = re.compile(r"(?=(?<!\d)(\d{1,4})[-/](\d{1,2})[-/](\d{1,4})(?!\d))")
"""Digits with two separators; looked ahead for, so that each place is tried."""
FIRST_YEAR, LAST_YEAR = 1920, 2040
MONTH_NAMED = re.compile(r"\d{1,2}[-/]?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|SEPT|OCT|NOV|DEC)[-/]?\d{2}", re.ASCII)


def fault(reference: str) -> str:
    """What is wrong with a reference, as a sentence; "" where nothing is."""
    if not SHORTEST <= len(reference) <= LONGEST or not SHAPE.fullmatch(reference):
        return EXPECTED
    if re.search(rf"[A-Z]{{{MOST_LETTERS + 1},}}", reference):
        return f"“{reference}” looks like a name. {EXPECTED}"
    if looks_like_a_date(reference):
        return f"“{reference}” looks like a date of birth. {EXPECTED}"
    if not any(letter.isdigit() for letter in reference):
        return f"“{reference}” looks like initials. {EXPECTED}"
    if is_national(reference):
        return f"“{reference}” looks like a number that names one person in the whole country. {EXPECTED}"
    return ""


def looks_like_a_date(reference: str) -> bool:
    """Whether some digits in it are a day of the calendar as people write one: 12/06/2015, 12062015, 120615, 12JUN15.

    Initials with a date of birth are how a child is often meant to be hidden, so digits after letters count too.
    """
    for digits in re.findall(r"(?<!\d)(?:\d{8}|\d{6})(?!\d)", reference):
        year = len(digits) - 4
        orders = ((digits[:2], digits[2:4], digits[4:]), (digits[-2:], digits[-4:-2], digits[:year]))
        if any(_is_day(*order) for order in orders):
            return True
    for first, second, third in SEPARATED.findall(reference):
        if _is_day(first, second, third) or _is_day(third, second, first) or _is_day(second, first, third):
            return True
    return bool(MONTH_NAMED.search(reference))


def is_national(reference: str) -> bool:
    """Whether it is an NHS number, a unique pupil number or a National Insurance number, by its shape and check."""
    plain = re.sub(r"[-/]", "", reference)
    if re.fullmatch(r"[A-Z]\d{11}[A-Z0-9]", plain) or re.fullmatch(r"[A-Z]{2}\d{6}[A-D]", plain):
        return True
    if not re.fullmatch(r"\d{10}", plain):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(plain, NHS_WEIGHTS, strict=False))
    return (11 - total % 11) % 11 == int(plain[9])


def _is_day(day: str, month: str, year: str) -> bool:
    """Whether these digits are a day on which somebody alive may have been born or is due."""
    years = (int(year),) if len(year) == 4 else (1900 + int(year), 2000 + int(year))
    return any(FIRST_YEAR <= each <= LAST_YEAR and _exists(each, int(month), int(day)) for each in years)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
