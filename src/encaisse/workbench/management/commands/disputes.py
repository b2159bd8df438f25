"""`encaisse disputes`: what customers contest and who must answer by when; open one, note the answer, close it."""

import json
from argparse import ArgumentParser
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.db.clock import today
from encaisse.disputes import actions
from encaisse.disputes import queries as disputes
from encaisse.disputes.queries import DisputeView
from encaisse.disputes.rules import Correction, Department, Outcome
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.money import rounded
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import OpenItemRow
from encaisse.ui.formats import day_text, money_text
from encaisse.workbench.queries import items
from encaisse.workbench.rules.calls import AmountOverManyItems
from encaisse.workbench.templatetags.words import DEPARTMENTS
from encaisse.workbench.templatetags.workbench import reason_name

OUTCOMES = " | ".join(Outcome)


class Command(BaseCommand):
    help = "What customers contest and who must answer by when (list); open a dispute, note its answer, close it"

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="do", parser_class=ArgumentParser)
        shown = does.add_parser("list", help="the open disputes, the most urgent first (the default)")
        shown.add_argument("--customer", metavar="CODE", help="all those of a customer, closed ones too")
        shown.add_argument("--department", type=Department, choices=list(Department), metavar="WHO", help=" | ".join(Department))
        opens = does.add_parser("open", help="note what a customer contests")
        opens.add_argument("customer", help="its code")
        opens.add_argument("--reason", required=True, help="a code of the reasons, such as PRICE")
        opens.add_argument("--invoice", action="append", required=True, metavar="NUMBER", help="what is contested, again for several")
        opens.add_argument("--amount", type=Decimal, help="of one invoice, the part contested (default: all that is open)")
        answer = does.add_parser("answer", help="note that the customer was answered: what is held resumes two working days later")
        close = does.add_parser("close", help="close it: what was held is due again")
        for each in (answer, close):
            each.add_argument("dispute", type=int, help="its number, as the list shows it")
        close.add_argument("--outcome", type=Outcome, choices=list(Outcome), metavar="OUTCOME", required=True, help=OUTCOMES)
        close.add_argument("--replaced-by", metavar="NUMBER", help="the corrected invoice (default: the same one, or not come in yet)")
        close.add_argument("--due", type=date.fromisoformat, help="its new due date, when the error was ours (default: its own)")
        for each in (opens, answer, close):
            each.add_argument("--words", default="", help="a note, kept on the timeline")
            each.add_argument("--on", type=date.fromisoformat, help="the day it happened (default: today)")
        for each in (parser, *does.choices.values()):
            each.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse disputes")
        found = DOES[options["do"] or "list"](actor, options)
        told = as_values(actor, found)
        if options["json"]:
            self.stdout.write(json.dumps({"disputes": told}, ensure_ascii=False))
            return
        for view, values in zip(found, told, strict=True):
            self.stdout.write(in_words(view, values))
        if not found:
            self.stdout.write(gettext("Nothing is contested."))


def shown(actor: Actor, options: dict[str, Any]) -> list[DisputeView]:
    """Return the open disputes, or all those of one customer."""
    department, code = options.get("department"), options.get("customer")
    if not code:
        return disputes.open_disputes(actor, department=department)
    found = disputes.disputes_of(actor, customers.customer_by_code(actor, code).id)
    return [each for each in found if department in (None, each.department)]


def opened(actor: Actor, options: dict[str, Any]) -> list[DisputeView]:
    customer = customers.customer_by_code(actor, options["customer"])
    about = [named(ledger.open_items(actor, customer_id=customer.id), number) for number in options["invoice"]]
    if options["amount"] is not None and len(about) > 1:
        raise AmountOverManyItems(count=len(about))
    dispute_id = actions.open_dispute(
        actor, amounts={item.id: options["amount"] for item in about}, reason=options["reason"], on=day_of(actor, customer, options),
        calendar=creditors.calendar(actor, customer.region), comment=options["words"],
    )  # fmt: skip
    return [disputes.disputes(actor, [dispute_id])[dispute_id]]


def answered(actor: Actor, options: dict[str, Any]) -> list[DisputeView]:
    dispute, customer = dispute_named(actor, options["dispute"])
    actions.answer_dispute(actor, dispute.id, on=day_of(actor, customer, options), answer=options["words"])
    return [disputes.disputes(actor, [dispute.id])[dispute.id]]


def closed(actor: Actor, options: dict[str, Any]) -> list[DisputeView]:
    dispute, customer = dispute_named(actor, options["dispute"])
    number = options["replaced_by"]
    replacement = named(items.replacements(actor, customer.id, dispute.id), number).id if number else None
    actions.close_dispute(
        actor, dispute.id, on=day_of(actor, customer, options), outcome=options["outcome"], comment=options["words"],
        correction=Correction(replacement, options["due"]),
    )  # fmt: skip
    return [disputes.disputes(actor, [dispute.id])[dispute.id]]


DOES = {"list": shown, "open": opened, "answer": answered, "close": closed}


def dispute_named(actor: Actor, dispute_id: int) -> tuple[DisputeView, CustomerFile]:
    found = disputes.disputes(actor, [dispute_id]).get(dispute_id)
    if found is None:
        raise NotFound(what=str(dispute_id))
    return found, customers.customer(actor, found.customer_id)


def named(rows: list[OpenItemRow], number: str) -> OpenItemRow:
    """Return the open item of a number; of one in several instalments, the first due."""
    found = next((row for row in rows if row.reference == number), None)
    if found is None:
        raise NotFound(what=number)
    return found


def day_of(actor: Actor, customer: CustomerFile, options: dict[str, Any]) -> date:
    """Return the day it happened: one that has come."""
    now = creditors.today_of(actor, customer.creditor_id)
    on: date = options["on"] or now
    if on > now:
        raise CommandError(gettext("%(day)s has not come yet. Give a day until today.") % {"day": day_text(on)}, returncode=1)
    return on


def as_values(actor: Actor, found: list[DisputeView]) -> list[dict[str, Any]]:
    codes = customers.codes(actor, {each.customer_id for each in found})
    rows = ledger.items(actor, {item_id for each in found for item_id in each.item_ids})
    return [
        {
            "id": each.id, "customer": codes[each.customer_id], "reason": each.reason, "department": each.department,
            "opened_on": each.opened_on.isoformat(), "due_on": each.due_on.isoformat(),
            "answered_on": each.answered_on.isoformat() if each.answered_on else None,
            "closed_on": each.closed_on.isoformat() if each.closed_on else None, "outcome": each.outcome,
            "amount": str(rounded(each.disputed_amount, each.currency)), "currency": each.currency,
            "invoices": [rows[item_id].reference for item_id in each.item_ids if item_id in rows],
        }
        for each in found
    ]  # fmt: skip


def in_words(each: DisputeView, values: dict[str, Any]) -> str:
    late = " !" if each.closed_on is None and each.answered_on is None and each.due_on < today() else ""
    if each.closed_on:
        state = gettext("closed on %(day)s") % {"day": day_text(each.closed_on)}
    elif each.answered_on:
        state = gettext("answered on %(day)s") % {"day": day_text(each.answered_on)}
    else:
        state = gettext("answer due by %(day)s") % {"day": day_text(each.due_on)}
    parts = (
        f"#{each.id}", values["customer"], reason_name(each.reason), str(DEPARTMENTS[each.department]),
        money_text(each.disputed_amount, each.currency), ", ".join(values["invoices"]), state + late,
    )  # fmt: skip
    return "\t".join(parts)
