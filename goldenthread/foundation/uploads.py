"""Uploads are held in memory, up to a limit: nothing of them touches the disk before they were checked."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler


class MemoryUploadHandler(MemoryFileUploadHandler):
    """Holds uploaded files in memory. A request larger than UPLOAD_MAX_BYTES is refused before it is read."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Mapping[str, Any],  # noqa: N803 (Django's name)
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Raises RequestDataTooBig."""
        if content_length > settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig("The request is larger than uploads may be.")
        self.activated = True
