"""`encaisse send`: decide again about what was approved, hand it over, deliver it now, and learn what became of it."""

import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.db.clock import today
from encaisse.dunning import actions
from encaisse.kit.actor import system_actor
from encaisse.messages.actions import deliver_ready


class Command(BaseCommand):
    help = "Send what was approved and whose slot has come"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="deliver at most so many messages")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse send")
        released = actions.release(actor, on=today())
        delivered = dataclasses.asdict(deliver_ready(actor, limit=options["limit"]))
        counts = {"released": dataclasses.asdict(released), **delivered, "settled": actions.settle(actor)}
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.writelines(f"{name}: {count}" for name, count in counts.items())
