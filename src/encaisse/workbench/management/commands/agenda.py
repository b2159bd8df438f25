"""`encaisse agenda`: a person's day, as their first screen shows it."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from encaisse.db.clock import today
from encaisse.kit.actor import Actor, system_actor
from encaisse.people import queries as people
from encaisse.ui.formats import day_text, instant_text, money_text
from encaisse.workbench.queries import day as agenda
from encaisse.workbench.queries.lines import Day, Line
from encaisse.workbench.queries.progress import Progress, progress
from encaisse.workbench.rules.agenda import CallToMake
from encaisse.workbench.templatetags.lines import kind_name, line_code, line_name, line_words


class Command(BaseCommand):
    help = "Say what a person has to do today, in one list: calls, replies, messages to approve, late disputes, tasks"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", metavar="EMAIL", help="whose day; without it, everybody's")
        parser.add_argument("--on", type=date.fromisoformat, help="the day (default: today)")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        on = options["on"] or today()
        actor = acting_for(options["user"], on=on)
        shown = agenda.day(actor, on=on)
        month = progress(actor, owner_id=actor.user_id, on=on)
        if options["json"]:
            self.stdout.write(json.dumps(as_values(shown) | month_values(month)))
        else:
            self.stdout.writelines([*in_words(shown), *month_in_words(month)])


def acting_for(email: str | None, *, on: date) -> Actor:
    return people.actor_of(agenda.user_by_email(system_actor(), email), on=on) if email else system_actor()


def as_values(day: Day) -> dict[str, Any]:
    return {
        "on": day.on.isoformat(),
        "calls": [call_values(call) for call in day.work.all],
        "rolled_over": day.work.rolled_over,
        "calls_done": day.calls_done,
        "replies": [mail.code for mail in day.mails] + [reply.code for reply in day.replies],
        "to_approve": [
            {"channel": each.channel, "count": each.count, "net_amount": str(each.net_amount), "currency": each.currency}
            for each in day.to_approve
        ],
        "late_disputes": [{"customer": each.code, "due_on": each.due_on.isoformat()} for each in day.late_disputes],
        "tasks": day.errand_count,
        "letters": day.letter_count,
        "capacity": day.capacity,
        "lines": [line_values(line) for line in day.lines],
    }


def line_values(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind.value, "customer": line_code(line), "name": line_name(line), "why": line_words(line),
        "since": line.since.isoformat(), "amount": str(line.money.amount), "currency": line.money.currency,
    }  # fmt: skip


def month_values(month: Progress) -> dict[str, Any]:
    return {
        "messages_approved": month.done.approved_count,
        "promises_taken": [{"count": each.count, "amount": str(each.amount), "currency": each.currency} for each in month.done.promises],
        "target": [
            {
                "month": month.month.isoformat(), "currency": goal.currency, "target": str(goal.target), "done": str(goal.done),
                "promised": str(goal.promised), "missing": str(goal.missing),
            }
            for goal in month.goals
        ],
    }  # fmt: skip


def month_in_words(month: Progress) -> Iterator[str]:
    for goal in month.goals:
        sums = (money_text(amount, goal.currency) for amount in (goal.done, goal.promised, goal.missing))
        words = gettext("received %s · promised %s · missing %s") % tuple(sums)
        yield f"  {month.month:%m/%Y}: {words}\n"


def call_values(call: CallToMake) -> dict[str, Any]:
    return {
        "customer": call.code, "name": call.name, "group": call.group.value, "level": call.level, "net_amount": str(call.net_amount),
        "currency": call.currency, "reason": call.reason.get("code", ""), "contact": call.contact_name, "phone": call.phone,
        "call_back_at": call.call_back_at.isoformat() if call.call_back_at else None, "pinned": call.is_pinned,
        "creditor": call.creditor_name,
        "others": [
            {
                "customer": each.code, "name": each.name, "creditor": each.creditor_name, "level": each.level,
                "net_amount": str(each.net_amount), "currency": each.currency,
            }
            for each in call.others
        ],
    }  # fmt: skip


def in_words(day: Day) -> Iterator[str]:
    """Tell the one list of the day, each group under its name."""
    yield f"{day.on:%d/%m/%Y}\n"
    for kind, lines in groupby(day.lines, key=lambda line: line.kind):
        yield f"{kind_name(kind)}\n"
        yield from (f"  {' · '.join(words_of(line))}\n" for line in lines)


def words_of(line: Line) -> list[str]:
    about = line.about
    hour = [instant_text(about.call_back_at, "short")] if isinstance(about, CallToMake) and about.call_back_at else []
    number = [about.phone or "–"] if isinstance(about, CallToMake) else []
    words = [*hour, f"{line_code(line)} {line_name(line)}".strip(), money_text(line.money), *number, line_words(line), day_text(line.since)]
    return [*words, *common_with(about)]


def common_with(about: object) -> list[str]:
    """Say for which other companies a common call is made, and about how much."""
    others = about.others if isinstance(about, CallToMake) else ()
    told = (f"{each.creditor_name} {each.name} {money_text(each.net_amount, each.currency)}" for each in others)
    return [gettext("common call with %(companies)s") % {"companies": ", ".join(told)}] if others else []
