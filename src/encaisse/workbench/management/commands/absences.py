"""`encaisse absences`: who is away at customers', and who seems to be; note an absence, or end one."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.customers import actions
from encaisse.customers import queries as customers
from encaisse.customers.queries import ContactCard
from encaisse.db.clock import today
from encaisse.kit.actor import Actor, system_actor
from encaisse.workbench.actions.absences import NoLongerProposed, confirm_absence, make_stand_in_a_contact
from encaisse.workbench.queries.absences import proposed_absences


class Command(BaseCommand):
    help = "Who is away at customers', and who seems to be by their mails; note an absence, confirm one that a mail announces, or end one"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", nargs="?", choices=["list", "add", "confirm", "end"], default="list")
        parser.add_argument("customer", nargs="?", help="its code")
        parser.add_argument("--contact", default="", help="their name or e-mail (default: the main contact)")
        parser.add_argument("--back", type=date.fromisoformat, metavar="DATE", help="the day they are back")
        parser.add_argument("--stand-in", default="", metavar="WORDS", help="who answers meanwhile: a name, an e-mail or a number")
        parser.add_argument("--write-to-stand-in", action="store_true", help="make a contact of the stand-in")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse absences")
        if options["verb"] != "list":
            change(actor, options)
        away = [as_values(card, code) for card, code in customers.contacts_away(actor, on=today())]
        found = proposed_absences(actor, on=today())
        codes = customers.codes(actor, [each.customer_id for each in found])
        told = [
            {"customer": codes[each.customer_id], "contact": each.who, "back_on": each.back_on.isoformat(), "stand_in": each.stand_in,
             "mail": each.mail_id, "words": each.words}
            for each in found
        ]  # fmt: skip
        if options["json"]:
            self.stdout.write(json.dumps({"away": away, "announced": told}, ensure_ascii=False))
            return
        for words, rows in ((gettext("away"), away), (gettext("announced"), told)):
            for row in rows:
                self.stdout.write(f"{words}\t{row['customer']}\t{row['contact']}\t{row['back_on']}\t{row['stand_in']}".rstrip())
        if not away and not told:
            self.stdout.write(gettext("Nobody is away."))


def change(actor: Actor, options: dict[str, Any]) -> None:
    """Note, confirm or end the absence of one contact."""
    if not options["customer"]:
        raise CommandError(gettext("Say which customer: encaisse absences add CODE …"), returncode=2)
    customer = customers.customer_by_code(actor, options["customer"])
    on = creditors.today_of(actor, customer.creditor_id)
    if options["verb"] == "confirm":
        found = proposed_absences(actor, on=on, customer_id=customer.id)
        if not found:
            raise NoLongerProposed
        for each in found:
            confirm_absence(actor, customer.id, each.mail_id, with_stand_in=options["write_to_stand_in"], on=on)
        return
    contact = customers.contact_named(actor, customer.id, options["contact"])
    if options["verb"] == "end":
        actions.contact_back(actor, contact.id)
        return
    if not options["back"]:
        raise CommandError(gettext("Say the day they are back: --back DATE."), returncode=2)
    actions.contact_away(actor, contact.id, back_on=options["back"], on=on, stand_in=options["stand_in"])
    if options["write_to_stand_in"]:
        make_stand_in_a_contact(actor, customer.id, contact.id)


def as_values(card: ContactCard, code: str) -> dict[str, Any]:
    assert card.back_on is not None  # noqa: S101 - they are away
    name = f"{card.first_name} {card.name}".strip()
    return {"customer": code, "contact": name, "back_on": card.back_on.isoformat(), "stand_in": card.stand_in}
