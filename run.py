#!/usr/bin/env python3
"""The one command surface of a checkout: demo | test | check | fmt | bench | shell | messages | encaisse.

Standard library only. It makes the virtual environment from the hashed lock, builds the front end and compiles the catalogues
when their sources changed, then runs the command inside the environment. Whatever is missing is said in one sentence.
"""

from __future__ import annotations  # so that an old Python reads as far as the sentence that refuses it

import argparse
import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
SOURCES = ROOT / "src"
ASSETS = SOURCES / "encaisse" / "ui" / "static" / "ui"
STAMPS = ROOT / "var" / "stamps"
FRONT_END_SOURCES = ("frontend", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", ".npmrc")

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
DEFAULT_PORT = 8000

NO_NETWORK = (
    "Temporary failure in name resolution",
    "Name or service not known",
    "Failed to establish a new connection",
    "Network is unreachable",
    "No route to host",
    "Connection refused",
    "Could not find a version",
    "ConnectTimeout",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
)
DISK_FULL = ("No space left on device", "ENOSPC", "Disk quota exceeded")


class Trouble(Exception):  # noqa: N818 - what goes wrong on a fresh machine, in one sentence
    """Something the machine lacks, and what to do about it."""


# Set-up ---------------------------------------------------------------------------------------------------------------


def prepare() -> None:
    """Make the checkout ready to run; each step does nothing when it has nothing to do."""
    check_python(sys.version_info[:2])
    with trouble_with_the_disk():
        STAMPS.mkdir(parents=True, exist_ok=True)
        make_environment()
        install_packages()
        build_front_end()
        compile_catalogues()


def check_python(version: Sequence[int]) -> None:
    if tuple(version) < OLDEST_PYTHON:
        have, need = (".".join(map(str, each)) for each in (version, OLDEST_PYTHON))
        raise Trouble(
            f"Python {have} is too old: Encaisse needs Python {need} or later. Start again with one, for example: python3.13 run.py"
        )


@contextlib.contextmanager
def trouble_with_the_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Trouble(f"The disk is full: {ROOT} needs about 1.5 GB. Free some space, then start again.") from error
        if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
            raise Trouble(f"{error.filename or ROOT} cannot be written. Work in a folder of your own, then start again.") from error
        raise


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    print(f"  {title} …", end="", flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - begun:.1f} s", flush=True)


def make_environment() -> None:
    if PYTHON.exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        raise Trouble(
            "This Python cannot make a virtual environment: its module “ensurepip” is missing. "
            "Install it (Debian, Ubuntu: apt install python3-venv), then start again."
        )
    with step("Virtual environment"):
        run_quietly([sys.executable, "-m", "venv", str(VENV)])


def install_packages() -> None:
    lock = ROOT / "requirements.lock"
    stamp = Stamp("packages", [lock], extra=f"{PYTHON.resolve()}")
    if stamp.is_fresh():
        return
    with step("Python packages (from requirements.lock, hashes checked)"):
        run_quietly(pip_install(lock))
        name_the_sources()
    stamp.renew()


def pip_install(lock: Path) -> list[str]:
    options = ["--disable-pip-version-check", "--no-input", "--quiet", "--retries", "2", "--require-hashes"]
    return [str(PYTHON), "-m", "pip", "install", *options, "-r", str(lock)]


def name_the_sources() -> None:
    """Let the environment find the package in `src`, without building it."""
    purelib = subprocess.run(
        [PYTHON, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, capture_output=True, text=True
    ).stdout.strip()
    (Path(purelib) / "encaisse-checkout.pth").write_text(f"{SOURCES}\n")
    command = BIN / "encaisse"
    command.write_text(f"#!{PYTHON}\nimport sys\nfrom encaisse.project.cli import main\nsys.exit(main())\n")
    command.chmod(0o755)


def build_front_end() -> None:
    if not (ROOT / "package.json").exists():
        return
    sources = [ROOT / name for name in FRONT_END_SOURCES]
    stamp = Stamp("front-end", sources)
    if stamp.is_fresh() and (ASSETS / "manifest.json").exists():
        return
    path = {"PATH": os.pathsep.join([node_folder(), os.environ.get("PATH", "")])}
    packages = Stamp("front-end-packages", [ROOT / "package-lock.json"])
    if not (packages.is_fresh() and (ROOT / "node_modules").exists()):
        with step("Front end: packages"):
            run_quietly(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], path)
        packages.renew()
    with step("Front end: build"):
        run_quietly(["npm", "run", "build"], path)
    stamp.renew()


def node_folder() -> str:
    """Return the folder of the machine's node when it is recent enough, else that of the environment, installed if need be."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_major(node) >= OLDEST_NODE:
        return str(Path(node).parent)
    if not (BIN / "npm").exists():
        with step("Node (from requirements-node.lock)"):
            run_quietly(pip_install(ROOT / "requirements-node.lock"))
    return str(BIN)


def node_major(node: str) -> int:
    said = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
    with contextlib.suppress(ValueError):
        return int(said.lstrip("v").split(".")[0])
    return 0


def compile_catalogues() -> None:
    catalogues = sorted(SOURCES.glob("encaisse/*/locale/*/LC_MESSAGES/*.po"))
    if all(is_compiled(each) for each in catalogues):
        return
    with step("Translations"):
        run_quietly([str(PYTHON), "-m", "encaisse.project.catalogues", "compile"])


def is_compiled(catalogue: Path) -> bool:
    compiled, made_of = catalogue.with_suffix(".mo"), (catalogue, SOURCES / "encaisse" / "project" / "catalogues.py")
    return compiled.exists() and all(compiled.stat().st_mtime_ns >= source.stat().st_mtime_ns for source in made_of)


class Stamp:
    """Remembers the sources a step has last been done for."""

    def __init__(self, name: str, sources: Iterable[Path], extra: str = "") -> None:
        self.file = STAMPS / f"{name}.json"
        self.digest = digest_of(sources, extra)

    def is_fresh(self) -> bool:
        with contextlib.suppress(OSError, ValueError):
            return bool(json.loads(self.file.read_text()) == self.digest)
        return False

    def renew(self) -> None:
        self.file.write_text(json.dumps(self.digest))


def digest_of(sources: Iterable[Path], extra: str = "") -> str:
    digest = hashlib.sha256(extra.encode())
    for source in sources:
        files = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source] if source.exists() else []
        for file in files:
            digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def run_quietly(argv: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a step of the set-up; its output is shown only when it fails, and its usual failures become one sentence."""
    done = subprocess.run(
        argv, cwd=ROOT, env=inner_environment(environment), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Trouble(sentence_for(argv, done.stdout + done.stderr))


def sentence_for(argv: Sequence[str], output: str) -> str:
    if any(sign in output for sign in DISK_FULL):
        return f"The disk is full: {ROOT} needs about 1.5 GB. Free some space, then start again."
    if any(sign in output for sign in NO_NETWORK):
        return "The packages could not be fetched: there is no network, or the package registry does not answer. Connect, then start again."
    return f"This step failed: {' '.join(argv)}\n{output.strip()[-3000:]}"


def inner_environment(more: dict[str, str] | None = None) -> dict[str, str]:
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "VIRTUAL_ENV": str(VENV), "PYTHONPATH": str(SOURCES), **(more or {})}


# Commands -------------------------------------------------------------------------------------------------------------


def demo(options: argparse.Namespace, rest: list[str]) -> int:
    """Set everything up, make the demo company, and serve it."""
    if not options.no_serve:
        check_port(options.port)
    prepare()
    more = ["--no-serve"] if options.no_serve else ["--port", str(options.port)]
    return become([*encaisse_argv(), "demo", *more, *rest])


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(f"Port {port} is in use. Stop what uses it, or choose another one: run.py demo --port {port + 1}") from error


def test(options: argparse.Namespace, rest: list[str]) -> int:
    """Run pytest on a throw-away server: the wheel's PostgreSQL, or the system's."""
    prepare()
    environment = {} if options.postgres == "wheel" else {"ENCAISSE_TEST_POSTGRES": options.postgres}
    return become([str(PYTHON), "-m", "pytest", *rest], environment)


CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "ruff": ["ruff", "check", "--quiet", "."],
    "types": ["mypy"],
    "floors": ["lint-imports", "--no-cache"],
    "catalogues": ["python", "-m", "encaisse.project.catalogues", "check"],
    "house": ["python", "-m", "pytest", "-q", "tests/house"],
}


