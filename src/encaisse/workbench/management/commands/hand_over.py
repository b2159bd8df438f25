"""`encaisse hand-over`: give customers of one collector to others, for good or until a day."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from encaisse.customers import queries as customers
from encaisse.db.clock import today
from encaisse.kit.actor import system_actor
from encaisse.workbench import actions
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.handover import Handover, handover


class Command(BaseCommand):
    help = "Give the customers of one collector to others: a departure, or a leave until a day; spread by how many late customers each has"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("giver", metavar="EMAIL", help="who gives")
        parser.add_argument("--to", action="append", required=True, metavar="EMAIL", help="who receives; again for each")
        parser.add_argument("--customer", action="append", metavar="CODE", help="only this customer; again for each (default: all)")
        parser.add_argument("--until", type=date.fromisoformat, metavar="DATE", help="they come back the day after (default: for good)")
        parser.add_argument("--dry-run", action="store_true", help="say what would move, and move nothing")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        chosen = [customers.customer_by_code(actor, code).id for code in options["customer"]] if options["customer"] else None
        asked: dict[str, Any] = {
            "giver_id": agenda.user_by_email(actor, options["giver"]), "customer_ids": chosen, "until_on": options["until"], "on": today(),
            "receiver_ids": [agenda.user_by_email(actor, email) for email in options["to"]],
        }  # fmt: skip
        moved = handover(actor, **asked) if options["dry_run"] else actions.hand_over(actor, **asked)
        if options["json"]:
            self.stdout.write(json.dumps(values_of(moved, is_done=not options["dry_run"])))
            return
        words = gettext("%(count)s would go to %(name)s") if options["dry_run"] else gettext("%(count)s went to %(name)s")
        for share in moved.shares:
            self.stdout.write(words % {"count": len(share.customer_ids), "name": moved.names[share.receiver_id]})


def values_of(moved: Handover, *, is_done: bool) -> dict[str, Any]:
    return {
        "from": moved.giver, "on": moved.on.isoformat(), "until": moved.until_on.isoformat() if moved.until_on else None, "done": is_done,
        "customers": moved.count,
        "shares": [{"to": moved.names[share.receiver_id], "customers": len(share.customer_ids)} for share in moved.shares],
    }  # fmt: skip
