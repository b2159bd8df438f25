"""`encaisse portals`: the portals customers want everything sent through; name one, or say which a customer wants."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.customers import actions
from encaisse.customers import queries as customers
from encaisse.customers.rules.portals import PortalTerms, usual_name
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import NotFound


class Command(BaseCommand):
    help = "List the portals of the organisation; add one; say which one a customer wants"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--add", metavar="NAME", help="put a portal on the list: Ariba, Coupa, Tradeshift, Basware, Chorus Pro…")
        parser.add_argument("--address", default="", help="where suppliers sign in")
        parser.add_argument("--customer", metavar="CODE", help="the customer who wants it, or no longer")
        parser.add_argument("--portal", metavar="NAME", help="the portal that customer wants; without it, none any more")
        parser.add_argument("--supplier-number", default="", help="our number there")
        parser.add_argument("--login", default="", help="who has the login (never a password)")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse portals")
        if options["add"]:
            actions.add_portal(actor, name=options["add"], address=options["address"])
        if options["customer"]:
            set_of_customer(actor, options)
        found = customers.portals(actor)
        if options["json"]:
            told = [{"name": card.name, "address": card.address, "customers": card.customers} for card in found]
            self.stdout.write(json.dumps({"portals": told}, ensure_ascii=False))
            return
        for card in found:
            self.stdout.write(f"{card.name}\t{card.address}\t{card.customers}")
        if not found:
            self.stdout.write(gettext("No portal yet."))


def set_of_customer(actor: Actor, options: dict[str, Any]) -> None:
    customer = customers.customer_by_code(actor, options["customer"])
    on = creditors.today_of(actor, customer.creditor_id)
    if not options["portal"]:
        actions.no_longer_require_portal(actor, customer.id, on=on)
        return
    name = usual_name(options["portal"])
    card = next((each for each in customers.portals(actor) if each.name.casefold() == name.casefold()), None)
    if card is None:
        raise NotFound(what=name)
    terms = PortalTerms(supplier_number=options["supplier_number"], login_holder=options["login"])
    actions.require_portal(actor, customer.id, portal_id=card.id, terms=terms, on=on)
