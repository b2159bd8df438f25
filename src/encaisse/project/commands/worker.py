"""Do the background work: mails, letters, daily runs, clean-up."""

import argparse

from encaisse.project.environment import NOW_AND_THEN, check_installation, waking_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--concurrency", type=int, default=2)
    parser.add_argument("--queue", action="append", help="work on this queue only (may be repeated)")
    parser.add_argument("--once", action="store_true", help="stop when no job is waiting")


def run(options: argparse.Namespace) -> None:
    check_installation()
    from encaisse.project.cli import set_up_django  # noqa: PLC0415 - the installation is checked first

    with waking_up(NOW_AND_THEN):
        set_up_django()
    from encaisse.db.jobs import work  # noqa: PLC0415 - needs Django

    work(concurrency=options.concurrency, queues=options.queue, wait=not options.once)
