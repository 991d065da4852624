"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, path

from goldenthread.foundation.views.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
]
