"""Which address leads to which app. Each app groups its own by prefix."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("account/", include("goldenthread.foundation.sign_in.urls")),
    path("", include("goldenthread.foundation.urls")),
    path("", include("goldenthread.partnership.urls")),
    path("", include("goldenthread.records.urls")),
    path("", include("goldenthread.improvement.urls")),
    path("", include("goldenthread.governance.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("demo.urls")))

handler400 = "goldenthread.foundation.views.errors.bad_request"
handler403 = "goldenthread.foundation.views.errors.not_allowed"
handler404 = "goldenthread.foundation.views.errors.not_found"
handler500 = "goldenthread.foundation.views.errors.server_error"
handler429 = "goldenthread.foundation.views.errors.throttled"
