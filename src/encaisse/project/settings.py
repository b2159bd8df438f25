"""Django settings. They import without any environment; what production must have is checked when something starts."""

import os
from pathlib import Path

from encaisse.project.database import database

PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ENCAISSE_VAR", PACKAGE.parent.parent / "var"))

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
    "template_partials.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
    *[f"encaisse.{room}" for room in ROOMS],
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
            ],
        },
    }
]

DATABASES = {"default": database(os.environ)}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "allauth.account.auth_backends.AuthenticationBackend"]

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""  # rooms declare jobs in jobs.py; the worker imports them, a short command does not
