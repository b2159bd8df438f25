"""`encaisse send`: decide again about what was approved, hand it over, deliver it now, and learn what became of it."""

import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from encaisse.dunning import actions
from encaisse.kit.actor import system_actor
from encaisse.messages.actions import deliver_ready
from encaisse.ui.formats import counts_text

RELEASED = {"queued": _("handed over"), "withdrawn": _("withdrawn, for nothing is asked any more"), "failed": _("refused by the server")}
DELIVERED = {
    "sent": _("sent"), "trapped": _("kept in the test inbox"), "retried": _("to try again"), "failed": _("failed"),
    "unknown": _("outcome unknown"), "withdrawn": _("withdrawn, too old"), "waiting": _("waiting for their slot"),
}  # fmt: skip


class Command(BaseCommand):
    help = "Send what was approved and whose slot has come"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--limit", type=int, help="deliver at most so many messages")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse send")
        released = dataclasses.asdict(actions.release(actor))
        delivered = dataclasses.asdict(deliver_ready(actor, limit=options["limit"]))
        settled = actions.settle(actor)
        if options["json"]:
            self.stdout.write(json.dumps({"released": released, **delivered, "settled": settled}))
            return
        self.stdout.write(counts_text(released, RELEASED))
        self.stdout.write(counts_text(delivered, DELIVERED))
        self.stdout.write(counts_text({"settled": settled}, {"settled": _("actions whose outcome was noted")}))
