"""`encaisse run`: the daily run. Exit code 3 when the facts are stale and not accepted."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions
from encaisse.dunning.rules import Channel, Reason
from encaisse.dunning.templatetags.words import CHANNELS, REASONS
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
        dry = f" ({gettext('simulation')})" if report.is_dry else ""
        self.stdout.write(f"{report.on:%d/%m/%Y}{dry}: {report.decided} / {report.payers}")
        for channel, count in report.planned.most_common():
            self.stdout.write(f"  → {CHANNELS[Channel(channel)][1]}: {count}")
        if joined := sum(bool(each.joins) for each in report.told):
            words = gettext("joined to another company’s message")
            self.stdout.write(f"  ⊕ {words}: {joined}")
        if together := sum(bool(each.called_with) for each in report.told):
            words = gettext("called together with another account")
            self.stdout.write(f"  ⊕ {words}: {together}")
        for reason, count in report.held.most_common():
            self.stdout.write(f"  ‖ {REASONS[Reason(reason)][0]}: {count}")
        self.stdout.write(f"  … {gettext('waiting')}: {report.waiting}")
