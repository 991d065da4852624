"""Limits on how often an address of the network may try something, counted as the sign-in pages count."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def within(request: HttpRequest, action: str, rate: str) -> bool:
    """Count one try of ``action``; whether there were fewer than ``rate`` allows, such as "30/15m/ip"."""
    used = ratelimit.consume(request, app="goldenthread", action=action, config={action: rate}, limit_get=True)
    return used is not None
