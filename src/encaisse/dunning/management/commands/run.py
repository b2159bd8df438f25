"""`encaisse run`: the daily run. Exit code 3 when the facts of a company are stale and not accepted; the others are run."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions
from encaisse.dunning.rules import Channel, Reason
from encaisse.dunning.rules.freshness import STALE_EXIT_CODE
from encaisse.dunning.templatetags.words import CHANNELS, REASONS
from encaisse.kit.actor import system_actor
from encaisse.ui.formats import refusal_text


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
        creditor = creditors.creditor_asked(actor, options["creditor"])
        report = actions.run_dunning(
            actor, on=options["on"], creditor_ids=[creditor.id] if creditor else None, full=options["full"],
            dry_run=options["dry_run"], accept_stale=options["accept_stale"],
        )  # fmt: skip
        if options["json"]:
            self.stdout.write(json.dumps(counts_of(report)))
        else:
            self.tell(report)
        if report.refused:
            words = [f"{name} – {refusal_text(refusal, gettext)}" for name, refusal in report.refused.items()]
            raise CommandError("\n".join(words), returncode=STALE_EXIT_CODE)

    def tell(self, report: actions.RunReport) -> None:
        dry = f" ({gettext('simulation')})" if report.is_dry else ""
        self.stdout.write(f"{report.on:%d/%m/%Y}{dry}: {report.decided} / {report.payers}")
        if report.ran and report.looked_at:
            words = gettext("it is another day there, only simulated")
            self.stdout.write(f"  ○ {', '.join(report.looked_at)} – {words}")
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


def counts_of(report: actions.RunReport) -> dict[str, Any]:
    return {
        "payers": report.payers, "decided": report.decided, "planned": dict(report.planned), "held": dict(report.held),
        "waiting": report.waiting,
    }  # fmt: skip
