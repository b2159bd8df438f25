"""Django settings. They import without any environment; what production must have is checked when something starts."""

import os
from pathlib import Path

from encaisse.project.database import database
from encaisse.project.environment import var
from encaisse.project.mail import mail

PACKAGE = Path(__file__).resolve().parent.parent
VAR = var()

ROOMS = sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))

DEBUG = os.environ.get("ENCAISSE_DEBUG") == "1"
DEMO = os.environ.get("ENCAISSE_DEMO") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY", "not-a-secret: only for a machine of one's own, refused in production")
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
ENCAISSE_KEYS = os.environ.get("ENCAISSE_KEYS", "")
OUTBOUND = os.environ.get("ENCAISSE_OUTBOUND", "trap")  # trap | live

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "encaisse.project.contrib.FlashMessagesConfig",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "template_partials",
    "procrastinate.contrib.django",
    *[f"encaisse.{room}" for room in ROOMS],
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "encaisse.ui.middleware.ContentPolicy",
    "encaisse.ui.middleware.HtmxRedirects",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "encaisse.people.middleware.ActorMiddleware",
    "encaisse.ui.middleware.RefusalsToPages",
]

ROOT_URLCONF = "encaisse.project.urls"
WSGI_APPLICATION = "encaisse.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "encaisse.ui.context.shell",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ)}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "kit" / "locale"]  # the kit is no Django app
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "kit" / "locale", PACKAGE / "project" / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True  # the built assets are served from where they lie: nothing to collect
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9A-Za-z_-]{8}\.[a-z0-9]+$"  # names that vite made of their content

PRODUCTION = bool(os.environ.get("DATABASE_URL")) and not (DEBUG or DEMO)
HTTPS = os.environ.get("ENCAISSE_HTTPS", "1" if PRODUCTION else "0") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("ENCAISSE_PROXIES", "0") != "0" else None
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]
X_FRAME_OPTIONS = "SAMEORIGIN"  # previews of letters and mails are frames of our own pages
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20

globals().update(mail(os.environ))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ENCAISSE_LOG", "WARNING")},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # rooms declare jobs in jobs.py; the worker imports them, a short command does not

# --- Sign-in (the room `people`) ---
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["email", "name"]}},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "encaisse.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Encaisse] "
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "encaisse.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # users are invited by an administrator, who knows their address
MFA_TOTP_ISSUER = "Encaisse"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO  # a passkey on http://localhost
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("ENCAISSE_PROXIES", "0"))
# Every process counts sign-in attempts in the same place.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # beyond, the oldest go: the counts of sign-in attempts among them
    }
}
if OUTBOUND != "live":  # the links of forgotten passwords are kept beside the database
    EMAIL_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", VAR / "mail"
# --- end of sign-in ---

# --- Messages out (the room `messages`) ---
EMAIL_HOST = os.environ.get("SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("SMTP_TLS", "") == "starttls"
EMAIL_USE_SSL = os.environ.get("SMTP_TLS", "") == "ssl"
EMAIL_TIMEOUT = 30
SENDER_MINUTE_LIMIT = int(os.environ.get("ENCAISSE_SENDER_MINUTE_LIMIT", "120"))  # messages a minute for one sender; 0: no limit
POSTAL_ROOT = os.environ.get("ENCAISSE_POSTAL_ROOT", "")  # where the folders of postal providers lie; empty: VAR/postal
# --- end of messages out ---

# --- Messages in by a provider's webhook (the room `messages`): ENCAISSE_WEBHOOK_SECRET is “user:password” ---
ANYMAIL = {name.removeprefix("ANYMAIL_"): value for name, value in os.environ.items() if name.startswith("ANYMAIL_")}
if secret := os.environ.get("ENCAISSE_WEBHOOK_SECRET", ""):
    ANYMAIL["WEBHOOK_SECRET"] = secret
# --- end of messages in ---

# What `encaisse verify` reckons again: functions of an actor, each of its room.
VERIFIERS = [
    "encaisse.ledger.queries.verification.differences",
    "encaisse.dunning.queries.verifying.differences",
    "encaisse.workbench.queries.closes.differences",
]
