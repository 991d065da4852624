"""Reading settings from the environment: every refusal names the setting and what was expected."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

YES = {"yes", "true", "1", "on"}
NO = {"no", "false", "0", "off", ""}


def text(name: str, default: str = "") -> str:
    """The setting ``name`` as written, without surrounding white space."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool) -> bool:
    """The setting ``name`` as yes or no. Raises ImproperlyConfigured for any other word."""
    word = text(name, "yes" if default else "no").lower()
    if word not in YES | NO:
        raise ImproperlyConfigured(f"{name} is {word!r}: expected yes or no.")
    return word in YES


def whole(name: str, *, default: int, least: int = 0) -> int:
    """The setting ``name`` as a whole number of at least ``least``."""
    word = text(name, str(default))
    if not word.isdigit() or int(word) < least:
        raise ImproperlyConfigured(f"{name} is {word!r}: expected a whole number of {least} or more.")
    return int(word)


def words(name: str, default: str = "") -> list[str]:
    """The setting ``name`` as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """The setting ``name`` as an absolute folder, which is made if it is missing."""
    path = Path(text(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is {str(path)!r}: the folder cannot be made ({error.strerror}).") from error
    return path