def check(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Check style, types, floors, catalogues and house rules; all are run, the failing ones named."""
    prepare()
    failed = []
    for name, argv in CHECKS.items():
        begun = time.monotonic()
        done = subprocess.run(
            [str(BIN / argv[0]), *argv[1:]], cwd=ROOT, env=inner_environment(), capture_output=True, text=True, check=False
        )
        print(f"  {name}: {'good' if done.returncode == 0 else 'BAD'} ({time.monotonic() - begun:.1f} s)", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout + done.stderr, flush=True)
    print(f"check: {', '.join(failed)} failed" if failed else "check: all good")
    return 1 if failed else 0


def fmt(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Format the sources and mend what ruff can mend."""
    prepare()
    subprocess.run([BIN / "ruff", "check", "--fix", "--quiet", "."], cwd=ROOT, check=False)
    return become([str(BIN / "ruff"), "format", "."])


def bench(_options: argparse.Namespace, rest: list[str]) -> int:
    """Measure, each figure against its physical limit."""
    prepare()
    return become([str(PYTHON), "-m", "bench", *rest])


def shell(_options: argparse.Namespace, rest: list[str]) -> int:
    """Open a Python shell on the demo database."""
    prepare()
    return become([*encaisse_argv(), "shell", *rest])


def messages(_options: argparse.Namespace, rest: list[str]) -> int:
    """Collect the sentences to translate into every room's catalogue."""
    prepare()
    return become([str(PYTHON), "-m", "encaisse.project.catalogues", "collect", *rest])


def encaisse(_options: argparse.Namespace, rest: list[str]) -> int:
    """Run the command line of the product."""
    prepare()
    return become([*encaisse_argv(), *rest])


def encaisse_argv() -> list[str]:
    return [str(PYTHON), "-m", "encaisse.project.cli"]


def become(argv: list[str], environment: dict[str, str] | None = None) -> int:
    """Let the command take our place: signals, output and exit code are its own."""
    os.chdir(ROOT)
    sys.stdout.flush()
    return os.execve(argv[0], argv, inner_environment(environment))  # noqa: S606 - no shell, on purpose


COMMANDS = (demo, test, check, fmt, bench, shell, messages, encaisse)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="run.py", description="Encaisse: everything a checkout can do.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        own = commands.add_parser(command.__name__, help=command.__doc__, add_help=command is demo, allow_abbrev=False)
        own.set_defaults(call=command)
        if command is demo:
            own.add_argument("--port", type=int, default=DEFAULT_PORT)
            own.add_argument("--no-serve", action="store_true", help="set everything up, then stop")
        if command is test:
            own.add_argument("--postgres", default="wheel", help="wheel, system, or a folder of PostgreSQL binaries")
    return top


def main(argv: list[str]) -> int:
    options, rest = parser().parse_known_args(argv)
    try:
        return int(options.call(options, rest))
    except Trouble as trouble:
        print(f"run.py: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
