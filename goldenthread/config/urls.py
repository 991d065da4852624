"""Which address leads to which app. Each app groups its own by prefix."""

from django.urls import include, path

urlpatterns = [
    path("", include("goldenthread.foundation.urls")),
    path("", include("goldenthread.partnership.urls")),
    path("", include("goldenthread.records.urls")),
    path("", include("goldenthread.governance.urls")),
]

handler400 = "goldenthread.foundation.views.errors.bad_request"
handler403 = "goldenthread.foundation.views.errors.not_allowed"
handler404 = "goldenthread.foundation.views.errors.not_found"
handler500 = "goldenthread.foundation.views.errors.server_error"
handler429 = "goldenthread.foundation.views.errors.throttled"
