"""The postmaster: making its cluster, starting it, stopping it. Every pause and check here was learnt on a real machine."""

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from enum import StrEnum
from pathlib import Path

import psycopg

from encaisse.db.embedded.faults import ServerFault
from encaisse.db.embedded.places import Places

__all__ = ["Profile", "ServerFault", "answers", "ensure_cluster", "start", "stop"]

MEBIBYTE = 2**20
PORT = "5432"
START_WAIT = 110.0
PR_SET_PDEATHSIG = 1
# A dead server's last backend keeps its memory; a server told to stop is still stopping: both pass.
PASSING = ("is still in use", "is another postmaster")


class Profile(StrEnum):
    """How much the data matter: kept through any crash, or thrown away after the tests."""

    DURABLE = "durable"
    THROWAWAY = "throwaway"


def answers(socket: Path) -> bool:
    try:
        psycopg.connect(f"host={socket} port={PORT} user=postgres dbname=postgres connect_timeout=3").close()
    except psycopg.OperationalError:
        return False
    return True


def ensure_cluster(places: Places) -> None:
    """Make the cluster in a folder beside its place and move it there whole: a killed initdb leaves nothing half-made."""
    if (places.cluster / "PG_VERSION").exists():
        return
    making = places.cluster.with_suffix(".making")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(mode=0o700)
    if places.servant.is_other:
        os.chown(making, places.servant.uid, places.servant.gid)
    argv = [str(places.binaries / "initdb"), "-D", str(making), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    done = subprocess.run(
        [*argv, *locale(places)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=environment(),
        user=places.servant.as_user,
        group=places.servant.as_group,
        extra_groups=places.servant.as_groups,
    )
    if done.returncode:
        raise ServerFault(f"PostgreSQL could not make its database files: {done.stderr.strip() or done.stdout.strip()}")
    os.sync()
    making.rename(places.cluster)


def locale(places: Places) -> list[str]:
    builtin_since = 17
    if int(places.major) >= builtin_since:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C.UTF-8"]


def environment() -> dict[str, str]:
    """Return the environment without anything that PostgreSQL would read as a wish."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}


def start(places: Places, profile: Profile) -> subprocess.Popen[bytes]:
    """Start the postmaster and wait until it answers. What passes is tried again for a while."""
    deadline = time.monotonic() + START_WAIT
    while True:
        remove_stale_pid(places.cluster)
        offset = places.server_log.stat().st_size if places.server_log.exists() else 0
        postmaster = launch(places, profile)
        if waited_for(postmaster, places, deadline):
            return postmaster
        words = places.server_log.read_bytes()[offset:].decode(errors="replace")
        if not (was_killed(postmaster) or any(passing in words for passing in PASSING)) or time.monotonic() > deadline:
            stop(postmaster)
            raise ServerFault(f"PostgreSQL did not start: {words.strip()[-600:]} (see {places.server_log})")
        time.sleep(0.5)


def was_killed(postmaster: subprocess.Popen[bytes]) -> bool:
    return (postmaster.poll() or 0) < 0


def launch(places: Places, profile: Profile) -> subprocess.Popen[bytes]:
    settings = {**common_settings(places), **(durable_settings() if profile is Profile.DURABLE else throwaway_settings())}
    argv = [str(places.binaries / "postgres"), "-D", str(places.cluster)]
    for name, value in settings.items():
        argv += ["-c", f"{name}={value}"]
    with places.server_log.open("ab") as log:
        return subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=environment(),
            preexec_fn=die_with_parent,  # noqa: PLW1509 - the keeper has one thread; the signal must be set in the child
            user=places.servant.as_user,
            group=places.servant.as_group,
            extra_groups=places.servant.as_groups,
        )


def die_with_parent() -> None:
    """Linux: let the postmaster get SIGINT (a fast, clean shutdown) when its keeper dies, however it dies."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def waited_for(postmaster: subprocess.Popen[bytes], places: Places, deadline: float) -> bool:
    """Wait until our postmaster answers: another one, still stopping, may answer a little longer."""
    while time.monotonic() < deadline:
        if written_pid(places.cluster) == postmaster.pid and answers(places.socket):
            return True
        if postmaster.poll() is not None:
            return False
        time.sleep(0.02)
    return False


def stop(postmaster: subprocess.Popen[bytes], *, patience: float = 30.0) -> None:
    """Stop fast and clean (SIGINT); a server that does not listen is told to drop everything (SIGQUIT): recovery repairs it."""
    for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            postmaster.send_signal(order)
        with contextlib.suppress(subprocess.TimeoutExpired):
            postmaster.wait(patience)
            return


def remove_stale_pid(cluster: Path) -> None:
    """Remove `postmaster.pid` only when its process is gone or a zombie; PostgreSQL would refuse a number taken by another."""
    pid = written_pid(cluster)
    if pid is not None and is_gone(pid):
        (cluster / "postmaster.pid").unlink(missing_ok=True)


def written_pid(cluster: Path) -> int | None:
    try:
        return int((cluster / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def is_gone(pid: int) -> bool:
    try:
        facts = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return Path("/proc/self/stat").exists()
    return facts.rpartition(")")[2].split()[0] == "Z"


def common_settings(places: Places) -> dict[str, str]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    return {
        "listen_addresses": "",
        "unix_socket_directories": str(places.socket),
        "port": PORT,
        "max_connections": "80",
        "shared_buffers": f"{min(1024, max(128, memory // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": "256MB",
        "dynamic_shared_memory_type": shared_memory(),
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "wal_buffers": "16MB",
        "random_page_cost": "1.1",
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
    }


def shared_memory() -> str:
    """Parallel queries need shared memory; a container's /dev/shm is often too small for them."""
    enough = 256 * MEBIBYTE
    with contextlib.suppress(OSError):
        if shutil.disk_usage("/dev/shm").free >= enough:  # noqa: S108 - only measured
            return "posix"
    return "mmap"


def durable_settings() -> dict[str, str]:
    return {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "wal_compression": "on"}


def throwaway_settings() -> dict[str, str]:
    return {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
