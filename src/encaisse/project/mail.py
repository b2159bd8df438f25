"""How mail leaves, read from the environment: EMAIL_URL, or SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD, SMTP_SECURITY."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

PORTS = {"none": 25, "starttls": 587, "tls": 465}
SECURITY = {"smtp": "none", "smtp+tls": "starttls", "submission": "starttls", "smtps": "tls", "smtp+ssl": "tls"}


def mail(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return Django's EMAIL_* settings."""
    named = from_url(environment["EMAIL_URL"]) if environment.get("EMAIL_URL") else from_names(environment)
    security = named["security"]
    return {
        "EMAIL_HOST": named["host"],
        "EMAIL_PORT": int(named["port"] or PORTS[security]),
        "EMAIL_HOST_USER": named["user"],
        "EMAIL_HOST_PASSWORD": named["password"],
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
        "EMAIL_TIMEOUT": 30,
        "DEFAULT_FROM_EMAIL": environment.get("DEFAULT_FROM_EMAIL") or "Encaisse <noreply@localhost>",
    }


def from_url(url: str) -> dict[str, Any]:
    """Read `smtp://user:password@host:port`; `smtp+tls` upgrades (STARTTLS), `smtps` is encrypted from the first byte."""
    parts = urlsplit(url)
    return {
        "host": parts.hostname or "localhost",
        "port": parts.port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "security": SECURITY[parts.scheme],
    }


def from_names(environment: Mapping[str, str]) -> dict[str, Any]:
    host = environment.get("SMTP_HOST", "")
    return {
        "host": host or "localhost",
        "port": environment.get("SMTP_PORT"),
        "user": environment.get("SMTP_USER", ""),
        "password": environment.get("SMTP_PASSWORD", ""),
        "security": environment.get("SMTP_SECURITY", "starttls" if host else "none"),
    }
