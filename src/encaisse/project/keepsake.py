"""A backup: one tar file with the database (pg_dump's own format), the kept files, and a page saying what it is."""

import contextlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

import encaisse
from encaisse.db import clock
from encaisse.db.embedded import ServerFault
from encaisse.db.embedded.places import wheel_binaries
from encaisse.kit.refusals import Refusal, gettext_noop

DUMP = "database.dump"
FACTS = "backup.json"
FILES = "files"


class DatabaseNotEmpty(Refusal):
    sentence = gettext_noop(
        "The database already holds %(count)s tables. Restore into an empty one, or say --replace to lose what it holds."
    )


class NotABackup(Refusal):
    sentence = gettext_noop("%(file)s is not a backup made by `encaisse backup`.")


class ToolFailed(Refusal):
    sentence = gettext_noop("%(tool)s failed: %(said)s")


def kept_files() -> Path:
    return Path(settings.VAR) / FILES


def backup(target: Path) -> int:
    """Write the backup whole, or not at all, and return its size. Files are copied after the dump: every file it names is there."""
    part = target.with_name(f".{target.name}.part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / DUMP
        run_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}", *database_argument())
        with tarfile.open(part, "w") as tar:
            add_bytes(tar, FACTS, json.dumps({"version": encaisse.__version__, "made_at": clock.now().isoformat()}).encode())
            tar.add(dump, DUMP)
            if kept_files().exists():
                tar.add(kept_files(), FILES)
    part.chmod(0o600)
    part.rename(target)
    return target.stat().st_size


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def restore(source: Path, *, replace: bool) -> None:
    """Fill the database and the kept files from a backup."""
    with opened(source) as folder:
        empty_database(replace=replace)
        run_tool(
            "pg_restore",
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            *database_argument(),
            str(folder / DUMP),
        )
        if (folder / FILES).exists():
            shutil.copytree(folder / FILES, kept_files(), dirs_exist_ok=True)


@contextlib.contextmanager
def opened(source: Path) -> Iterator[Path]:
    """Unpack a backup beside the kept files, for as long as it is read."""
    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=settings.VAR) as folder, tarfile.open(source) as tar:
            if not {FACTS, DUMP} <= set(tar.getnames()):
                raise NotABackup(file=source)
            tar.extractall(folder, filter="data")
            yield Path(folder)
    except (tarfile.TarError, FileNotFoundError) as error:
        raise NotABackup(file=source) from error


def empty_database(*, replace: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_tables where schemaname = 'public'")
        (count,) = cursor.fetchone()
        if count and not replace:
            raise DatabaseNotEmpty(count=count)
        cursor.execute("drop schema public cascade")
        cursor.execute("create schema public")
    connection.close()


def database_argument() -> list[str]:
    return [f"--dbname={settings.DATABASES['default']['NAME']}"]


def run_tool(name: str, *arguments: str) -> None:
    done = subprocess.run([tool(name), *arguments], env=tool_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ToolFailed(tool=name, said=done.stderr.strip()[-800:])


def tool(name: str) -> str:
    """Return pg_dump or pg_restore: the machine's newest, which speaks TLS; without one, that of the embedded server."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    places = [str(folder / name) for folder in versions if (folder / name).exists()]
    found = None if is_embedded() else next(iter(places), shutil.which(name))
    with contextlib.suppress(ServerFault):
        return found or str(wheel_binaries() / name)
    raise ToolFailed(tool=name, said="it is not installed: install the client programs of PostgreSQL (postgresql-client).")


def is_embedded() -> bool:
    return connection.settings_dict["HOST"].startswith("/") and "encaisse-" in connection.settings_dict["HOST"]


def tool_environment() -> dict[str, str]:
    database: dict[str, Any] = connection.settings_dict
    named = {"PGHOST": database["HOST"], "PGPORT": str(database["PORT"]), "PGUSER": database["USER"], "PGPASSWORD": database["PASSWORD"]}
    options = {f"PG{name.upper()}": str(value) for name, value in database.get("OPTIONS", {}).items() if name.startswith("ssl")}
    return {**os.environ, **{name: value for name, value in {**named, **options}.items() if value}}
