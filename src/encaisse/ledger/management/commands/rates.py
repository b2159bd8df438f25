"""`encaisse rates`: the rates of late interest known; with --set, those of a new half-year, with their source."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from encaisse.db.clock import today
from encaisse.kit.actor import system_actor
from encaisse.ledger import actions, queries
from encaisse.ledger.rules.rates import missing_half_years

FIGURES = ("ecb", "legal_professional", "legal_individual")


class Command(BaseCommand):
    help = "Show the rates of late interest, or enter those of a half-year"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--set", metavar="DAY", type=date.fromisoformat, help="enter the half-year that begins on this day")
        parser.add_argument("--ecb", type=Decimal, help="main refinancing rate of the ECB, in percent")
        parser.add_argument("--legal-professional", type=Decimal, help="legal rate for businesses, in percent")
        parser.add_argument("--legal-individual", type=Decimal, help="legal rate for private persons, in percent")
        parser.add_argument("--source", default="", help="the decree, the page of the central bank")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse rates")
        if options["set"]:
            given = {name: options[name] for name in FIGURES}
            actions.enter_rates(actor, starts_on=options["set"], source=options["source"], **given)
        known = queries.rates(actor)
        missing = missing_half_years(known, on=today())
        if options["json"]:
            rows = {
                start.isoformat(): {name: None if (value := getattr(row, name)) is None else str(value) for name in FIGURES}
                for start, row in known.items()
            }
            self.stdout.write(json.dumps({"rates": rows, "missing": [start.isoformat() for start in missing]}))
            return
        for start in sorted(known)[-4:]:
            row = known[start]
            self.stdout.write(f"{start:%d/%m/%Y}  " + "  ".join(f"{name} {getattr(row, name) or '–'}" for name in FIGURES))
        for start in missing:
            self.stdout.write(_("Missing: the half-year that begins on %(day)s.") % {"day": f"{start:%d/%m/%Y}"})
