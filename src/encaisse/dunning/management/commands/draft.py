"""`encaisse draft CUSTOMER`: read the e-mail that waits for a customer, word it otherwise before it leaves, or go back to its template."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext

from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.dunning import actions, queries
from encaisse.dunning.rules.scenario import Channel
from encaisse.dunning.rules.wordings import check_editable
from encaisse.kit.actor import Actor, system_actor
from encaisse.ui.formats import colon, refusal_text

DRAFTS = ("to_approve", "approved")


class Command(BaseCommand):
    help = "Read the e-mail that waits for a customer; word it otherwise before it leaves, or go back to its template"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("customer", help="its code")
        parser.add_argument("--subject", metavar="WORDS", help="its subject, for this message alone")
        parser.add_argument("--text", metavar="FILE", help="its text, for this message alone; - reads what is piped in")
        parser.add_argument("--seen", default="", metavar="MARK", help="refuse when it was computed again since this mark was read")
        parser.add_argument("--restore", action="store_true", help="go back to the template's words")
        parser.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse draft")
        customer = customers.customer_by_code(actor, options["customer"])
        draft = draft_of(actor, customer)
        if options["restore"]:
            actions.unword_draft(actor, draft.id)
        elif options["subject"] is not None or options["text"] is not None:
            word(actor, customer, draft, options)
        told = told_of(actor, customer, draft)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"{gettext('Subject')}{colon()} {told['subject']}\n\n{told['text']}")
        for problem in told["problems"]:
            self.stderr.write(problem)


def draft_of(actor: Actor, customer: CustomerFile) -> queries.ActionView:
    """Return the draft of a customer; of one that is no e-mail, or that the law words, say so."""
    waiting = [each for each in queries.actions_of(actor, customer.id, only_live=True) if each.state in DRAFTS]
    draft = next((each for each in waiting if each.channel == Channel.EMAIL), waiting[0] if waiting else None)
    if draft is None:
        raise CommandError(gettext("Nothing waits to be sent to %(customer)s.") % {"customer": customer.code})
    check_editable(channel=draft.channel, level=draft.level, state=draft.state)
    return draft


def word(actor: Actor, customer: CustomerFile, draft: queries.ActionView, options: dict[str, Any]) -> None:
    """Keep the words given; what is not given stays as it is."""
    shown = queries.draft_text(actor, draft.id, on=queries.day_of(actor, customer.creditor_id))
    subject = shown.template.subject if options["subject"] is None else options["subject"]
    body = shown.template.body if options["text"] is None else text_in(options["text"])
    actions.word_draft(actor, draft.id, subject=subject, body=body, signature=options["seen"] or shown.signature)


def text_in(name: str) -> str:
    if name == "-":
        return sys.stdin.read()
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise CommandError(gettext("%(name)s cannot be read: give a text in UTF-8.") % {"name": name}) from fault


def told_of(actor: Actor, customer: CustomerFile, draft: queries.ActionView) -> dict[str, Any]:
    """Return the words as they are edited, with their variables, and as the customer would read them."""
    on = queries.day_of(actor, customer.creditor_id)
    shown, preview = queries.draft_text(actor, draft.id, on=on), queries.preview(actor, draft.id, on=on)
    return {
        "customer": customer.code, "action": draft.id, "state": draft.state, "step": draft.step_key, "to": preview.recipient,
        "subject": shown.template.subject, "text": shown.template.body, "read": {"subject": preview.subject, "text": preview.text},
        "edited_by": shown.written_by_name if shown.is_edited else None, "mark": shown.signature,
        "problems": [refusal_text(problem, gettext) for problem in preview.problems],
    }  # fmt: skip
