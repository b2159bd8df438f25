"""Back the database and the kept files up, into one file. It holds everything: keep it as safe as the product itself."""

import argparse
import sys
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(options: argparse.Namespace) -> None:
    from encaisse.project.cli import set_up_django  # noqa: PLC0415 - the command line is quick to say how it is used

    set_up_django()
    from encaisse.project.keepsake import backup  # noqa: PLC0415 - needs Django

    size = backup(options.file.resolve())
    sys.stdout.write(f"{options.file}: {size / 2**20:.1f} MiB\n")
