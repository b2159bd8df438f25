"""Bring the database to this version of the product."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true")


def run(options: argparse.Namespace) -> None:
    from encaisse.project.cli import set_up_django  # noqa: PLC0415 - the command line is quick to say how it is used

    set_up_django()
    from encaisse.project.schema import bring_up_to_date  # noqa: PLC0415 - needs Django

    bring_up_to_date(loudness=0 if options.quiet else 1)
