"""`encaisse sources`: where facts come from, how old they are, how old each may be, what is remembered of it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from encaisse.intake.queries.feeds import feeds
from encaisse.intake.queries.sources import SourceRow, sources
from encaisse.intake.templatetags.sources import feed_name, feed_silence
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import NotFound
from encaisse.ledger import actions as ledger


class Command(BaseCommand):
    help = "Show the sources of facts and their freshness, or say how old one may be"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--creditor", metavar="SIREN", help="of one company only")
        parser.add_argument("--source", metavar="NAME", help="the source to change")
        parser.add_argument("--days", type=int, help="working days it may be old before reminders wait (usually 2)")
        fed = parser.add_mutually_exclusive_group()
        fed.add_argument("--retire", action="store_true", help="no longer fed: decisions do not wait for it")
        fed.add_argument("--use", action="store_true", help="fed again")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse sources")
        if options["source"]:
            change(actor, named(chosen(actor, options), options["source"]), options)
        rows = chosen(actor, options)
        if options["json"]:
            self.stdout.write(json.dumps([told(row) for row in rows], ensure_ascii=False))
            return
        for row in rows:
            until = row.source.true_until_on
            self.stdout.write(f"{row.siren}  {row.source.name:<28.28}{until or '–'!s:<12}{row.state:<9}{row.source.fresh_days}")
        for feed in feeds(actor):
            if not feed.rows:
                self.stdout.write(f"–          {feed_name(feed.feed)}: {feed_silence(feed.feed)}")


def chosen(actor: Actor, options: dict[str, Any]) -> list[SourceRow]:
    return [row for row in sources(actor) if not options["creditor"] or row.siren == options["creditor"]]


def named(rows: list[SourceRow], name: str) -> SourceRow:
    found = [row for row in rows if row.source.name == name]
    if len(found) != 1:
        raise NotFound(what=_("the source (say of which company by --creditor)"))
    return found[0]


def change(actor: Actor, row: SourceRow, options: dict[str, Any]) -> None:
    days = row.source.fresh_days if options["days"] is None else options["days"]
    is_retired = options["retire"] or (row.source.is_retired and not options["use"])
    ledger.set_threshold(actor, row.source.source_id, fresh_days=days, is_retired=is_retired)


def told(row: SourceRow) -> dict[str, Any]:
    source, last = row.source, row.last
    return {
        "creditor": row.siren, "source": source.name, "kind": source.kind, "state": row.state,
        "true_until": source.true_until_on.isoformat() if source.true_until_on else None, "age_days": row.age,
        "may_be_old_days": source.fresh_days, "silent_from": source.silent_from.isoformat() if source.silent_from else None,
        "last_import": last.name if last else None, "is_situation": last.is_situation if last else None,
        "remembered": [each.kind for each in row.mappings],
    }  # fmt: skip
