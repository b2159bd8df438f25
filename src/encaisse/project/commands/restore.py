"""Restore a backup. The copy starts with sending switched off: it must not write to the customers of the original."""

import argparse
import sys
from pathlib import Path

WHY = "restored copy"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)
    parser.add_argument("--replace", action="store_true", help="lose what the database holds")


def run(options: argparse.Namespace) -> int:
    from encaisse.project.cli import set_up_django  # noqa: PLC0415 - the command line is quick to say how it is used

    set_up_django()
    from encaisse.kit.actor import system_actor  # noqa: PLC0415 - as below
    from encaisse.messages.actions import stop_sending  # noqa: PLC0415 - needs Django
    from encaisse.project.keepsake import restore  # noqa: PLC0415 - needs Django
    from encaisse.project.schema import bring_up_to_date  # noqa: PLC0415 - needs Django

    restore(options.file.resolve(), replace=options.replace)
    bring_up_to_date(loudness=0)
    stop_sending(system_actor(), reason=WHY)
    sys.stdout.write("Restored. Sending is off, until somebody allowed to switches it on again.\n")
    return 0
