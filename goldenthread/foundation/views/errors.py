"""The pages for what went wrong: plain words, and what to do next."""

import logging
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from goldenthread.foundation.errors import Refusal

log = logging.getLogger(__name__)

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense; 413 where it holds more than is accepted."""
    if isinstance(exception, TOO_LARGE):
        return _page(request, "too_large", status=413)
    return _page(request, "bad_request", status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but not for this."""
    return _page(request, "not_allowed", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not for this person, which look the same."""
    return _page(request, "not_found", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Drawn without the database, the session or the context processors."""
    return HttpResponse(loader.render_to_string("foundation/errors/server_error.jinja"), status=500)


def throttled(request: HttpRequest) -> HttpResponse:
    """429: too many tries. django-allauth calls it by the name ``handler429``."""
    return _page(request, "throttled", status=429)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """409: what was asked cannot be done now, and why."""
    return _page(request, "refused", status=409, refusal=refusal)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 where a form comes without its token: it was open too long, or cookies are off."""
    log.warning("csrf.refused", extra={"reason": reason})
    return _page(request, "form_expired", status=403)


def _page(request: HttpRequest, name: str, *, status: int, **context: Any) -> HttpResponse:
    return render(request, f"foundation/errors/{name}.jinja", context, status=status)
