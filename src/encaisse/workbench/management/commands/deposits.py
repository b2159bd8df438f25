"""`encaisse deposits`: the texts to deposit on customers' portals; with a customer, the text itself, or what came of it."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db.clock import today
from encaisse.dunning import queries as dunning
from encaisse.dunning.actions import DepositWord, note_text_deposit
from encaisse.dunning.queries import ActionView, TextRow
from encaisse.dunning.rules.deposits import DepositResult
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.money import rounded
from encaisse.ui.formats import money_text
from encaisse.workbench.actions.deposits import note_deposit_with_outcome
from encaisse.workbench.queries.deposits import ToDeposit, deposits_of_the_day


class Command(BaseCommand):
    help = "List what is to be deposited on customers' portals; of one customer, print the text to paste or note what came of it"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("customer", nargs="?", help="its code: print its text, or note what came of it")
        outcome = parser.add_mutually_exclusive_group()
        outcome.add_argument("--ticket", help="deposited, under this number")
        outcome.add_argument("--no-number", action="store_true", help="deposited; the portal gives no number")
        outcome.add_argument("--down", action="store_true", help="the portal does not work: again the next working day")
        outcome.add_argument("--refused", metavar="REASON", help="refused by the portal: the reason of the dispute, such as PO_MISSING")
        parser.add_argument("--text", type=int, metavar="ID", help="about a text written by hand, by its number of the list")
        parser.add_argument("--comment", default="", help="in the portal's words")
        parser.add_argument("--on", type=date.fromisoformat, help="the day (default: today)")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse deposits")
        if not options["customer"]:
            return self.list_them(actor, on=options["on"] or today(), as_json=options["json"])
        customer = customers.customer_by_code(actor, options["customer"])
        on = options["on"] or creditors.today_of(actor, customer.creditor_id)
        if options["text"]:
            return self.by_hand(actor, options["text"], said(options), on=on)
        action = waiting(actor, customer.id, options["customer"])
        word = said(options)
        if word is None:
            prepared = dunning.prepared_deposit(actor, action.id, on=on)
            self.stdout.write(f"{prepared.portal_name}\n{prepared.subject}\n\n{prepared.text}")
        else:
            note_deposit_with_outcome(actor, action.id, word, on=on)
            self.stdout.write(gettext("Noted."))
        return None

    def by_hand(self, actor: Actor, text_id: int, word: DepositWord | None, *, on: date) -> None:
        """Print a text written by hand, or note what came of it."""
        if word is None:
            text = dunning.text_to_deposit(actor, text_id).row
            self.stdout.write(f"{text.portal_name}\n{text.subject}\n\n{text.text}")
        else:
            note_text_deposit(actor, text_id, word, on=on)
            self.stdout.write(gettext("Noted."))

    def list_them(self, actor: Actor, *, on: date, as_json: bool) -> None:
        found, texts = deposits_of_the_day(actor, on=on), dunning.texts_to_deposit(actor, on=on)
        if as_json:
            self.stdout.write(json.dumps({"deposits": [as_values(each) for each in found], "texts": [text_values(each) for each in texts]}))
            return
        for text in texts:
            self.stdout.write(f"{text.code}\t{text.portal_name}\t#{text.id}\t{text.subject}")
        for each in found:
            name = each.portal.name if each.portal else "–"
            self.stdout.write(f"{each.action.code}\t{name}\t{money_text(each.action.net_amount, each.action.currency)}\t{each.action.name}")


def waiting(actor: Actor, customer_id: int, code: str) -> ActionView:
    live = dunning.actions_of(actor, customer_id, only_live=True)
    found = next((each for each in live if each.channel == "portal" and each.state == "approved"), None)
    if found is None:
        raise CommandError(gettext("Nothing is to be deposited for %(customer)s.") % {"customer": code})
    return found


def said(options: dict[str, Any]) -> DepositWord | None:
    comment = options["comment"]
    if options["ticket"] or options["no_number"]:
        return DepositWord(
            result=DepositResult.DEPOSITED, ticket=options["ticket"] or "", has_no_number=options["no_number"], comment=comment
        )
    if options["down"]:
        return DepositWord(result=DepositResult.DOWN, comment=comment)
    return DepositWord(result=DepositResult.REFUSED, reason=options["refused"], comment=comment) if options["refused"] else None


def as_values(each: ToDeposit) -> dict[str, Any]:
    action, portal = each.action, each.portal
    return {
        "customer": action.code, "name": action.name, "portal": portal.name if portal else "", "level": action.level,
        "net_amount": str(rounded(action.net_amount, action.currency)), "currency": action.currency, "tries": action.attempts,
    }  # fmt: skip


def text_values(text: TextRow) -> dict[str, Any]:
    return {
        "id": text.id, "customer": text.code, "portal": text.portal_name, "subject": text.subject,
        "written_on": text.written_on.isoformat(), "tries": text.tries,
    }  # fmt: skip
