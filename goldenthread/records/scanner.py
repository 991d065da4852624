"""The virus scanner, where the installation has one (clamd, named by GOLDENTHREAD_CLAMAV)."""

import io

import clamd
from django.conf import settings

from goldenthread.records.errors import UploadRefused


def scan(filename: str, content: bytes) -> None:
    """Refuse a file in which the scanner finds something, and every file while it cannot be reached."""
    if not settings.CLAMAV:
        return
    host, _, port = settings.CLAMAV.rpartition(":")
    try:
        scanner = clamd.ClamdNetworkSocket(host, int(port), timeout=60)
        state, _ = scanner.instream(io.BytesIO(content))["stream"]
    except (clamd.ClamdError, OSError) as error:
        raise UploadRefused(
            "The virus scanner cannot be reached, so no file can be taken. Try again later."
        ) from error
    if state != "OK":
        raise UploadRefused(f"The virus scanner refused {filename}.")
