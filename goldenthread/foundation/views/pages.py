"""Pages about the program itself, open to all."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """What works for everyone, what does not yet, and whom to tell."""
    return render(request, "foundation/accessibility_statement.jinja")


@login_not_required
@require_safe
def cookies_and_privacy(request: HttpRequest) -> HttpResponse:
    """The one cookie, and what is kept about those who use the program."""
    return render(request, "foundation/cookies_and_privacy.jinja")
