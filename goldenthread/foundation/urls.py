"""Addresses of this app, grouped by prefix."""

from django.urls import URLPattern, URLResolver, path

from goldenthread.foundation.views.health import health
from goldenthread.foundation.views.pages import accessibility_statement, cookies_and_privacy

urlpatterns: list[URLPattern | URLResolver] = [
    path("health/", health, name="health"),
    path("accessibility/", accessibility_statement, name="accessibility_statement"),
    path("cookies/", cookies_and_privacy, name="cookies_and_privacy"),
]
