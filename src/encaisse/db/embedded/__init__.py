"""The embedded PostgreSQL: one server per directory, shared by every process that needs it, stopped when nobody does.

A user of the server holds a shared lock on a file. The keeper, a small process of its own, starts the postmaster, restarts it
when it dies, and stops it when nobody holds the lock any more: a killed user lets go by dying. A killed keeper takes the
postmaster with it. Nothing here needs Django.
"""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg import sql

from encaisse.db.embedded.places import Places, places_of, sign_posted
from encaisse.db.embedded.postmaster import Profile, ServerFault, answers

__all__ = ["Profile", "Server", "ServerFault", "attach", "attached"]

START_WAIT = 120.0
STOP_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Server:
    """A server this process uses. Keep it as long as the database is needed; `release` lets it go."""

    places: Places
    profile: Profile
    lock: IO[str]

    @property
    def host(self) -> str:
        return str(self.places.socket)

    def dsn(self, database: str = "postgres") -> str:
        return f"host={self.host} user=postgres dbname={database}"

    def create_database(self, name: str) -> None:
        """Create the database unless it is there."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone() is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))

    def release(self, *, wait: bool = False) -> None:
        """Let the server go; with `wait`, it stops at once unless another process uses it, and we see it gone."""
        if self.lock.closed:
            return
        keeper = keeper_told(self.places).get("pid") if wait else None
        self.lock.close()
        if keeper:
            hurry(keeper)
            wait_until_unused_or_shared(self.places)


def attach(directory: Path, *, profile: Profile = Profile.DURABLE, binaries: Path | None = None, linger: float = 3.0) -> Server:
    """Use the server of a directory, starting it when it does not run. `binaries`: another PostgreSQL than the wheel's."""
    places = places_of(directory, binaries)
    sign_posted(places)
    lock = places.users_lock.open("a")
    fcntl.flock(lock, fcntl.LOCK_SH)
    server = Server(places, profile, lock)
    try:
        with starting(places):
            wait_until_ready(places, profile, linger)
    except BaseException:
        lock.close()
        raise
    return server


@contextlib.contextmanager
def attached(directory: Path, *, profile: Profile = Profile.DURABLE, binaries: Path | None = None) -> Iterator[Server]:
    server = attach(directory, profile=profile, binaries=binaries, linger=0)
    try:
        yield server
    finally:
        server.release(wait=True)


@contextlib.contextmanager
def starting(places: Places) -> Iterator[None]:
    """One starter at a time."""
    with places.start_lock.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keeper_lives(places: Places) -> bool:
    """Tell whether a keeper holds its lock: a server that answers without one is about to stop."""
    with places.keeper_lock.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def start_keeper(places: Places, profile: Profile, linger: float) -> subprocess.Popen[bytes]:
    """Start the keeper in a session of its own: Ctrl-C must not reach the server."""
    argv = [sys.executable, "-m", "encaisse.db.embedded.keeper", str(places.directory), str(places.source), profile.value, str(linger)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with places.keeper_log.open("a") as log:
        return subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/", env=environment)


def wait_until_ready(places: Places, profile: Profile, linger: float) -> None:
    """Wait for the server: of the keeper that lives (it may be restarting it), or of one that we start."""
    deadline = time.monotonic() + START_WAIT
    keeper = None
    while not is_ready(places, keeper):
        if (keeper and keeper.poll() is not None) or time.monotonic() > deadline:
            raise ServerFault(f"PostgreSQL did not start in {places.home}. {last_words(places)}")
        if keeper is None and not keeper_lives(places):
            keeper = start_keeper(places, profile, linger)
        time.sleep(0.03)


def is_ready(places: Places, keeper: subprocess.Popen[bytes] | None) -> bool:
    told = keeper_told(places)
    ours = keeper_lives(places) if keeper is None else told.get("pid") == keeper.pid
    return bool(told.get("ready")) and ours and answers(places.socket)


def keeper_told(places: Places) -> dict[str, int]:
    try:
        return dict(json.loads(places.keeper_file.read_text()))
    except (OSError, ValueError):
        return {}


def last_words(places: Places) -> str:
    lines = places.keeper_log.read_text(errors="replace").strip().splitlines()
    return " ".join(lines[-2:])


def hurry(pid: int) -> None:
    """Ask the keeper to stop as soon as nobody uses the server, without lingering."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGTERM)


def wait_until_unused_or_shared(places: Places) -> None:
    """Return when the keeper is gone, or at once when another process still uses the server."""
    deadline = time.monotonic() + STOP_WAIT
    while places.keeper_file.exists() and time.monotonic() < deadline:
        if used_by_others(places):
            return
        time.sleep(0.05)


def used_by_others(places: Places) -> bool:
    """Tell whether a user holds the lock. The keeper holds it too while it stops; it says so in its file."""
    with places.users_lock.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return not places.stopping_file.exists()
    return False
