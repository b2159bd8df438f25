"""Where the database is, read from the environment: DATABASE_URL, or the PG* variables that `libpq` knows."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = ("postgres", "postgresql")


class UnusableUrlError(ValueError):
    """DATABASE_URL is not an address of PostgreSQL."""


def database(environment: Mapping[str, str]) -> dict[str, Any]:
    """Return Django's description of the database."""
    named = from_url(environment["DATABASE_URL"]) if environment.get("DATABASE_URL") else from_libpq(environment)
    options = named.setdefault("OPTIONS", {})
    if size := environment.get("ENCAISSE_POOL"):
        options["pool"] = {"min_size": 1, "max_size": int(size), "timeout": 10}
    return {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True, **named}


def from_libpq(environment: Mapping[str, str]) -> dict[str, Any]:
    return {
        "NAME": environment.get("PGDATABASE", "encaisse"),
        "HOST": environment.get("PGHOST", ""),
        "PORT": environment.get("PGPORT", ""),
        "USER": environment.get("PGUSER", "postgres"),
        "PASSWORD": environment.get("PGPASSWORD", ""),
    }


def from_url(url: str) -> dict[str, Any]:
    """Read `postgresql://user:password@host:port/name?sslmode=require`; a socket folder goes into `?host=/run/…`."""
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise UnusableUrlError("DATABASE_URL must begin with postgresql:// : Encaisse keeps its data in PostgreSQL only.")
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "encaisse",
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "OPTIONS": options,
    }
