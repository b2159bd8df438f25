"""`encaisse factor`: the factors of the companies, what is assigned to them and what is taken back."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.db.clock import today
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import NotFound
from encaisse.ledger import actions, queries
from encaisse.ledger.queries import FactorCard


class Command(BaseCommand):
    help = "Show the factors; add one, say whether its mandate lets us dun, assign invoices to it, take them back"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", nargs="?", default="", help="the factor: without anything else, what is assigned to it")
        parser.add_argument("--creditor", metavar="SIREN", help="the company, when several have a factor of this name")
        parser.add_argument("--add", metavar="IBAN", help="add the factor, paid to this account")
        parser.add_argument("--contract", default="", help="with --add: the number of its contract")
        parser.add_argument("--may-dun", choices=["yes", "no"], help="whether its mandate lets us dun in its name")
        parser.add_argument("--assign", metavar="NUMBER", nargs="+", help="assign the open invoices of these numbers, all or none")
        parser.add_argument("--take-back", metavar="NUMBER", nargs="+", help="take the invoices of these numbers back")
        parser.add_argument("--on", type=date.fromisoformat, help="the day of it; today by default")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse factor")
        company = creditors.creditor_asked(actor, options["creditor"])
        if options["add"]:
            add(actor, company, options)
        elif options["name"]:
            change(actor, factor_named(actor, company, options["name"]), options)
        rows = [told(actor, card) for card in factors_of(actor, company) if options["name"].casefold() in card.name.casefold()]
        if options["json"]:
            self.stdout.write(json.dumps({"factors": rows}))
            return
        for row in rows:
            mandate = _("we dun") if row["may_dun"] else _("not dunned by us")
            self.stdout.write(f"{row['name']} (•••• {row['iban_ends']}): {mandate}, {', '.join(row['assigned']) or '–'}")


def factors_of(actor: Actor, company: CreditorCard | None) -> list[FactorCard]:
    return [card for card in queries.factors(actor) if company is None or card.creditor_id == company.id]


def factor_named(actor: Actor, company: CreditorCard | None, name: str) -> FactorCard:
    """Return the one factor of this name, of the company asked for, or refuse."""
    found = [card for card in factors_of(actor, company) if card.name.casefold() == name.casefold()]
    if len(found) != 1:
        raise NotFound(what="factor")
    return found[0]


def add(actor: Actor, company: CreditorCard | None, options: dict[str, Any]) -> None:
    reach = creditors.creditors_in_reach(actor)
    card = company or (reach[0] if len(reach) == 1 else None)
    if card is None:
        raise NotFound(what="creditor")
    actions.add_factor(
        actor, card.id, name=options["name"], iban=options["add"], contract_no=options["contract"], may_dun=options["may_dun"] == "yes"
    )


@transaction.atomic
def change(actor: Actor, card: FactorCard, options: dict[str, Any]) -> None:
    on = options["on"] or today()
    if options["may_dun"]:
        actions.set_mandate(actor, card.id, may_dun=options["may_dun"] == "yes")
    if options["assign"]:
        actions.assign_numbers(actor, card.id, options["assign"], on=on)
    if options["take_back"]:
        actions.take_back_numbers(actor, card.id, options["take_back"], on=on)


def told(actor: Actor, card: FactorCard) -> dict[str, Any]:
    rows = queries.assigned_to(actor, card.id, size=10_000).rows
    return {
        "name": card.name, "creditor_id": card.creditor_id, "contract_no": card.contract_no, "iban_ends": card.iban_end,
        "may_dun": card.may_dun, "assigned": sorted({row.number for row in rows}),
    }  # fmt: skip
