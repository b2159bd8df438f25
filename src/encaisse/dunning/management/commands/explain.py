"""`encaisse explain CUSTOMER`: why this customer is, or is not, reminded."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.customers import queries as customers
from encaisse.dunning import queries
from encaisse.dunning.templatetags.said import in_words
from encaisse.kit.actor import system_actor


class Command(BaseCommand):
    help = "Say why a customer is, or is not, reminded on a day"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("customer", help="its code")
        parser.add_argument("--on", type=date.fromisoformat)
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        customer = customers.customer_by_code(actor, options["customer"])
        on = options["on"] or queries.day_of(actor, customer.creditor_id)
        found = queries.explanation(actor, customer.id, on=on)
        sentences = [in_words(sentence) for sentence in found.sentences]
        if options["json"]:
            self.stdout.write(json.dumps({
                "customer": customer.code, "on": on.isoformat(), "verdict": found.verdict, "reason": found.reason, "step": found.step_key,
                "channel": found.channel, "level": found.level,
                "net": {currency: str(amount) for currency, amount in found.net_amounts.items()},
                "until": found.until.isoformat() if found.until else None, "sentences": sentences,
            }, ensure_ascii=False))  # fmt: skip
            return
        self.stdout.write(f"{customer.code} {customer.name} – {on:%d/%m/%Y}")
        for sentence in sentences:
            self.stdout.write(f"  {sentence}")
