"""`encaisse try-sending E-MAIL`: send a colleague, and nobody else, what a customer would get."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from encaisse.creditors import queries as creditors
from encaisse.db.clock import today
from encaisse.dunning import actions
from encaisse.kit.actor import system_actor
from encaisse.kit.refusals import NotFound
from encaisse.people import queries as people
from encaisse.workbench.queries import day as agenda


class Command(BaseCommand):
    help = "Try a channel on a colleague before any customer gets a message: e-mail, SMS, or the letter as a PDF"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="of the colleague who gets it")
        parser.add_argument("--creditor", metavar="SIREN", help="needed when there are several")
        parser.add_argument("--sms", metavar="NUMBER", help="send an SMS to this mobile, the colleague's own, in place of the e-mail")
        parser.add_argument("--fax", metavar="NUMBER", help="send the letter to this fax, the colleague's own, in place of the e-mail")
        parser.add_argument("--letter", type=Path, metavar="FILE", help="write the letter in place of the e-mail")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        system = system_actor(name="encaisse try-sending")
        actor = people.actor_of(agenda.user_by_email(system, options["email"]), on=today())
        known = creditors.creditors_in_reach(actor)
        asked = options["creditor"]
        card = creditors.creditor_by_siren(actor, asked) if asked else known[0] if len(known) == 1 else None
        if card is None:
            raise NotFound(what=asked or "creditor")
        on = creditors.today_of(actor, card.id)
        if options["letter"]:
            options["letter"].write_bytes(actions.try_letter(actor, card.id, on=on))
            told = {"channel": "letter", "outcome": "accepted", "detail": str(options["letter"])}
        elif options["sms"]:
            attempt = actions.send_sms_trial(actor, card.id, mobile=options["sms"], on=on)
            told = {"channel": "sms", "outcome": attempt.outcome.value, "detail": attempt.detail}
        elif options["fax"]:
            attempt = actions.send_fax_trial(actor, card.id, number=options["fax"], on=on)
            told = {"channel": "fax", "outcome": attempt.outcome.value, "detail": attempt.detail}
        else:
            attempt = actions.send_mail_trial(actor, card.id, on=on)
            told = {"channel": "email", "outcome": attempt.outcome.value, "detail": attempt.detail}
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else " · ".join(filter(None, told.values())))
