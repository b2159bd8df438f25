"""`encaisse fetch-mail`: read the mailboxes now, whatever their last failure, and file what came."""

import dataclasses
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from encaisse.kit.actor import system_actor
from encaisse.messages import actions
from encaisse.messages.queries import boxes as queries
from encaisse.ui.formats import counts_text, refusal_text

FETCHED = {
    "mailboxes": _("mailboxes read"), "taken_in": _("messages taken in"), "known": _("known already"),
    "failed": _("mailboxes that failed"),
}  # fmt: skip


class Command(BaseCommand):
    help = "Read the creditors’ mailboxes and file what came"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse fetch-mail")
        fetched = dataclasses.asdict(actions.fetch_mail(actor, all_now=True))
        if options["json"]:
            self.stdout.write(json.dumps(fetched))
        else:
            self.stdout.write(counts_text(fetched, FETCHED))
        for card in queries.mailboxes(actor):
            if fault := queries.fault_of(actor, card):
                self.stderr.write(f"{card.settings.address}: {refusal_text(fault, gettext)}")
