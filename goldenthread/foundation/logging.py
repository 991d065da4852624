"""Structured logs without personal data: one JSON object a line.

A line carries the event's fixed words, never what was filled into them, and of an exception its class and
place only, never its message. Values are logged by naming them in ``extra``, from our own code alone.
"""

import json
import logging
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("goldenthread.request")

_request_id: ContextVar[str | None] = ContextVar("request_id", default=None)
_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The line for ``record``."""
        ours = record.name.partition(".")[0] == "goldenthread"
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # Without values to fill in, another's words may hold them already: then only where it was said.
            "event": str(record.msg) if ours or record.args else f"{record.module}:{record.lineno}",
        }
        if _request_id.get():
            line["request"] = _request_id.get()
        if ours:
            line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info and record.exc_info[0]:
            error, _, where = record.exc_info
            line["error"] = f"{error.__module__}.{error.__qualname__}"
            line["places"] = [f"{frame.f_code.co_filename}:{number}" for frame, number in traceback.walk_tb(where)]
        return json.dumps(line, default=str)


def request_log(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: number each request, and log its method, route, status, duration and who asked, by id.

    The address itself is not logged: it may hold an invitation or a search.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        number = uuid4().hex
        token = _request_id.set(number)
        begun = time.perf_counter()
        try:
            response = get_response(request)
            response["X-Request-ID"] = number
            match = request.resolver_match
            # The user already looked up, if any: asking for it here could query a database that is away.
            user = getattr(request, "_cached_user", None)
            log.info(
                "request",
                extra={
                    "method": request.method,
                    "route": match.view_name if match else None,
                    "status": response.status_code,
                    "milliseconds": round((time.perf_counter() - begun) * 1000),
                    "user": user.pk if user else None,
                },
            )
            return response
        finally:
            _request_id.reset(token)

    return middleware
