"""`encaisse statement CUSTOMER`: the statement of account, looked at, written to a file, or sent."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.money import rounded
from encaisse.ui.formats import money_text
from encaisse.workbench.actions import send_statement
from encaisse.workbench.queries.statement import Statement, statement, statement_pdf
from encaisse.workbench.queries.workbooks import write_statement


class Command(BaseCommand):
    help = "Say what is open of a customer; write the statement as PDF or Excel, send it by e-mail"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("customer", help="its code")
        parser.add_argument("--on", type=date.fromisoformat, help="the day of the ages (default: today)")
        parser.add_argument("--pdf", type=Path, metavar="FILE")
        parser.add_argument("--xlsx", type=Path, metavar="FILE")
        parser.add_argument("--send", action="store_true", help="send it by e-mail, once a day")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        customer = customers.customer_by_code(actor, options["customer"])
        on = options["on"] or creditors.today_of(actor, customer.creditor_id)
        shown = statement(actor, customer.id, on=on, channel="email")
        write_files(actor, statement(actor, customer.id, on=on), pdf=options["pdf"], xlsx=options["xlsx"])
        sent = send_statement(actor, customer.id, on=on, channel="email", key=f"cli-{on.isoformat()}") if options["send"] else None
        self.stdout.write(json.dumps(as_values(shown, sent), ensure_ascii=False) if options["json"] else in_words(shown, sent))


def write_files(actor: Actor, shown: Statement, *, pdf: Path | None, xlsx: Path | None) -> None:
    if pdf:
        pdf.write_bytes(statement_pdf(actor, shown))
    if xlsx:
        with xlsx.open("wb") as file:
            write_statement(actor, shown, file)


def as_values(shown: Statement, sent: int | None) -> dict[str, Any]:
    customer, reach = shown.writing.customer, shown.writing.reach
    return {
        "customer": customer.code, "name": customer.name, "on": shown.on.isoformat(), "language": shown.content.language,
        "items": len(shown.items), "balance": written(shown.balances), "overdue": written(shown.overdues),
        "recipient": reach.address.address if reach else None, "message": sent,
    }  # fmt: skip


def written(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: str(rounded(amount, currency)) for currency, amount in amounts.items()}


def in_words(shown: Statement, sent: int | None) -> str:
    customer = shown.writing.customer
    rows = [f"{customer.code} {customer.name} – {shown.on:%d/%m/%Y}"]
    rows += [f"  {item.due_date:%d/%m/%Y}  {item.reference}  {money_text(item.open_amount, item.currency)}" for item in shown.items]
    rows += [f"  = {money_text(amount, currency)}" for currency, amount in shown.balances.items()]
    if sent is not None and shown.writing.reach:
        rows.append(f"  → {shown.writing.reach.address.address}")
    return "\n".join(rows)
