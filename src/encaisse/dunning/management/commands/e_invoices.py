"""`encaisse e-invoices`: the e-invoices that a platform stops, and the word that one is settled with the customer."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from encaisse.customers import queries as customers
from encaisse.dunning import actions, queries
from encaisse.dunning.queries import StoppedEInvoice
from encaisse.kit.actor import system_actor


class Command(BaseCommand):
    help = "List the e-invoices that a platform stops (disputed, refused, suspended…); say that one is settled with the customer"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--settle", metavar="NUMBER", help="this invoice is settled with the customer: it is chased again")
        parser.add_argument("--comment", default="", help="how it was settled")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse e-invoices")
        if options["settle"]:
            actions.settle_e_invoice(actor, one(queries.e_invoices_stopped(actor), options["settle"]), comment=options["comment"])
        stopped = queries.e_invoices_stopped(actor)
        files = customers.files(actor, {each.customer_id for each in stopped})
        told: list[dict[str, Any]] = [
            {
                "invoice": each.number, "customer": files[each.customer_id].code, "code": each.code, "reasons": each.reason_code.split(),
                "contested_amount": None if each.contested_amount is None else str(each.contested_amount),
                "open_amount": str(each.open_amount),
            }
            for each in stopped
        ]  # fmt: skip
        if options["json"]:
            self.stdout.write(json.dumps({"e_invoices": told}))
            return
        for each in told:
            self.stdout.write(f"{each['invoice']}\t{each['customer']}\t{each['code']} {' '.join(each['reasons'])}\t{each['open_amount']}")
        if not told:
            self.stdout.write(_("No platform stops an invoice."))


def one(stopped: list[StoppedEInvoice], number: str) -> int:
    found = [each.document_id for each in stopped if each.number == number]
    if len(found) != 1:
        raise CommandError(_("%(count)s invoices “%(number)s” are stopped by a platform: name one of the list.")
                           % {"count": len(found), "number": number})  # fmt: skip
    return found[0]
