"""What is done around every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from goldenthread.foundation.errors import Refusal
from goldenthread.foundation.views.errors import refused


class RefusalMiddleware:
    """Turns a refusal no view has caught into a page that says it, with status 409."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; nothing for any other error."""
        return refused(request, exception) if isinstance(exception, Refusal) else None
