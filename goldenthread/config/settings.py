"""The one settings file. Everything an installation may change is read from the environment
and described in ``.env.example``; a wrong value stops the start with a sentence."""

import secrets
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from goldenthread.config import environment as env

ROOT = Path(__file__).resolve().parent.parent.parent
HOME = env.folder("GOLDENTHREAD_HOME", ROOT / "var")
DEMO = env.flag("GOLDENTHREAD_DEMO", default=False)
DEBUG = env.flag("GOLDENTHREAD_DEBUG", default=False)
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.words("GOLDENTHREAD_HOSTS", ",".join(LOOPBACK))
ON_LOOPBACK = set(ALLOWED_HOSTS) <= {*LOOPBACK, "testserver"}


def _secret_key() -> str:
    """The key of the environment; on loopback alone, one made once and kept in the home."""
    given = env.text("GOLDENTHREAD_SECRET_KEY")
    if given:
        if len(given) < 50:
            raise ImproperlyConfigured("GOLDENTHREAD_SECRET_KEY is too short: expected at least 50 random characters.")
        return given
    if not ON_LOOPBACK:
        raise ImproperlyConfigured(
            "GOLDENTHREAD_SECRET_KEY is not set: expected at least 50 random characters, "
            "because GOLDENTHREAD_HOSTS names a public host."
        )
    kept = HOME / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(60), encoding="ascii")
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
if DEBUG and not ON_LOOPBACK:
    raise ImproperlyConfigured("GOLDENTHREAD_DEBUG is yes while GOLDENTHREAD_HOSTS names a public host: expected no.")
if DEMO and not ON_LOOPBACK:
    raise ImproperlyConfigured("GOLDENTHREAD_DEMO is yes while GOLDENTHREAD_HOSTS names a public host: expected no.")

INSTALLED_APPS = [
    *(["demo"] if DEMO else []),
    "goldenthread.governance",
    "goldenthread.records",
    "goldenthread.partnership",
    "goldenthread.foundation",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread.partnership.middleware.scope_middleware",
]
ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "goldenthread.config.jinja.environment",
            "context_processors": ["goldenthread.partnership.context.page"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL") or f"sqlite:///{HOME / 'goldenthread.sqlite3'}", conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
AUTH_USER_MODEL = "partnership.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATE_FORMAT = "j F Y"

STATIC_URL = "/static/"
