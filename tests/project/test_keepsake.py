"""Back up, restore: the copy holds everything and sends nothing."""

import os
import subprocess
import sys
import tarfile

import psycopg
import pytest

from encaisse.db.embedded import Server

pytestmark = pytest.mark.slow


class Installation:
    """An installation of its own: a database of the test server, a folder of files."""

    def __init__(self, server: Server, folder, name: str) -> None:
        self.server, self.folder, self.name = server, folder, name
        server.create_database(name)

    def call(self, *arguments) -> subprocess.CompletedProcess:
        named = {
            "PGHOST": self.server.host,
            "PGDATABASE": self.name,
            "PGUSER": "postgres",
            "PGPORT": "5432",
            "ENCAISSE_VAR": str(self.folder),
        }
        environment = {**os.environ, **named, "SECRET_KEY": "x" * 40, "PYTHONPATH": os.pathsep.join(sys.path)}
        argv = [sys.executable, "-m", "encaisse.project.cli", *map(str, arguments)]
        return subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)

    def read(self, query: str) -> list:
        with psycopg.connect(self.server.dsn(self.name)) as connection:
            return connection.execute(query).fetchall()

    def forget(self) -> None:
        with psycopg.connect(self.server.dsn(), autocommit=True) as connection:
            connection.execute(f"drop database {self.name} with (force)")


@pytest.fixture
def installation(postgres, tmp_path):
    installation = Installation(postgres, tmp_path / "var", f"encaisse_keepsake_{os.getpid()}")
    yield installation
    installation.forget()


def test_a_restored_copy_holds_everything_and_starts_with_sending_off(installation, tmp_path):
    backup = tmp_path / "backup.tar"
    assert installation.call("migrate", "--quiet").returncode == 0
    kept = installation.folder / "files" / "ab" / "abcd"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"a letter")
    assert installation.call("backup", backup).returncode == 0
    assert backup.stat().st_mode & 0o777 == 0o600
    migrations = installation.read("select count(*) from django_migrations")
    kept.unlink()

    refused = installation.call("restore", backup)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert not kept.exists()

    assert installation.call("restore", backup, "--replace").returncode == 0
    assert kept.read_bytes() == b"a letter"
    assert installation.read("select count(*) from django_migrations") == migrations
    assert installation.read("select reason, resumed_at from messages_switch") == [("restored copy", None)]


def test_what_is_no_backup_is_refused_before_anything_is_lost(installation, tmp_path):
    installation.call("migrate", "--quiet")
    for content in (b"no tar", None):
        file = tmp_path / "other.tar"
        if content:
            file.write_bytes(content)
        else:
            with tarfile.open(file, "w"):
                pass
        assert installation.call("restore", file, "--replace").returncode == 1
    assert installation.read("select count(*) > 0 from django_migrations") == [(True,)]
