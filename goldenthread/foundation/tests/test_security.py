"""Headers, cookies and logs."""

import io
import json
import logging
import os
import subprocess
import sys

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.http import HttpResponse
from django.test import RequestFactory

from goldenthread.foundation.headers import security_headers
from goldenthread.foundation.logging import JsonFormatter, request_log

pytestmark = pytest.mark.django_db


def test_every_page_tells_the_browser_what_to_refuse(client):
    headers = client.get("/health/").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "base-uri 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_origin_of_single_sign_on_may_be_a_forms_target(settings, rf):
    settings.CSP_FORM_ACTION = ["https://login.example.org"]
    response = security_headers(lambda request: HttpResponse())(rf.get("/"))
    assert "form-action 'self' https://login.example.org;" in response["Content-Security-Policy"]


def test_a_view_may_be_stricter(rf):
    strict = HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    response = security_headers(lambda request: strict)(rf.get("/"))
    assert response["Content-Security-Policy"] == "sandbox"


def test_the_session_is_the_only_cookie_and_ends_with_the_browser(settings):
    assert settings.CSRF_USE_SESSIONS
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert settings.MESSAGE_STORAGE.endswith("SessionStorage")


def public(**environment: str) -> subprocess.CompletedProcess[str]:
    """What the settings say on a public host."""
    script = (
        "from django.conf import settings as s; "
        "print(s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.EMAIL_BACKEND)"
    )
    return subprocess.run(
        [sys.executable, "-c", script],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "goldenthread.config.settings",
            "GOLDENTHREAD_HOSTS": "partnership.example.org",
            "GOLDENTHREAD_SECRET_KEY": "x" * 60,
            "GOLDENTHREAD_SMTP_HOST": "mail.example.org",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_public_host_is_served_over_https_only():
    assert public().stdout.split() == ["True", "True", "31536000", "django.core.mail.backends.smtp.EmailBackend"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("GOLDENTHREAD_HTTPS", "no"), ("GOLDENTHREAD_SMTP_HOST", ""), ("GOLDENTHREAD_CLAMAV", "nowhere")],
)
def test_a_start_is_refused_with_the_name_of_the_setting(name, value):
    refused = public(**{name: value})
    assert refused.returncode == 1
    assert f"ImproperlyConfigured: {name} is" in refused.stderr


def test_uploads_stay_in_memory_up_to_a_limit(rf: RequestFactory, settings):
    def upload(size: int):
        file = io.BytesIO(b"x" * size)
        file.name = "paper.txt"
        return rf.post("/", {"file": file})

    settings.UPLOAD_MAX_BYTES = 4_000_000
    assert isinstance(upload(3_900_000).FILES["file"], InMemoryUploadedFile)
    with pytest.raises(RequestDataTooBig):
        _ = upload(4_000_001).FILES


def line(record: logging.LogRecord) -> dict[str, object]:
    return json.loads(JsonFormatter().format(record))


def test_a_log_line_holds_no_values_filled_into_its_words():
    record = logging.makeLogRecord(
        {"name": "django.security", "levelname": "WARNING", "msg": "Refused %s", "args": ("somebody@example.org",)}
    )
    record.extra = "somebody@example.org"
    assert line(record) | {"at": ""} == {
        "at": "",
        "level": "warning",
        "logger": "django.security",
        "event": "Refused %s",
    }


def test_words_that_may_hold_values_already_are_not_logged():
    record = logging.makeLogRecord(
        {"name": "django.security", "msg": "Refused somebody@example.org", "module": "csrf"}
    )
    record.lineno = 7
    assert line(record)["event"] == "csrf:7"


def test_our_own_code_names_what_it_logs():
    record = logging.makeLogRecord({"name": "goldenthread.foundation.trail", "msg": "trail.head", "number": 4})
    assert line(record)["number"] == 4


def test_an_exception_is_logged_by_class_and_place_only():
    try:
        secret = "Somebody"
        raise ValueError(secret)
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Error", (), sys.exc_info())
    written = JsonFormatter().format(record)
    assert "Somebody" not in written
    assert json.loads(written)["error"] == "builtins.ValueError"
    assert json.loads(written)["places"][0].startswith(__file__)


def test_a_request_is_logged_without_its_address(client, caplog):
    with caplog.at_level(logging.INFO):
        response = client.get("/health/?name=Somebody")
    (record,) = [record for record in caplog.records if record.name == "goldenthread.request"]
    assert (record.method, record.route, record.status, record.user) == ("GET", "health", 200, None)
    assert "Somebody" not in str(vars(record))
    assert len(response["X-Request-ID"]) == 32


def test_lines_of_one_request_share_its_number(rf):
    lines: list[dict[str, object]] = []

    def view(request):
        lines.append(line(logging.makeLogRecord({"name": "goldenthread.x", "msg": "inside"})))
        return HttpResponse()

    request = rf.get("/")
    request.resolver_match = None
    response = request_log(view)(request)
    assert lines[0]["request"] == response["X-Request-ID"]
