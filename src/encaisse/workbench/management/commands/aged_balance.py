"""`encaisse aged-balance`: who owes what, by age."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.creditors import queries as creditors
from encaisse.customers.rules import Filters
from encaisse.db import seeing_one_instant
from encaisse.db.clock import today
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.money import rounded
from encaisse.ledger import queries
from encaisse.ui.workbooks import write_workbook as write_workbook_to
from encaisse.workbench import sheets
from encaisse.workbench.queries.portfolio import NOW, When

AMOUNTS = ("open_amount", "credit_amount", "not_due_amount", "overdue_amount")


class Command(BaseCommand):
    help = "Show who owes what, by age; of a past day, what was open then"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day of reckoning (default: today)")
        parser.add_argument("--creditor", help="SIREN of one creditor")
        parser.add_argument("--xlsx", type=Path, metavar="FILE", help="write a workbook")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        on = options["on"] or today()
        creditor = creditors.creditor_asked(actor, options["creditor"])
        asked = queries.aged_balance_at if on < today() else queries.aged_balance
        filters = Filters(creditor_id=creditor.id if creditor else None)
        rows = asked(actor, on=on, filters=filters) if options["json"] or not options["xlsx"] else []
        if options["xlsx"]:
            names = [creditor.name] if creditor else [card.name for card in creditors.creditors_in_reach(actor)]
            write_workbook(options["xlsx"], actor, filters, on=on, creditors=", ".join(names))
        if options["json"]:
            self.stdout.write(json.dumps({"on": on.isoformat(), "customers": [told(row) for row in rows], "totals": totals(rows)}))
        elif not options["xlsx"]:
            self.print_rows(rows)

    def print_rows(self, rows: list[queries.BalanceRow]) -> None:
        for row in rows:
            amounts = "".join(f"{amount:>14,.2f}" for amount in (row.open_amount, row.not_due_amount, *row.ages, row.credit_amount))
            self.stdout.write(f"{row.code:<12.12}{row.name:<28.28}{row.currency} {amounts}")
        for currency, total in totals(rows).items():
            self.stdout.write(f"{currency}  " + "  ".join(f"{name}: {amount}" for name, amount in total.items()))


def write_workbook(path: Path, actor: Actor, filters: Filters, *, on: date, creditors: str) -> None:
    when = When(at=on) if on < today() else NOW
    with path.open("wb") as file, seeing_one_instant(actor):
        cover = sheets.aged_balance_cover(actor, on=on, creditors=creditors, told=[], when=when)
        lists = sheets.aged_balance_sheets(actor, filters, on=on, when=when, sort="name")
        write_workbook_to(file, sheets.book_title(when), lists, cover=cover)


def told(row: queries.BalanceRow) -> dict[str, Any]:
    amounts = {name: written(getattr(row, name), row.currency) for name in AMOUNTS}
    ages = [written(amount, row.currency) for amount in row.ages]
    oldest = row.oldest_due_date.isoformat() if row.oldest_due_date else None
    return {"code": row.code, "name": row.name, "currency": row.currency, **amounts, "ages": ages, "oldest_due_date": oldest}


def written(amount: Decimal, currency: str) -> str:
    """Write an amount with the decimals of its currency."""
    return str(rounded(amount, currency))


def totals(rows: list[queries.BalanceRow]) -> dict[str, dict[str, str]]:
    sums: dict[str, dict[str, Decimal]] = {}
    for row in rows:
        of_currency = sums.setdefault(row.currency, dict.fromkeys(AMOUNTS, Decimal(0)))
        for name in AMOUNTS:
            of_currency[name] += getattr(row, name)
    return {
        currency: {name: written(amount, currency) for name, amount in of_currency.items()}
        for currency, of_currency in sorted(sums.items())
    }
