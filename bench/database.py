"""A database of its own for each part, on a server of its own that no test and no demo uses."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg

from encaisse.db.embedded import Profile, attach

VAR = Path(os.environ.get("ENCAISSE_BENCH_VAR", Path(__file__).resolve().parent.parent / "var" / "bench"))


@contextlib.contextmanager
def own_database(part: str) -> Iterator[None]:
    """Make a fresh migrated database, point Django at it, and drop it afterwards."""
    server = attach(VAR, profile=Profile.DURABLE)
    name = f"bench_{part}"
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        connection.execute(f'drop database if exists "{name}" with (force)')
    server.create_database(name)
    os.environ.update(
        PGHOST=server.host, PGPORT="5432", PGUSER="postgres", PGDATABASE=name, ENCAISSE_VAR=str(VAR), SECRET_KEY=secrets.token_hex(32),
        DJANGO_SETTINGS_MODULE="encaisse.project.settings",
    )  # fmt: skip
    import django  # noqa: PLC0415 - the environment comes first

    from encaisse.project.environment import NOW_AND_THEN, waking_up  # noqa: PLC0415 - as above

    with waking_up(NOW_AND_THEN):
        django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - as above
    from django.db import connections  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    try:
        yield
    finally:
        connections.close_all()
        with psycopg.connect(server.dsn(), autocommit=True) as connection:
            connection.execute(f'drop database if exists "{name}" with (force)')
        server.release()
