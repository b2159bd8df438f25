"""`encaisse NAME …`: the command line.

The project's own commands are modules of `encaisse.project.commands`; a room's are Django management commands of the same name
(dashes for underscores). Without DATABASE_URL or PGHOST, the embedded server is used: a running one is shared.
Exit codes: 0 done, 1 refused (the sentence on stderr), 2 usage, 3 stale facts, 130 interrupted.
"""

import argparse
import ast
import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from textwrap import shorten
from typing import Any

from encaisse import __version__
from encaisse.kit.refusals import Refusal
from encaisse.project import environment

PACKAGE = Path(__file__).resolve().parent.parent
OWN = PACKAGE / "project" / "commands"
HELP = ("help", "-h", "--help")
VERSION = ("version", "--version")
# What Django lets every command take, and what no user of Encaisse needs.
OF_DJANGO = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}
SUMMARY_WIDTH = 100
INTERRUPTED = 130
REFUSED = 1
USAGE = 2


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    name, *rest = (sys.argv[1:] if argv is None else argv) or ["help"]
    try:
        call = found(name)
        if call is None:
            sys.stderr.write(f"encaisse: there is no command “{name}”. `encaisse help` lists them.\n")
            return USAGE
        code = call(rest)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read the answer has read enough, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except Refusal as refusal:
        sys.stderr.write(f"{said(refusal)}\n")
        return refusal.exit_code
    except environment.Faults as fault:
        sys.stderr.write(f"{fault}\n")
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def found(name: str) -> Callable[[list[str]], int] | None:
    """Return what runs a command: one of the project's, else a room's."""
    if name in HELP:
        return lambda _rest: print_commands()
    if name in VERSION:
        return lambda _rest: print_version()
    file = name.replace("-", "_") + ".py"
    if (OWN / file).exists():
        return lambda rest: run_own(name, rest)
    for room in rooms():
        if (PACKAGE / room / "management" / "commands" / file).exists():
            return lambda rest: run_of_room(room, name, rest)
    return None


def run_own(name: str, rest: list[str]) -> int:
    command = import_module(f"encaisse.project.commands.{name.replace('-', '_')}")
    parser = argparse.ArgumentParser(prog=f"encaisse {name}", description=command.__doc__, allow_abbrev=False)
    command.add_arguments(parser)
    options = parser.parse_args(rest)
    environment.prepare()
    return int(command.run(options) or 0)


def run_of_room(room: str, name: str, rest: list[str]) -> int:
    """Run a management command without the checks of the whole project: a command is quick."""
    from django.core.management.base import CommandError  # noqa: PLC0415 - Django is not loaded for `help`
    from django.db.utils import ProgrammingError  # noqa: PLC0415 - as above
    from psycopg.errors import UndefinedTable  # noqa: PLC0415 - as above

    with environment.waking_up():
        prepare = environment.prepare_to_tell if asks_for_help(rest) else environment.prepare
        prepare()
        set_up_django()
        module = import_module(f"encaisse.{room}.management.commands.{name.replace('-', '_')}")
    command = module.Command()
    command.suppressed_base_arguments, command.requires_system_checks = OF_DJANGO, []
    command._called_from_command_line = True  # noqa: SLF001 - as Django's own dispatcher does: a usage error exits with 2
    options = vars(command.create_parser("encaisse", name).parse_args(rest)) | {"skip_checks": True}
    positional = options.pop("args", ())
    try:
        command.execute(*positional, **options)
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
        return int(error.returncode)
    except ProgrammingError as error:
        if isinstance(error.__cause__, UndefinedTable):
            raise environment.InstallationFault("The database is not at this version of Encaisse. Run: encaisse migrate") from error
        raise
    return 0


def asks_for_help(rest: list[str]) -> bool:
    return any(word in ("-h", "--help") for word in rest)


def set_up_django() -> None:
    import django  # noqa: PLC0415 - Django is not loaded for `help`

    django.setup()
    choose_language()


def choose_language() -> None:
    from django.utils import translation  # noqa: PLC0415 - needs the settings

    translation.activate(os.environ.get("ENCAISSE_LANGUAGE", "fr"))


def said(refusal: Refusal) -> str:
    """Say a refusal in the reader's language once Django is awake; before that, in English."""
    from django.apps import apps  # noqa: PLC0415 - Django may not have been needed

    if not apps.ready:
        return refusal.in_words()
    from django.utils.translation import gettext  # noqa: PLC0415 - needs the settings

    from encaisse.ui.formats import refusal_text  # noqa: PLC0415 - as above

    return refusal_text(refusal, gettext)


def rooms() -> list[str]:
    return sorted(path.parent.name for path in PACKAGE.glob("*/apps.py"))


def command_files() -> dict[str, Path]:
    """Return every command by its name, in order."""
    of_rooms = [path for room in rooms() for path in (PACKAGE / room / "management" / "commands").glob("[!_]*.py")]
    return dict(sorted((path.stem.replace("_", "-"), path) for path in [*OWN.glob("[!_]*.py"), *of_rooms]))


def command_names() -> list[str]:
    return list(command_files())


def summary_of(file: Path) -> str:
    """Return what a command says of itself, read without loading it: its `help`, else its docstring's first sentence."""
    module = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(module):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and ast.unparse(node.targets[0]) == "help":
            return str(node.value.value).removesuffix(".")
    return (ast.get_docstring(module) or "").split("\n")[0].split(". ")[0].removesuffix(".")


def print_commands() -> int:
    sys.stdout.write("encaisse NAME [options]   (encaisse NAME --help tells more)\n\n")
    files = command_files()
    width = max(map(len, files))
    for name, file in files.items():
        sys.stdout.write(f"  {name:{width}}  {shorten(summary_of(file), SUMMARY_WIDTH, placeholder=' …')}\n")
    return 0


def print_version() -> int:
    sys.stdout.write(f"Encaisse {__version__}\n")
    return 0


def entry(call: Callable[[], Any] = main) -> None:
    sys.exit(call())


if __name__ == "__main__":
    entry()
