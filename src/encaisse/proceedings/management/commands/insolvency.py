"""`encaisse insolvency CUSTOMER`: the judgment that opened the insolvency of a customer, shown, noted, taken back."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.kit.actor import system_actor
from encaisse.kit.refusals import NotFound
from encaisse.proceedings import actions, queries
from encaisse.proceedings.rules import InsolvencyKind


class Command(BaseCommand):
    help = "Show the insolvency of a customer, note its judgment, or take it back: what was born before it is no longer reminded"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("customer", help="its code")
        parser.add_argument("--kind", choices=[each.value for each in InsolvencyKind], help="note a judgment: what it opened")
        parser.add_argument("--judgment", type=date.fromisoformat, metavar="DATE", help="the day of the judgment")
        parser.add_argument("--published", type=date.fromisoformat, metavar="DATE", help="the day it was published (BODACC)")
        parser.add_argument("--court", default="", help="the court, and who was appointed")
        parser.add_argument("--withdraw", default="", metavar="WHY", help="take the judgment back, with the reason")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse insolvency")
        customer = customers.customer_by_code(actor, options["customer"])
        if (options["kind"] is None) != (options["judgment"] is None):
            raise CommandError(_("A judgment has a kind and a day: give --kind and --judgment."), returncode=2)
        if options["kind"]:
            actions.note_insolvency(
                actor, customer.id, kind=InsolvencyKind(options["kind"]), judgment_on=options["judgment"],
                published_on=options["published"], court=options["court"], on=creditors.today_of(actor, customer.creditor_id),
            )  # fmt: skip
        found = queries.insolvency(actor, customer.id)
        if options["withdraw"]:
            if found is None:
                raise NotFound(what="insolvency")
            actions.withdraw_insolvency(actor, found.id, why=options["withdraw"])
            found = None
        told = None if found is None else {
            "kind": found.kind, "judgment_on": found.judgment_on.isoformat(), "court": found.court,
            "published_on": found.published_on.isoformat() if found.published_on else None,
            "claim_by": found.claim_by.isoformat() if found.claim_by else None,
        }  # fmt: skip
        if options["json"]:
            self.stdout.write(json.dumps({"customer": customer.code, "insolvency": told}, ensure_ascii=False))
        elif found:
            self.stdout.write(f"{found.judgment_on:%d/%m/%Y}  {found.kind}  {found.court}".rstrip())
