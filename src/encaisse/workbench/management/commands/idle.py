"""`encaisse idle`: late customers about whom nothing was done for some days, with who should act."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.db import seeing_one_instant
from encaisse.db.clock import today
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.money import rounded
from encaisse.people import queries as people
from encaisse.ui.streams import json_pieces
from encaisse.workbench.queries.idle import IdleRow, idle_rows
from encaisse.workbench.rules.idle import USUAL_DAYS
from encaisse.workbench.templatetags.review_words import duty_words


class Command(BaseCommand):
    help = "Show the late customers about whom nothing was done for some days, with who should act"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=USUAL_DAYS, help=f"days without action (default: {USUAL_DAYS})")
        parser.add_argument("--on", type=date.fromisoformat, help="the day of reckoning (default: today)")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        on = options["on"] or today()
        with seeing_one_instant(actor):
            self.tell(actor, idle_rows(actor, on=on, days=options["days"]), on=on, days=options["days"], as_json=options["json"])

    def tell(self, actor: Actor, rows: Iterator[IdleRow], *, on: date, days: int, as_json: bool) -> None:
        """Write the rows as they come."""
        names = people.names(actor)
        if as_json:
            for piece in json_pieces({"on": on.isoformat(), "days": days}, "customers", (told(row, names) for row in rows)):
                self.stdout.write(piece, ending="")
            return
        for row in rows:
            amount = rounded(row.overdue_amount, row.currency)
            self.stdout.write(f"{row.code:<12.12}{row.name:<28.28}{amount:>14,.2f} {row.currency}  {duty_words(row, names)}")


def told(row: IdleRow, names: dict[int, str]) -> dict[str, Any]:
    return {
        "customer": row.code, "name": row.name, "overdue_amount": str(rounded(row.overdue_amount, row.currency)), "currency": row.currency,
        "oldest_due_date": row.oldest_due_date.isoformat(), "duty": row.duty.value, "who": duty_words(row, names),
        "last_action": row.last_deed.value if row.last_deed else None,
        "last_action_on": row.last_deed_on.isoformat() if row.last_deed_on else None,
    }  # fmt: skip
