"""`encaisse joint-reminders`: which companies share one message to one address, and the choice of one of them."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.creditors import queries as creditors
from encaisse.dunning import actions, queries
from encaisse.kit.actor import system_actor
from encaisse.kit.refusals import NotFound


class Command(BaseCommand):
    help = "Show which companies share one message to one address (relance commune), or let one share or write by itself"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--creditor", metavar="SIREN", help="one company (default: all)")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--share", action="store_true", help="share one message with the others that chose it")
        what.add_argument("--alone", action="store_true", help="write by itself")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse joint-reminders")
        siren = options["creditor"]
        chosen = [card for card in creditors.creditors_in_reach(actor) if siren in {None, card.siren}]
        if not chosen:
            raise NotFound(what=siren or "creditor")
        if options["share"] or options["alone"]:
            for card in chosen:
                actions.set_joint(actor, card.id, joint=options["share"])
        told = [{"creditor": card.siren, "name": card.name, "joint": queries.is_joint(actor, card.id)} for card in chosen]
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for each in told:
            self.stdout.write(f"{each['creditor']}  {'joint' if each['joint'] else 'alone'}  {each['name']}")
