"""`encaisse check-sender DOMAIN`: whether mail from a domain will be believed, and what to add to its zone."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import system_actor
from encaisse.kit.refusals import NotFound
from encaisse.messages.queries.mail_policy import name_servers, policy_of
from encaisse.messages.rules.mail_policy import Finding, Zone


class Command(BaseCommand):
    help = "Say whether the mail of a domain is believed (SPF, DKIM, DMARC), and what to add"
    zone: Zone = staticmethod(name_servers)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("domain", help="what follows the @ of the sender's address")
        parser.add_argument("--selector", action="append", default=[], help="a DKIM selector; the usual ones are tried otherwise")
        parser.add_argument("--creditor", help="its SIREN: compare with its own mail server")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor, creditor_id = system_actor(name="encaisse check-sender"), None
        if options["creditor"]:
            card = creditors.creditor_by_siren(actor, options["creditor"])
            if card is None:
                raise NotFound(what=options["creditor"])
            creditor_id = card.id
        findings = policy_of(actor, options["domain"], zone=self.zone, creditor_id=creditor_id, selectors=options["selector"])
        if options["json"]:
            told = [{"about": each.about, "tone": each.tone, "words": said(each), "record": each.record} for each in findings]
            self.stdout.write(json.dumps({"domain": options["domain"], "findings": told}, ensure_ascii=False))
            return
        for each in findings:
            mark = {"good": "✓", "warn": "!", "bad": "✗"}[each.tone]
            self.stdout.write(f"{mark} {each.about}: {said(each)}" + (f"\n    {each.record}" if each.record else ""))


def said(finding: Finding) -> str:
    return gettext(finding.sentence) % finding.values
