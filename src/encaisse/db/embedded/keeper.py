"""The keeper: a process that keeps the postmaster alive while somebody uses it, and stops it when nobody does."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType
from typing import IO

from encaisse.db.embedded.places import Places, places_of, sign_posted
from encaisse.db.embedded.postmaster import Profile, ServerFault, ensure_cluster, start, stop

LOOK_EVERY = 0.2


class Keeper:
    def __init__(self, places: Places, profile: Profile, linger: float) -> None:
        self.places = places
        self.profile = profile
        self.linger = linger
        self.unused_since: float | None = None
        self.last_lock: IO[str] | None = None

    def tell(self, *, ready: bool) -> None:
        """Say who keeps the server, and whether it has answered, to those who wait for it."""
        written = self.places.keeper_file.with_suffix(".new")
        written.write_text(json.dumps({"pid": os.getpid(), "ready": ready}))
        written.rename(self.places.keeper_file)

    def hurry(self, _signal: int, _frame: FrameType | None) -> None:
        self.linger = 0

    def keep(self) -> None:
        """Start the server, watch over it, and stop it when its last user is gone."""
        ensure_cluster(self.places)
        postmaster = start(self.places, self.profile)
        self.tell(ready=True)
        try:
            while (lock := self.lock_when_unused()) is None:
                time.sleep(LOOK_EVERY)
                postmaster = self.revived(postmaster)
        finally:
            self.places.stopping_file.touch()
            stop(postmaster)
        self.last_lock = lock

    def revived(self, postmaster: subprocess.Popen[bytes]) -> subprocess.Popen[bytes]:
        return postmaster if postmaster.poll() is None else start(self.places, self.profile)

    def lock_when_unused(self) -> IO[str] | None:
        """Return the users' lock, taken alone, once nobody has held it for the time we linger. New users then wait for us."""
        lock = self.places.users_lock.open("a")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.close()
            self.unused_since = None
            return None
        now = time.monotonic()
        self.unused_since = self.unused_since or now
        if now - self.unused_since >= self.linger:
            return lock
        lock.close()
        return None


def main(argv: list[str]) -> int:
    """Keep one server; a second keeper of the same server waits for the first to be gone."""
    directory, source, profile, linger = argv
    places = places_of(Path(directory), Path(source))
    sign_posted(places)
    keeper = Keeper(places, Profile(profile), float(linger))
    signal.signal(signal.SIGTERM, keeper.hurry)
    signal.signal(signal.SIGINT, keeper.hurry)
    with places.keeper_lock.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        places.stopping_file.unlink(missing_ok=True)
        keeper.tell(ready=False)
        try:
            keeper.keep()
        except ServerFault as fault:
            sys.stderr.write(f"{fault}\n")
            return 1
        finally:
            with contextlib.suppress(FileNotFoundError):
                places.keeper_file.unlink()
            places.stopping_file.unlink(missing_ok=True)
    if keeper.last_lock:
        keeper.last_lock.close()  # after our own lock: who waited for us finds no keeper, and starts one
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
