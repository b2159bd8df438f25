"""`encaisse run`: the daily run. Exit code 3 when the facts are stale and not accepted."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions
from encaisse.kit.actor import system_actor


class Command(BaseCommand):
    help = "Decide for every customer the one action of the day"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day of the run; another day than today is a dry run")
        parser.add_argument("--creditor", help="SIREN of one creditor")
        parser.add_argument("--dry-run", action="store_true", help="decide the very same way, write nothing")
        parser.add_argument("--full", action="store_true", help="decide again about every payer")
        parser.add_argument("--accept-stale", action="store_true", help="go on although the facts are not recent")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        creditor = creditors.creditor_by_siren(actor, options["creditor"]) if options["creditor"] else None
        report = actions.run_dunning(
            actor, on=options["on"], creditor_ids=[creditor.id] if creditor else None, full=options["full"],
            dry_run=options["dry_run"], accept_stale=options["accept_stale"],
        )  # fmt: skip
        counts = {
            "payers": report.payers, "decided": report.decided, "planned": dict(report.planned), "held": dict(report.held),
            "waiting": report.waiting,
        }  # fmt: skip
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        self.stdout.write(f"{report.on:%d/%m/%Y}{' (dry run)' if report.is_dry else ''}: {report.decided} / {report.payers}")
        for title, figures in (("→", report.planned), ("‖", report.held)):
            self.stdout.writelines(f"  {title} {name}: {count}" for name, count in figures.most_common())
        self.stdout.write(f"  … {report.waiting}")
