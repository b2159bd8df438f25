"""`encaisse replies`: the replies nobody has dealt with, and how many mails wait for a person to file them."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from encaisse.kit.actor import system_actor
from encaisse.messages import queries as messages
from encaisse.workbench.queries.replies import replies_to_answer


class Command(BaseCommand):
    help = "Print the replies to answer"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse replies")
        rows, to_file = replies_to_answer(actor, limit=1000), messages.count_to_file(actor)
        if options["json"]:
            told = [{"id": row.mail_id, "customer": row.code, "suggested": row.suggested_kind, "subject": row.subject} for row in rows]
            self.stdout.write(json.dumps({"replies": told, "to_file": to_file}))
            return
        for row in rows:
            self.stdout.write(f"{row.mail_id}\t{row.arrived_at:%Y-%m-%d %H:%M}\t{row.code}\t{row.suggested_kind}\t{row.subject}")
        self.stdout.write(gettext("%(count)d to file") % {"count": to_file})
