"""`encaisse demo-data`: make the demonstration company in an empty database."""

import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from encaisse.demo import actions
from encaisse.demo.actions.make import DEFAULT_SEED
from encaisse.kit.actor import system_actor


class Command(BaseCommand):
    help = "Make the demonstration company: its files, their import, and its last sixty days of reminders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--customers", type=int, default=600, metavar="N", help="how many customers (600)")
        parser.add_argument("--anchor", type=date.fromisoformat, default=None, metavar="DATE", help="the day the story stands on (today)")
        parser.add_argument("--seed", type=int, default=DEFAULT_SEED, metavar="N", help="another world for another number")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.begun = time.monotonic()
        anchor = options["anchor"] or date.today()  # noqa: DTZ011 - the real day, wherever the demonstration's clock stands
        actor = system_actor(name="Démonstration")
        actions.make_demonstration(actor, customer_count=options["customers"], anchor=anchor, seed=options["seed"], tell=self.tell)

    def tell(self, words: str) -> None:
        self.stdout.write(f"    {time.monotonic() - self.begun:5.1f} s  {words}")
        self.stdout.flush()
