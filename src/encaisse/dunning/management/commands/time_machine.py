"""`encaisse time-machine --scenario CODE[@VERSION]`: what a scenario, or two, would have done with the facts of the past."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.dunning import actions, queries
from encaisse.dunning.queries import Answer, Asked, Followed
from encaisse.dunning.rules.machine import Assumptions
from encaisse.dunning.rules.machine.asking import lane_as_json, usual_period
from encaisse.dunning.templatetags.replays import why_failed
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import NotFound

FOLLOWED = "followed"
MOST = 5000


class Command(BaseCommand):
    help = "Replay a scenario, or two side by side, on the facts of the past; writes nothing"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scenario", default=FOLLOWED, help="CODE or CODE@VERSION; “followed”: what each customer follows")
        parser.add_argument("--against", help="another one, side by side")
        parser.add_argument("--from", dest="first", type=date.fromisoformat, help="first day; twelve months back without it")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, help="last day; today without it")
        parser.add_argument("--creditor", help="SIREN of the creditor; the first one without it")
        parser.add_argument("--segment", default="", help="only the customers of a segment")
        parser.add_argument("--customers", type=int, default=MOST, help="at most so many customers, always the same ones")
        parser.add_argument("--calls-reached", type=int, default=Assumptions().calls_reached, help="of a hundred calls, those that reach")
        parser.add_argument("--kept", action="store_true", help="list the replays kept, with why one failed")
        parser.add_argument(
            "--again", type=int, metavar="ID", help="ask again for a replay that failed or was cancelled: the worker runs it"
        )
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor()
        if options["again"] is not None:
            actions.replay_again(actor, options["again"])
        if options["kept"] or options["again"] is not None:
            self.say_kept(actor, only=options["again"], as_json=options["json"])
            return
        creditor = creditor_of(actor, options["creditor"])
        today = queries.day_of(actor, creditor.id)
        first, last = usual_period(options["last"] or today)
        names = [options["scenario"], *([options["against"]] if options["against"] else [])]
        asked = Asked(
            creditor_id=creditor.id, versions=tuple(version_of(actor, name, creditor.id, on=today) for name in names),
            first=options["first"] or first, last=last, segment=options["segment"], most=options["customers"],
            assumptions=Assumptions(calls_reached=options["calls_reached"]),
        )  # fmt: skip
        actions.check_asked(actor, asked)
        with actions.crashes_named(actor):
            answer = queries.replayed(actor, asked)
        self.say(asked, names, answer, as_json=options["json"])

    def say_kept(self, actor: Actor, *, only: int | None, as_json: bool) -> None:
        """List the replays kept, or the one asked again: its state, and why it failed."""
        cards = [queries.replay_card(actor, only)] if only is not None else queries.replays(actor)
        told = [
            {
                "id": card.id, "name": card.name, "state": card.state, "from": card.first_on.isoformat(), "to": card.last_on.isoformat(),
                "customers": card.total_count, "why": why_failed(card) if card.state == "failed" else "",
            }
            for card in cards
        ]  # fmt: skip
        if as_json:
            self.stdout.write(json.dumps({"replays": told}))
            return
        for each in told:
            self.stdout.write(f"{each['id']:>6}  {each['from']} – {each['to']}  {each['state']:<10} {each['name']}")
            if each["why"]:
                self.stdout.write(f"        {each['why']}")

    def say(self, asked: Asked, names: list[str], answer: Answer, *, as_json: bool) -> None:
        lanes = [{"scenario": name, **lane_as_json(each.lane)} for name, each in zip(names, answer.lanes, strict=True)]
        real = lane_as_json(answer.real.lane)
        if as_json:
            told = {
                "from": asked.first.isoformat(), "to": asked.last.isoformat(), "customers": len(answer.payers), "of": answer.total,
                "lanes": lanes, "real": real,
            }  # fmt: skip
            self.stdout.write(json.dumps(told))
            return
        self.stdout.write(f"{asked.first:%d/%m/%Y} – {asked.last:%d/%m/%Y}: {len(answer.payers)} / {answer.total}")
        for name, lane in [*zip(names, lanes, strict=True), (gettext("what really happened"), real)]:
            self.stdout.write(f"  {name}")
            for key in ("messages", "calls", "letters", "sales_tasks", "legal_steps", "cost", "paid_breaches", "disputed_breaches"):
                self.stdout.write(f"    {key}: {lane[key]}")


def creditor_of(actor: Actor, siren: str | None) -> CreditorCard:
    known = creditors.creditors_in_reach(actor)
    found = creditors.creditor_by_siren(actor, siren) if siren else next(iter(known), None)
    if found is None:
        raise NotFound(what="creditor")
    return found


def version_of(actor: Actor, name: str, creditor_id: int, *, on: date) -> Followed | None:
    """Return the version that `CODE` (in force) or `CODE@VERSION` names; None for what each customer follows."""
    if name == FOLLOWED:
        return None
    code, _, number = name.partition("@")
    return queries.version_numbered(actor, code, int(number) if number.isdecimal() else None, creditor_id=creditor_id, on=on)
