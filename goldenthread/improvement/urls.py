"""Addresses of this app, grouped by prefix."""

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, path


def x(request, **kw): return HttpResponse("")

urlpatterns: list[URLPattern | URLResolver] = [path("challenges/", x, name="challenge_log"), path("challenges/<int:challenge_id>/", x, name="challenge_page")]
