"""Make the demonstration company and serve it: pages and background work, until Ctrl-C."""

import argparse
import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from encaisse.project import environment
from encaisse.project.household import Household

READY_WAIT = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--no-serve", action="store_true", help="set everything up, then stop")


def run(options: argparse.Namespace) -> int:
    os.environ["ENCAISSE_DEMO"] = "1"
    environment.check_installation()
    try:
        if environment.held:
            environment.demo_mark().touch()
        set_up()
        if options.no_serve:
            sys.stdout.write("\n  Everything is set up. Start it with: python3 run.py demo\n\n")
            return 0
        return serve(options.port)
    finally:
        for server in environment.held:
            server.release(wait=True)


def set_up() -> None:
    from encaisse.project.cli import main, set_up_django  # noqa: PLC0415 - the demo mode is set first

    set_up_django()
    from encaisse.project.schema import bring_up_to_date, is_up_to_date  # noqa: PLC0415 - needs Django

    if not is_up_to_date():
        with step("Database"):
            bring_up_to_date(loudness=0)
    if needs_company():
        with step("Demonstration company"):
            if code := main(["demo-data"]):
                sys.exit(code)


def needs_company() -> bool:
    """Tell whether the demonstration company is still to be made."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - needs Django

    from encaisse.project.cli import found  # noqa: PLC0415 - as above

    return found("demo-data") is not None and not get_user_model().objects.exists()


def serve(port: int) -> int:
    with Household() as household:
        household.start("web", ["serve", "--port", str(port), "--workers", "1", "--threads", "8"])
        household.start("worker", ["worker"])
        wait_until_ready(port, household)
        sys.stdout.write(f"\n  Encaisse is ready: http://localhost:{port}/\n{logins()}\n  Ctrl-C stops everything.\n\n")
        sys.stdout.flush()
        return household.watch()


def wait_until_ready(port: int, household: Household) -> None:
    deadline = time.monotonic() + READY_WAIT
    while time.monotonic() < deadline:
        household.check()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except urllib.error.HTTPError as error:
            raise environment.InstallationFault("The site answers with an error; its output above says why.") from error
        except OSError:
            time.sleep(0.05)
    raise environment.InstallationFault("The site did not answer within a minute; its output above says why.")


def logins() -> str:
    """Return a line per demonstration login: who, with which roles. One click signs in, on the first page."""
    from encaisse.people.queries import demo_people  # noqa: PLC0415 - needs Django

    told = [
        f"    {person.email}  ({', '.join(role.value.replace('_', ' ').lower() for role in roles)})\n" for person, roles in demo_people()
    ]
    return "".join(["  One click signs in as any of:\n", *told]) if told else ""


@contextmanager
def step(title: str) -> Iterator[None]:
    sys.stdout.write(f"  {title} …")
    sys.stdout.flush()
    begun = time.monotonic()
    yield
    sys.stdout.write(f" {time.monotonic() - begun:.1f} s\n")
