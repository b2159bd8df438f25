"""`encaisse aged-balance`: who owes what, by age."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from encaisse.creditors import queries as creditors
from encaisse.customers.rules import Filters
from encaisse.db.clock import today
from encaisse.kit.actor import system_actor
from encaisse.kit.money import rounded
from encaisse.ledger import queries
from encaisse.ui.exports import Column, Kind, write_xlsx

AGES = (_("1–30 days"), _("31–60 days"), _("61–90 days"), _("91–120 days"), _("121–180 days"), _("Over 180 days"))
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
        creditor = creditors.creditor_by_siren(actor, options["creditor"]) if options["creditor"] else None
        asked = queries.aged_balance_at if on < today() else queries.aged_balance
        rows = asked(actor, on=on, filters=Filters(creditor_id=creditor.id if creditor else None))
        if options["xlsx"]:
            write_workbook(options["xlsx"], rows, on=on)
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


def columns(*, summed: bool) -> list[Column]:
    """Return the columns of the workbook; amounts of two currencies are never added."""
    return [
        Column(_("Code"), "code", width=12),
        Column(_("Customer"), "name"),
        Column(_("Currency"), "currency", width=8),
        Column(_("Outstanding"), "open_amount", Kind.MONEY, total=summed),
        Column(_("Not due"), "not_due_amount", Kind.MONEY, total=summed),
        Column(_("Overdue"), "overdue_amount", Kind.MONEY, total=summed),
        *(Column(heading, age_at(place), Kind.MONEY, total=summed) for place, heading in enumerate(AGES)),
        Column(_("Credits"), "credit_amount", Kind.MONEY, total=summed),
        Column(_("Oldest due date"), "oldest_due_date", Kind.DAY),
    ]


def age_at(place: int) -> Callable[[queries.BalanceRow], Decimal]:
    return lambda row: row.ages[place]


def write_workbook(path: Path, rows: list[queries.BalanceRow], *, on: date) -> None:
    summed = len({row.currency for row in rows}) == 1
    with path.open("wb") as file:
        write_xlsx(file, _("Aged balance"), columns(summed=summed), rows, notes=[(_("Day of reckoning"), on)])


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
