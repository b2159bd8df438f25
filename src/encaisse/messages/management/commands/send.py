import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.kit.actor import system_actor
from encaisse.messages.actions import deliver_ready


class Command(BaseCommand):
    help = "Deliver what waits in the outbox now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one line of JSON")
        parser.add_argument("--limit", type=int, help="deliver at most so many messages")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        delivered = dataclasses.asdict(deliver_ready(system_actor(name="encaisse send"), limit=options["limit"]))
        if options["json"]:
            self.stdout.write(json.dumps(delivered))
        else:
            self.stdout.write("\n".join(f"{name}: {count}" for name, count in delivered.items()))
