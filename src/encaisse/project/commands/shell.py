"""Open a Python shell on the database."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-c", "--command", help="run this and leave")


def run(options: argparse.Namespace) -> None:
    from encaisse.project.cli import set_up_django  # noqa: PLC0415 - needs the environment

    set_up_django()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django

    call_command("shell", command=options.command)
