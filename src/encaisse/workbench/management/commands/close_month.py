"""`encaisse close-month`: freeze the portfolio as it stood at the end of a month, or of another past day."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.money import rounded
from encaisse.workbench import actions
from encaisse.workbench.rules.closes import last_month_end


class Command(BaseCommand):
    help = "Freeze the portfolio as it stood at the end of a month (or of another past day): it is never changed afterwards"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", type=date.fromisoformat, help="the day to close (default: the last month end)")
        parser.add_argument("--creditor", help="SIREN of one creditor (default: each of them)")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        made = []
        for creditor_id in asked_creditors(actor, options["creditor"]):
            on = creditors.today_of(actor, creditor_id)
            made.append(actions.close_portfolio(actor, creditor_id, at=options["at"] or last_month_end(on), on=on))
        sirens = {card.id: card.siren for card in creditors.creditors_in_reach(actor)}
        if options["json"]:
            self.stdout.write(json.dumps([told(close, sirens[close.creditor_id]) for close in made]))
            return
        for close in made:
            figures = {"at": close.closed_on, "customers": close.customers, "items": close.items, "sha256": close.sha256[:16]}
            words = gettext("Closed at %(at)s: %(customers)s customers, %(items)s items, fingerprint %(sha256)s…")
            self.stdout.write(f"{sirens[close.creditor_id]} {words % figures}")


def asked_creditors(actor: Actor, siren: str | None) -> list[int]:
    if not siren:
        return [card.id for card in creditors.creditors_in_reach(actor)]
    creditor = creditors.creditor_by_siren(actor, siren)
    if creditor is None:
        raise CommandError(gettext("No creditor has the SIREN %(siren)s.") % {"siren": siren})
    return [creditor.id]


def told(close: actions.MadeClose, siren: str) -> dict[str, Any]:
    totals = {
        currency: {name: str(rounded(amount, currency)) for name, amount in sums.items() if name.endswith("_amount")}
        for currency, sums in close.totals.items()
    }
    return {
        "creditor": siren, "closed_on": close.closed_on.isoformat(), "customers": close.customers, "items": close.items,
        "comments": close.comments, "totals": totals, "sha256": close.sha256,
    }  # fmt: skip
