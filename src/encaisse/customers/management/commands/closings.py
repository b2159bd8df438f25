"""`encaisse closings CUSTOMER`: when a customer is closed, listed, noted, removed."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from encaisse.creditors.queries import QuietPeriodRow
from encaisse.customers import actions, queries
from encaisse.kit.actor import system_actor
from encaisse.kit.refusals import NotFound


class Command(BaseCommand):
    help = "Show when a customer is closed; note a closing, or remove one: every message waits until it opens again"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("customer", help="its code")
        parser.add_argument("--from", dest="from_on", type=date.fromisoformat, metavar="DATE", help="note a closing: its first day")
        parser.add_argument("--to", dest="to_on", type=date.fromisoformat, metavar="DATE", help="its last day")
        parser.add_argument("--name", default="", help="why it is closed")
        parser.add_argument("--remove", type=date.fromisoformat, metavar="DATE", help="remove the closing that begins on this day")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse closings")
        customer = queries.customer_by_code(actor, options["customer"])
        if (options["from_on"] is None) != (options["to_on"] is None):
            raise CommandError(_("A closing has a first and a last day: give --from and --to."), returncode=2)
        if options["from_on"]:
            actions.set_closing(actor, customer.id, from_on=options["from_on"], to_on=options["to_on"], name=options["name"])
        if options["remove"]:
            actions.remove_closing(actor, beginning(queries.closings(actor, customer.id), options["remove"]).id)
        closings = queries.closings(actor, customer.id)
        if options["json"]:
            self.stdout.write(json.dumps({"customer": customer.code, "closings": [told(each) for each in closings]}, ensure_ascii=False))
            return
        for each in closings:
            self.stdout.write(f"{each.from_on:%d/%m/%Y} – {each.to_on:%d/%m/%Y}  {each.name}".rstrip())


def beginning(closings: list[QuietPeriodRow], day: date) -> QuietPeriodRow:
    found = [each for each in closings if each.from_on == day]
    if not found:
        raise NotFound(what=f"closing {day.isoformat()}")
    return found[0]


def told(closing: QuietPeriodRow) -> dict[str, str]:
    return {"from_on": closing.from_on.isoformat(), "to_on": closing.to_on.isoformat(), "name": closing.name}
