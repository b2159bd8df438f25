"""`encaisse review`: the dated comments of the portfolio review, listed, added, written to a file."""

from argparse import ArgumentTypeError
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db import seeing_one_instant
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.money import rounded
from encaisse.ledger import queries as ledger
from encaisse.ui.exports import Column, Kind, csv_lines
from encaisse.ui.streams import json_pieces
from encaisse.workbench.actions import write_review
from encaisse.workbench.queries.reviews import ReviewLine, review_lines
from encaisse.workbench.rules.reviews import CommentElsewhere, Outlook, Review

COLUMNS = (
    Column(gettext_lazy("Customer code"), "code"), Column(gettext_lazy("Customer"), "name"), Column(gettext_lazy("Invoice"), "reference"),
    Column(gettext_lazy("Written on"), "written_on", Kind.DAY), Column(gettext_lazy("Written by"), "written_by_name"),
    Column(gettext_lazy("Outlook"), "outlook"), Column(gettext_lazy("Comment"), "body"),
    Column(gettext_lazy("Expected on"), "expected_on", Kind.DAY), Column(gettext_lazy("Expected amount"), "expected_amount", Kind.MONEY),
    Column(gettext_lazy("Currency"), "currency"),
)  # fmt: skip


class Command(BaseCommand):
    help = "List the dated comments of the portfolio review, add one, or write them to a CSV file"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("customer", nargs="?", default="", help="its code; every customer by default")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="those written from this day on")
        parser.add_argument("--comment", default="", metavar="WORDS", help="add a comment")
        parser.add_argument("--outlook", choices=[each.value for each in Outlook], default="", help="add how sure the money is")
        parser.add_argument("--expected-on", type=date.fromisoformat, metavar="DATE", help="add when money is expected")
        parser.add_argument("--expected-amount", type=amount, metavar="AMOUNT", help="add how much is expected")
        parser.add_argument("--invoice", default="", metavar="NUMBER", help="about this invoice of the customer alone")
        parser.add_argument("--export", type=Path, metavar="FILE", help="write the comments to a CSV file")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse review")
        customer = customers.customer_by_code(actor, options["customer"]) if options["customer"] else None
        said = Review(options["comment"], Outlook(options["outlook"]) if options["outlook"] else None, options["expected_on"],
                      options["expected_amount"])  # fmt: skip
        if not said.is_empty:
            if customer is None:
                raise CommandError(_("Say of which customer: give its code."), returncode=2)
            item_id = item_of(actor, customer.id, options["invoice"]) if options["invoice"] else None
            write_review(actor, customer.id, said, on=creditors.today_of(actor, customer.creditor_id), item_id=item_id)
        with seeing_one_instant(actor):
            lines = review_lines(actor, customer_id=customer.id if customer else None, since=options["since"])
            self.tell(lines, export=options["export"], as_json=options["json"])

    def tell(self, lines: Any, *, export: Path | None, as_json: bool) -> None:
        if export:
            with export.open("w", encoding="utf-8", newline="") as file:
                file.writelines(csv_lines(COLUMNS, lines))
        elif as_json:
            for piece in json_pieces({}, "comments", map(as_values, lines)):
                self.stdout.write(piece, ending="")
        else:
            for line in lines:
                self.stdout.write(f"{line.written_on:%d/%m/%Y}  {line.code:<12.12}{line.reference:<16.16}{line.outlook:<10}{line.body}")


def amount(written: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation as error:
        raise ArgumentTypeError(_("“%(value)s” is not an amount.") % {"value": written}) from error


def item_of(actor: Actor, customer_id: int, number: str) -> int:
    """Return the open item of the customer that bears a number; refuse another one."""
    found = [row for row in ledger.items_of(actor, customer_id, search=number).rows if row.reference == number]
    if not found:
        raise CommentElsewhere(item=number)
    return found[0].id


def as_values(line: ReviewLine) -> dict[str, Any]:
    return {
        "customer": line.code, "invoice": line.reference, "written_on": line.written_on.isoformat(), "by": line.written_by_name,
        "outlook": line.outlook, "comment": line.body, "expected_on": line.expected_on.isoformat() if line.expected_on else None,
        "expected_amount": None if line.expected_amount is None else str(rounded(line.expected_amount, line.currency)),
        "currency": line.currency,
    }  # fmt: skip
