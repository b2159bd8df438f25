"""`encaisse team`: what waits for each collector, and what a manager sets: calls a day, the month's target."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext, ngettext

from encaisse.db.clock import today
from encaisse.dunning import queries as dunning
from encaisse.kit.actor import Actor, system_actor
from encaisse.ui.formats import day_text, money_text
from encaisse.ui.words import ROLE_NAMES
from encaisse.workbench import actions
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries import team as teams
from encaisse.workbench.queries.team import Member


class Command(BaseCommand):
    help = "Say what waits for each collector; set how many calls one makes in a day, and what one is to bring in during a month"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", metavar="EMAIL", help="the collector whose figures are set")
        parser.add_argument("--calls", type=int, help="calls a day, from today on")
        parser.add_argument("--target", type=Decimal, help="what to bring in during the month; 0 takes the target back")
        parser.add_argument(
            "--month", type=date.fromisoformat, metavar="DATE", help="a day of the month of the target (default: this month)"
        )
        parser.add_argument("--currency", help="currency of the target (default: that of the companies)")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor, on = system_actor(), today()
        set_figures(actor, options, on=on)
        members = teams.team(actor, on=on)
        if options["json"]:
            self.stdout.write(
                json.dumps({"on": on.isoformat(), "members": [values_of(member) for member in members], "tasks": task_values(actor)})
            )
            return
        for member in members:
            self.stdout.write(" · ".join(words_of(member)))
        for waiting in dunning.errand_counts(actor):
            count = ngettext("%(count)s task", "%(count)s tasks", waiting.count) % {"count": waiting.count}
            self.stdout.write(f"{ROLE_NAMES[waiting.role]} · {count} · {day_text(waiting.oldest_on)}")


def set_figures(actor: Actor, options: dict[str, Any], *, on: date) -> None:
    asked = options["calls"] is not None or options["target"] is not None
    if not asked:
        return
    if not options["user"]:
        raise CommandError(gettext("Say whose figures these are: --user E-MAIL."))
    user_id = agenda.user_by_email(actor, options["user"])
    if options["calls"] is not None:
        actions.set_capacity(actor, user_id, options["calls"], on=on)
    if options["target"] is not None:
        month = options["month"] or on
        actions.set_target(
            actor, user_id, options["target"], month=month, on=on, currency=options["currency"] or teams.target_currency(actor)
        )


def task_values(actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "for": each.role.value,
            "count": each.count,
            "oldest_on": each.oldest_on.isoformat(),
            "amount": str(max(each.amounts.values())),
            "values": {code: str(amount) for code, amount in each.amounts.items()},
        }
        for each in dunning.errand_counts(actor)
    ]


def values_of(member: Member) -> dict[str, Any]:
    return {
        "name": member.person.name, "calls_a_day": member.load.capacity, "calls_done": member.load.done, "to_call": member.load.planned,
        "rolled_over": member.load.rolled_over, "replies": member.replies, "to_approve": member.drafts,
        "absent_until": member.absent.to_on.isoformat() if member.absent else None,
        "target": [
            {
                "currency": goal.currency, "target": str(goal.target), "done": str(goal.done), "promised": str(goal.promised),
                "missing": str(goal.missing),
            }
            for goal in member.goals
        ],
    }  # fmt: skip


def words_of(member: Member) -> list[str]:
    load = member.load
    calls = gettext("%(done)s calls made of %(capacity)s, %(planned)s to make, %(rolled_over)s rolled over") % {
        "done": load.done, "capacity": load.capacity, "planned": load.planned, "rolled_over": load.rolled_over,
    }  # fmt: skip
    goals = [
        gettext("received %s · promised %s · missing %s")
        % tuple(money_text(amount, goal.currency) for amount in (goal.done, goal.promised, goal.missing))
        for goal in member.goals
    ]
    return [member.person.name, calls, *goals]
