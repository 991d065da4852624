"""Which address leads to which app. Each app groups its own by prefix."""

from django.urls import include, path

urlpatterns = [
    path("", include("goldenthread.foundation.urls")),
    path("", include("goldenthread.partnership.urls")),
    path("", include("goldenthread.records.urls")),
    path("", include("goldenthread.governance.urls")),
]
