"""`encaisse creditor add|set|account|letterhead|list`: the companies whose receivables are collected."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from encaisse.creditors import actions, queries
from encaisse.creditors.queries import CreditorCard
from encaisse.creditors.rules.logo import LARGEST
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import NotFound

# What may be given by an option of its own; `--siren` names the company.
TEXTS = (
    "short_name", "vat_number", "legal_form", "capital", "registry", "street", "postcode", "city", "country", "phone", "email", "website",
    "currency", "timezone", "region", "terms_code", "legal_mentions", "mediator_name", "mediator_address", "mediator_site", "handover_to",
    "handover_for",
)  # fmt: skip


class Command(BaseCommand):
    help = "Make a company, change its particulars, add a bank account, set its letterhead, or list the companies"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="add|set|account|letterhead|list")
        add = verbs.add_parser("add", help="make a company")
        add.add_argument("name")
        change = verbs.add_parser("set", help="change its particulars")
        change.add_argument("--name")
        account = verbs.add_parser("account", help="add a bank account: printed on letters and payment slips")
        account.add_argument("iban")
        account.add_argument("--name", default="")
        account.add_argument("--bic", default="")
        account.add_argument("--default", action="store_true", help="print this one")
        letterhead = verbs.add_parser("letterhead", help="set the logo of letters")
        letterhead.add_argument("file", type=Path, nargs="?", metavar="FILE")
        letterhead.add_argument("--remove", action="store_true", help="print the name alone again")
        for verb in (add, change, account, letterhead):
            verb.add_argument("--siren", required=verb is add, help="its SIREN (needed when there are several companies)")
        for verb in (add, change):
            for text in TEXTS:
                verb.add_argument(f"--{text.replace('_', '-')}", default=None)
        for verb in (add, change, account, letterhead, verbs.add_parser("list", help="list the companies")):
            verb.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse creditor")
        cards = queries.creditors_in_reach(actor) if options["verb"] == "list" else [done(actor, options)]
        if options["json"]:
            said = [told(actor, card) for card in cards]
            self.stdout.write(json.dumps(said if options["verb"] == "list" else said[0], ensure_ascii=False))
            return
        for card in cards:
            self.stdout.write("  ".join(f"{name}: {value}" for name, value in told(actor, card).items() if value not in {"", None}))


def done(actor: Actor, options: dict[str, Any]) -> CreditorCard:
    """Do one verb, and return the company as it is now."""
    given = {name: options[name] for name in TEXTS if options.get(name) is not None}
    if options["verb"] == "add":
        new = actions.NewCreditor(name=options["name"], siren=options["siren"], **given)
        return queries.creditor(actor, actions.create_creditor(actor, new))
    card = chosen(actor, options["siren"])
    match options["verb"]:
        case "set":
            named = {"name": options["name"]} if options["name"] else {}
            actions.update_creditor(actor, card.id, **given, **named)
        case "account":
            name = options["name"] or card.name
            actions.add_bank_account(
                actor, card.id, name=name[:80], iban=options["iban"], bic=options["bic"], is_default=options["default"]
            )
        case _:
            set_letterhead(actor, card, options)
    return queries.creditor(actor, card.id)


def set_letterhead(actor: Actor, card: CreditorCard, options: dict[str, Any]) -> None:
    if options["remove"]:
        actions.remove_letterhead(actor, card.id)
        return
    if options["file"] is None or not options["file"].is_file():
        raise CommandError(_("There is no file “%(name)s”.") % {"name": options["file"] or "–"}, returncode=2)
    with options["file"].open("rb") as file:
        actions.set_letterhead(actor, card.id, content=file.read(LARGEST + 1))


def chosen(actor: Actor, siren: str | None) -> CreditorCard:
    known = queries.creditors_in_reach(actor)
    wanted = "".join((siren or "").split())
    found = [card for card in known if not wanted or card.siren == wanted]
    if len(found) != 1:
        raise NotFound(what=_("the company (say which one by --siren)"))
    return found[0]


def told(actor: Actor, card: CreditorCard) -> dict[str, Any]:
    accounts = [f"{account.iban[:4]} •••• {account.iban[-4:]}" for account in queries.bank_accounts(actor, card.id)]
    return {
        "siren": card.siren, "name": card.name, "city": card.city, "currency": card.currency, "region": card.region,
        "timezone": card.timezone, "accounts": accounts, "letterhead": bool(card.letterhead_sha256),
    }  # fmt: skip
