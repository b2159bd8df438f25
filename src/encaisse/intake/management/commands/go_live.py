"""`encaisse go-live`: what waits on the go-live screen, in bulk; `--close` closes it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions, queries
from encaisse.dunning.rules.reprise import GoLiveChoice, GoLiveFlag
from encaisse.dunning.templatetags.words import FLAGS
from encaisse.intake.actions import Choices, import_list
from encaisse.intake.rules.columns import Kind
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.report import ImportReport, finding_values
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import NotFound
from encaisse.ui.formats import counts_text

ALL = 1_000_000
# A plan has its instalments, a dispute its reason: they are entered on screen.
IN_BULK = [choice.value for choice in GoLiveChoice if choice not in {GoLiveChoice.PLAN, GoLiveChoice.DISPUTE}]
COUNTS = {"left": gettext_lazy("left to set"), "set": gettext_lazy("set now")}


class Command(BaseCommand):
    help = "Show, set and close the go-live screen of a creditor"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--creditor", help="SIREN (needed when there are several)")
        parser.add_argument("--on", type=date.fromisoformat)
        parser.add_argument("--set", choices=IN_BULK, help="set every item nobody has set yet")
        parser.add_argument("--levels", type=Path, metavar="FILE", help="a list of the levels already reached, by customer or invoice")
        parser.add_argument("--close", action="store_true", help="close the screen: messages may leave from now on")
        parser.add_argument("--trust", action="store_true", help="with --close: let automatic steps leave by themselves at once")
        parser.add_argument("--json", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        known = creditors.creditors_in_reach(actor)
        chosen = [card for card in known if not options["creditor"] or card.siren == options["creditor"]]
        if not chosen:
            raise NotFound(what="creditor")
        if options["levels"] and (not options["levels"].is_file() or len(chosen) != 1):
            raise CommandError(_("Give a file that exists, and the company by --creditor when there are several."), returncode=2)
        told: list[dict[str, Any]] = []
        for card in chosen:
            on = options["on"] or creditors.today_of(actor, card.id)
            report = levels_taken(actor, card.id, options["levels"], on=on) if options["levels"] else ImportReport()
            page = queries.go_live(actor, card.id, on=on, only_unset=True, size=ALL)
            set_items = 0
            if options["set"] and page.rows:
                ids = [row.item_id for row in page.rows]
                set_items = actions.set_go_live(actor, creditor_id=card.id, item_ids=ids, choice=GoLiveChoice(options["set"]), on=on)
            if options["close"] and not queries.is_live(actor, card.id):
                actions.close_go_live(actor, creditor_id=card.id, on=on, supervised=not options["trust"])
            told.append({
                "creditor": card.siren, "flags": dict(page.counts), "left_to_set": page.left_to_set - set_items,
                "set": set_items + report.updated,
                "closed": queries.is_live(actor, card.id), "supervised": queries.is_supervised(actor, card.id),
                "findings": [finding_values(found) for found in report.findings],
            })  # fmt: skip
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        for each in told:
            findings = each.pop("findings")
            flags = {flag: count for flag, count in each["flags"].items() if count}
            self.stdout.write(
                f"{each['creditor']}  {state_of(each)}  " + counts_text({"left": each["left_to_set"], "set": each["set"]}, COUNTS)
            )
            self.stdout.write("  " + (counts_text(flags, {flag: FLAGS[GoLiveFlag(flag)][0] for flag in flags}) or _("no old item")))
            for found in findings:
                finding = Finding(found["code"], found["line"], found["values"])
                self.stdout.write(f"  {found['line'] or ''} {finding.in_words(_)} {finding.remedy(_)}")


def state_of(told: dict[str, Any]) -> str:
    if not told["closed"]:
        return _("not live yet")
    return _("live, everything to approve") if told["supervised"] else _("live")


def levels_taken(actor: Actor, creditor_id: int, file: Path, *, on: date) -> ImportReport:
    with file.open("rb") as opened:
        return import_list(actor, creditor_id, opened, name=file.name, on=on, choices=Choices(kind=Kind.LEVELS))
