"""Reading settings from the environment: every refusal names the setting and what was expected."""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import dj_database_url
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
    """The setting ``name`` as an absolute folder that can be written to; it is made if it is missing."""
    path = Path(text(name) or default).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"{name} is {str(path)!r}: the folder cannot be made ({error.strerror})."
        ) from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name} is {str(path)!r}: the folder cannot be written to.")
    return path


def database(name: str, default: Path) -> dict[str, Any]:
    """The setting ``name``, an address such as ``postgres://user:password@host/database``, as Django wants it.

    Left empty, it is the SQLite file ``default``. Raises ImproperlyConfigured; the sentence holds no password.
    """
    address = text(name)
    if not address:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}
    if not address.startswith(("postgres://", "postgresql://", "sqlite://")):
        raise ImproperlyConfigured(f"{name} begins with {address[:8]!r}: expected postgres:// or sqlite://.")
    try:
        return dict(dj_database_url.parse(address, conn_health_checks=True))
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be read: expected postgres://USER:PASSWORD@HOST/DATABASE."
        ) from error


def kept_secret(path: Path) -> str:
    """A random secret made once and kept in the file ``path``, the same for processes that start together."""
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii", delete=False) as new:
            new.write(secrets.token_urlsafe(60))
        with suppress(FileExistsError):  # another process was first: its secret counts
            os.link(new.name, path)
        os.unlink(new.name)
    return path.read_text(encoding="ascii")
