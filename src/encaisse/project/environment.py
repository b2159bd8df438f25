"""What a process needs around it before Django starts: the settings, a secret, a database.

A machine of one's own needs to set nothing: the embedded server and a secret are made in the folder `VAR`. In production, the
environment says everything, and what is missing is refused in one sentence.
"""

import gc
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from encaisse.db.embedded import Server, ServerFault, attach
from encaisse.project.database import UnusableUrlError

DATABASE = "encaisse"
ENOUGH_LETTERS = 32
# New objects between two looks for garbage. At the 700 of the interpreter they took a twentieth of a small run.
SELDOM = 500_000  # a command ends soon
NOW_AND_THEN = 50_000  # a site and a worker live long

PACKAGE = Path(__file__).resolve().parent.parent


class InstallationFault(Exception):  # noqa: N818 - a fault of the installation, not of the program
    """The environment lacks something; the sentence says what to set."""


Faults = (InstallationFault, ServerFault, UnusableUrlError)


def var(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where files are kept: ENCAISSE_VAR, `var` of the checkout, or a folder of the user's."""
    if named := environment.get("ENCAISSE_VAR"):
        return Path(named)
    checkout = PACKAGE.parent.parent
    return checkout / "var" if (checkout / "run.py").exists() else Path.home() / ".local" / "share" / "encaisse"


def is_embedded(environment: Mapping[str, str] = os.environ) -> bool:
    return not (environment.get("DATABASE_URL") or environment.get("PGHOST"))


@contextmanager
def waking_up(look_every: int = SELDOM) -> Iterator[None]:
    """Do not look for garbage while modules load, and seldom afterwards: what they make stays until the end, and rows make no cycles."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(look_every)
        gc.enable()


def prepare() -> None:
    """Set what Django's settings will read. Without an address of a database, use the embedded server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encaisse.project.settings")
    if is_embedded():
        if demo_mark().exists():
            os.environ.setdefault("ENCAISSE_DEMO", "1")
        os.environ.setdefault("SECRET_KEY", kept_secret(var() / "secret"))
        server()


def prepare_to_tell() -> None:
    """Set just enough to say what a command takes: no database is made or woken for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "encaisse.project.settings")
    if is_embedded():
        os.environ.update(PGHOST="localhost", PGDATABASE=DATABASE)


def demo_mark() -> Path:
    """Return the file whose presence says that the embedded database is the demonstration's."""
    return var() / "demonstration"


held: list[Server] = []


def server() -> Server:
    """Use the embedded server until this process ends, and tell Django where it is."""
    if not held:
        held.append(attach(var() / "postgres"))
        held[0].create_database(DATABASE)
        os.environ.update(PGHOST=held[0].host, PGPORT="5432", PGUSER="postgres", PGDATABASE=DATABASE)
    return held[0]


def kept_secret(file: Path) -> str:
    """Return the secret of this machine, made at the first start, readable by its owner only."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = file.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        made.rename(file)
    return file.read_text()


def check_installation(environment: Mapping[str, str] = os.environ) -> None:
    """Refuse to serve with a secret everybody knows, or with an outbound mode that does not exist."""
    if environment.get("ENCAISSE_OUTBOUND", "trap") not in ("trap", "live"):
        raise InstallationFault("ENCAISSE_OUTBOUND must be “trap” (mail is kept on a page) or “live” (mail leaves).")
    if environment.get("ENCAISSE_DEMO") == "1" or environment.get("ENCAISSE_DEBUG") == "1":
        return
    if len(environment.get("SECRET_KEY", "")) < ENOUGH_LETTERS:
        raise InstallationFault(
            "SECRET_KEY is missing or too short: set it to at least 32 random letters "
            '(python3 -c "import secrets; print(secrets.token_urlsafe(48))") and keep it: it encrypts the bank details.'
        )
