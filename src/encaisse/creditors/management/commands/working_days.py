"""`encaisse working-days`: the year of a company, and the days on which it lives otherwise than its region."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.creditors import queries
from encaisse.creditors.actions import days
from encaisse.creditors.management.commands.creditor import chosen
from encaisse.creditors.rules.year import DayKind, Month
from encaisse.kit.actor import Actor, system_actor

CHANGES = {"close": days.close_day, "work": days.work_day}


class Command(BaseCommand):
    help = "Show the working days of a year, close a day, work on one, or take an exceptional day back"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--creditor", metavar="SIREN", help="the company (needed when there are several)")
        parser.add_argument("--year", type=int, help="the year to show (default: this year)")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--close", type=date.fromisoformat, metavar="DATE", help="close a working day")
        what.add_argument("--work", type=date.fromisoformat, metavar="DATE", help="work on a public holiday or a week-end")
        what.add_argument("--undo", type=date.fromisoformat, metavar="DATE", help="follow the region again on that day")
        parser.add_argument("--name", default="", help="why")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse working-days")
        card = chosen(actor, options["creditor"])
        day = change(actor, card.id, options)
        year = options["year"] or (day or queries.today_of(actor, card.id)).year
        months = queries.own_year(actor, card.id, year=year)
        if options["json"]:
            self.stdout.write(json.dumps(told(card.siren, card.region, year, months), ensure_ascii=False))
            return
        for month in months:
            self.stdout.write(f"{month.first:%Y-%m}  {month.open_count:>3}  {special(month)}")


def change(actor: Actor, creditor_id: int, options: dict[str, Any]) -> date | None:
    """Do what was asked of one day, if anything; return the day."""
    for verb, action in CHANGES.items():
        if options[verb]:
            return action(actor, creditor_id, day=options[verb], name=options["name"]).day
    return days.follow_region(actor, creditor_id, day=options["undo"]).day if options["undo"] else None


def special(month: Month) -> str:
    return ", ".join(f"{day.day.day} {day.kind}" for day in month.days if day.kind not in {DayKind.OPEN, DayKind.WEEKEND})


def told(siren: str, region: str, year: int, months: list[Month]) -> dict[str, Any]:
    every = [day for month in months for day in month.days]
    return {
        "creditor": siren, "region": region, "year": year, "open_days": sum(month.open_count for month in months),
        "months": [{"month": f"{month.first:%Y-%m}", "open_days": month.open_count} for month in months],
        "special": [
            {"day": day.day.isoformat(), "kind": day.kind.value, "names": list(day.names)}
            for day in every if day.kind not in {DayKind.OPEN, DayKind.WEEKEND}
        ],
    }  # fmt: skip
