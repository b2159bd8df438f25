"""`encaisse departures`: who seems to have left customers by their mails; confirm it, or say that a contact has left."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.customers import actions
from encaisse.customers import queries as customers
from encaisse.db.clock import today
from encaisse.kit.actor import Actor, system_actor
from encaisse.workbench.actions.departures import DepartureNoLongerProposed, confirm_departure
from encaisse.workbench.queries.departures import proposed_departures


class Command(BaseCommand):
    help = "Who seems to have left customers, by their mails; confirm it, or say that a contact has left"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", nargs="?", choices=["list", "confirm", "add"], default="list")
        parser.add_argument("customer", nargs="?", help="its code")
        parser.add_argument("--contact", default="", help="their name or e-mail, for add (default: the main contact)")
        parser.add_argument("--add-successor", action="store_true", help="make a contact of whoever the mail names in their place")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse departures")
        if options["verb"] != "list":
            change(actor, options)
        found = proposed_departures(actor, on=today())
        codes = customers.codes(actor, [each.customer_id for each in found])
        told = [
            {
                "customer": codes[each.customer_id],
                "contact": each.who,
                "successor": each.successor,
                "mail": each.mail_id,
                "words": each.words,
            }
            for each in found
        ]  # fmt: skip
        if options["json"]:
            self.stdout.write(json.dumps({"announced": told}, ensure_ascii=False))
            return
        for row in told:
            self.stdout.write(f"{row['customer']}\t{row['contact']}\t{row['successor']}\t{row['words']}")
        if not told:
            self.stdout.write(gettext("No mail says that somebody has left."))


def change(actor: Actor, options: dict[str, Any]) -> None:
    """Confirm what the mails of a customer say, or say that one contact has left."""
    if not options["customer"]:
        raise CommandError(gettext("Say which customer: encaisse departures confirm CODE."), returncode=2)
    customer = customers.customer_by_code(actor, options["customer"])
    on = creditors.today_of(actor, customer.creditor_id)
    if options["verb"] == "add":
        actions.contact_left(actor, customers.contact_named(actor, customer.id, options["contact"]).id, on=on)
        return
    found = proposed_departures(actor, on=on, customer_id=customer.id)
    if not found:
        raise DepartureNoLongerProposed
    for each in found:
        confirm_departure(actor, customer.id, each.mail_id, with_successor=options["add_successor"], on=on)
