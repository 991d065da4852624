"""Days as people write them."""

import re
from datetime import date, datetime

_PATTERNS = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y")
_MONTH = re.compile(r"[0-9]{4}|[0-9]{4}-[0-9]{2}|[A-Za-z]{3,9} [0-9]{4}|[0-9]{1,2}/[0-9]{4}")


def read_day(text: str) -> date | None:
    """The day ``text`` names: 2016-04-19, 19 April 2016, 19 Apr 2016 or 19/04/2016. None where it names none."""
    for pattern in _PATTERNS:
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            continue
    return None


def is_only_month(text: str) -> bool:
    """Whether ``text`` names a month or a year without the day."""
    return _MONTH.fullmatch(text.strip()) is not None
