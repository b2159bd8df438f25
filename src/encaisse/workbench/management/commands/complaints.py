"""`encaisse complaints`: who wants no more e-mails, SMS or calls where, and how it was told; note an objection, or end one."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.customers.queries import ObjectionRow
from encaisse.customers.rules.objections import Use
from encaisse.db.clock import now
from encaisse.kit.actor import Actor, system_actor
from encaisse.messages import queries as messages
from encaisse.messages.queries import ComplaintRow
from encaisse.messages.rules.complaints import ComplaintKind
from encaisse.workbench.actions.objections import note_objection


class Command(BaseCommand):
    help = "What customers object to, and the complaints mail providers told; note an objection (add), or that they agree again (end)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", nargs="?", choices=["list", "add", "end"], default="list")
        parser.add_argument("customer", nargs="?", help="its code")
        parser.add_argument("address", nargs="?", help="the e-mail, number or postal address it is about")
        parser.add_argument("--sms", action="store_true", help="of a mobile: SMS, not calls")
        parser.add_argument("--kind", type=ComplaintKind, choices=list(ComplaintKind), metavar="KIND", help=" | ".join(ComplaintKind))
        parser.add_argument("--words", default="", help="in the customer's words: a note on the file")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse complaints")
        if options["verb"] != "list":
            change(actor, options)
        found, told = customers.objections(actor), messages.complaints(actor)
        if options["json"]:
            codes = customers.codes(actor, {row.customer_id for row in told})
            values = {"objections": [objection(row) for row in found], "complaints": [complaint(row, codes) for row in told]}
            self.stdout.write(json.dumps(values, ensure_ascii=False))
            return
        for row in found:
            self.stdout.write(
                f"{row.since:%Y-%m-%d}\t{row.code}\t{row.use}\t{' '.join(row.address.split())}\t{row.how}\t{row.contact}".rstrip()
            )
        if not found:
            self.stdout.write(gettext("Nobody objects to anything."))


def change(actor: Actor, options: dict[str, Any]) -> None:
    """Note an objection, or end it."""
    if not options["customer"] or not options["address"]:
        raise CommandError(gettext("Say of which customer, and at which address: encaisse complaints add CODE ADDRESS"), returncode=2)
    customer = customers.customer_by_code(actor, options["customer"])
    use = Use.SMS if options["sms"] else Use.ADDRESS
    address = customers.address_named(actor, customer.id, options["address"])
    if options["verb"] == "add":
        how = options["kind"].value if options["kind"] else ""
        note_objection(actor, address.id, uses=[use], words=options["words"], at=now(), how=how)
    else:
        customer_actions.agree_again(actor, address.id, use=use)


def objection(row: ObjectionRow) -> dict[str, Any]:
    return {
        "customer": row.code, "contact": row.contact, "address": row.address, "use": row.use, "since": row.since.isoformat(),
        "how": row.how,
    }  # fmt: skip


def complaint(row: ComplaintRow, codes: dict[int, str]) -> dict[str, Any]:
    return {
        "customer": codes[row.customer_id], "message": row.message_id, "kind": row.kind, "recipient": row.recipient, "words": row.words,
        "told_by": row.told_by, "at": row.happened_at.isoformat(),
    }  # fmt: skip
