"""The one settings file. Everything an installation may change is read from the environment
and described in ``.env.example``; a wrong value stops the start with a sentence."""

from pathlib import Path

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
    return env.kept_secret(HOME / "secret-key")


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.words("GOLDENTHREAD_SECRET_KEYS_BEFORE")
if DEBUG and not ON_LOOPBACK:
    raise ImproperlyConfigured("GOLDENTHREAD_DEBUG is yes while GOLDENTHREAD_HOSTS names a public host: expected no.")
if DEMO and not ON_LOOPBACK:
    raise ImproperlyConfigured("GOLDENTHREAD_DEMO is yes while GOLDENTHREAD_HOSTS names a public host: expected no.")

INSTALLED_APPS = [
    *(["demo"] if DEMO else []),
    "goldenthread.governance",
    "goldenthread.improvement",
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
    "goldenthread.foundation.logging.request_log",
    "django.middleware.security.SecurityMiddleware",
    "goldenthread.foundation.headers.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "goldenthread.foundation.sign_in.middleware.idle_end",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldenthread.partnership.middleware.scope_middleware",
    "goldenthread.foundation.sign_in.middleware.SecondFactorMiddleware",
    "goldenthread.foundation.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "goldenthread.config.urls"
WSGI_APPLICATION = "goldenthread.config.wsgi.application"
CSRF_FAILURE_VIEW = "goldenthread.foundation.views.errors.form_expired"
FORM_RENDERER = "goldenthread.foundation.forms.FormRenderer"

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

DATABASES = {"default": env.database("DATABASE_URL", HOME / "goldenthread.sqlite3")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    # A page's questions are short: compiling them first costs more than it saves. A common word's hits fit in 32 MB.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c jit=off -c work_mem=32MB"
AUTH_USER_MODEL = "partnership.Person"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
DATE_FORMAT = "j F Y"

# --- Static files: on loopback as they lie in the apps; for the public, `serve` collects them under hashed names ---
STATIC_URL = "/static/"
STATIC_ROOT = None if ON_LOOPBACK else HOME / "static"
WHITENOISE_USE_FINDERS = ON_LOOPBACK
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ON_LOOPBACK
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- Cache: in the database, so that limits on sign-in hold across processes ---
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "foundation_cache"}}

# --- Security: cookies, connection, uploads (headers are set by foundation/headers.py) ---
HTTPS = env.flag("GOLDENTHREAD_HTTPS", default=not ON_LOOPBACK)
if not (HTTPS or ON_LOOPBACK):
    raise ImproperlyConfigured("GOLDENTHREAD_HTTPS is no while GOLDENTHREAD_HOSTS names a public host: expected yes.")
SESSION_COOKIE_SECURE = HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
BEHIND_PROXY = env.flag("GOLDENTHREAD_BEHIND_PROXY", default=HTTPS)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSP_FORM_ACTION: list[str] = []  # other origins a form may lead to, such as that of single sign-on
UPLOAD_MAX_BYTES = env.whole("GOLDENTHREAD_UPLOAD_MAX_MB", default=25, least=1) * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["goldenthread.foundation.uploads.MemoryUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# --- Documents ---
DOCUMENTS = HOME / "documents"
CLAMAV = env.text("GOLDENTHREAD_CLAMAV")  # host:port of a clamd that checks every upload; empty: none
if (CLAMAV and not CLAMAV.rpartition(":")[2].isdigit()) or CLAMAV.startswith(":"):
    raise ImproperlyConfigured(f"GOLDENTHREAD_CLAMAV is {CLAMAV!r}: expected host:port.")

# --- Jobs and messages ---
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
ADDRESS = env.text("GOLDENTHREAD_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
EMAIL_HOST = env.text("GOLDENTHREAD_SMTP_HOST")
if not (EMAIL_HOST or ON_LOOPBACK):
    raise ImproperlyConfigured(
        "GOLDENTHREAD_SMTP_HOST is not set: expected the mail server that sends invitations and messages, "
        "because GOLDENTHREAD_HOSTS names a public host."
    )
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.whole("GOLDENTHREAD_SMTP_PORT", default=587, least=1)
EMAIL_HOST_USER = env.text("GOLDENTHREAD_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("GOLDENTHREAD_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("GOLDENTHREAD_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("GOLDENTHREAD_SMTP_FROM", "goldenthread@localhost")
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")

# --- Sign-in: django-allauth (see foundation/sign_in) ---
IDLE_MINUTES = env.whole("GOLDENTHREAD_IDLE_MINUTES", default=20, least=1)
SESSION_COOKIE_AGE = 12 * 60 * 60  # the longest a session lasts, however busy
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email"]},
    },
]
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_ADAPTER = "goldenthread.foundation.sign_in.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the address is the register's; only who reads its messages gets in
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/15m/ip,5/15m/key",
    "reauthenticate": "10/m/user",
    "reset_password": "20/m/ip,5/h/key",
}
ACCOUNT_FORMS = {
    "login": "goldenthread.foundation.sign_in.forms.SignInForm",
    "reauthenticate": "goldenthread.foundation.sign_in.forms.ConfirmPasswordForm",
    "change_password": "goldenthread.foundation.sign_in.forms.ChangePasswordForm",
    "reset_password": "goldenthread.foundation.sign_in.forms.AskForResetForm",
    "reset_password_from_key": "goldenthread.foundation.sign_in.forms.ResetForm",
}
MFA_ADAPTER = "goldenthread.foundation.sign_in.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Goldenthread"
MFA_TOTP_TOLERANCE = 1  # a code may be typed for half a minute after the next one shows
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS  # only ever on loopback
MFA_FORMS = {
    "activate_totp": "goldenthread.foundation.sign_in.forms.AddAppForm",
    "authenticate": "goldenthread.foundation.sign_in.forms.SecondFactorForm",
    "reauthenticate": "goldenthread.foundation.sign_in.forms.ConfirmCodeForm",
    "add_webauthn": "goldenthread.foundation.sign_in.forms.AddPasskeyForm",
    "edit_webauthn": "goldenthread.foundation.sign_in.forms.RenamePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "goldenthread.foundation.sign_in.adapters.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_ISSUER = env.text("GOLDENTHREAD_OIDC_ISSUER").rstrip("/")
SOCIALACCOUNT_PROVIDERS = {}
if OIDC_ISSUER:
    if not OIDC_ISSUER.startswith("https://"):
        raise ImproperlyConfigured(f"GOLDENTHREAD_OIDC_ISSUER is {OIDC_ISSUER!r}: expected an address with https://.")
    for name in ("GOLDENTHREAD_OIDC_CLIENT_ID", "GOLDENTHREAD_OIDC_SECRET"):
        if not env.text(name):
            raise ImproperlyConfigured(f"{name} is not set: expected what the provider gave, for single sign-on.")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "organisation",
                "name": env.text("GOLDENTHREAD_OIDC_NAME", "your organisation"),
                "client_id": env.text("GOLDENTHREAD_OIDC_CLIENT_ID"),
                "secret": env.text("GOLDENTHREAD_OIDC_SECRET"),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ],
    }
    CSP_FORM_ACTION.append("/".join(OIDC_ISSUER.split("/")[:3]))

# --- Logs: JSON lines on stderr, without personal data (see foundation/logging.py) ---
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "goldenthread.foundation.logging.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "goldenthread": {"level": "INFO"},
        # Our own line of each request says the same without the address.
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "ERROR"},
    },
}
