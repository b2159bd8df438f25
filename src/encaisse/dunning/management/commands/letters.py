"""`encaisse letters`: what is to print, to post or awaited; printed, posted, what the post says, corrected, the provider's answers."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext_lazy as _

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.rules.notes import NewAttachment
from encaisse.dunning import actions, queries
from encaisse.dunning.rules.progress import Presentation
from encaisse.dunning.templatetags.letters import finding_words
from encaisse.kit.actor import Actor, system_actor
from encaisse.kit.refusals import NotFound
from encaisse.messages import actions as outbox_actions
from encaisse.messages import queries as outbox
from encaisse.ui.formats import counts_text

OUTCOMES = " | ".join(Presentation)
TOLD = {
    "to_print": _("to print"), "to_post": _("to post"), "with_provider": _("with the postal provider"),
    "awaited": _("awaited from the post"),
    "letters": _("letters"), "batch": _("batch"), "file": _("file"), "posted": _("posted"), "settled": _("actions whose outcome was noted"),
    "letter": _("letter"), "fact": _("word of the post"), "corrected": _("corrected"), "noted": _("words of the post taken in"),
    "known": _("known already"), "findings": _("findings"), "files": _("files"),
}  # fmt: skip


class Command(BaseCommand):
    help = "Letters: list, print, posted, note, correct, answer, answers"

    def add_arguments(self, parser: CommandParser) -> None:
        does = parser.add_subparsers(dest="do", parser_class=ArgumentParser)
        show = does.add_parser("list", help="what is to print, to post, with the provider, or awaited (the default)")
        show.add_argument("--customer", metavar="CODE", help="the letters posted to a customer, with what the post said of each")
        prints = does.add_parser("print", help="bind the letters that wait in one PDF, and mark them printed")
        prints.add_argument("file", type=Path)
        prints.add_argument("--duplex", action="store_true", help="on both sides: each letter begins on a sheet of its own")
        posted = does.add_parser("posted", help="say that printed letters went to the post")
        posted.add_argument("letters", type=int, nargs="*", help="their numbers (default: all that are printed)")
        note = does.add_parser("note", help="note what the post says of a letter")
        note.add_argument("letter", type=int, help="its number, as the list shows it")
        note.add_argument("outcome", type=Presentation, choices=list(Presentation), metavar="OUTCOME", help=OUTCOMES)
        note.add_argument("--on", type=date.fromisoformat, help="default: today")
        note.add_argument("--number", default="", help="the tracking number")
        note.add_argument("--proof", type=Path, help="the acknowledgement or the slip, scanned")
        correct = does.add_parser("correct", help="correct a word of the post; without --outcome or --on, it was never said")
        correct.add_argument("fact", type=int, help="its number, as `letters list --customer` shows it")
        correct.add_argument("--reason", required=True)
        correct.add_argument("--outcome", type=Presentation, choices=list(Presentation), metavar="OUTCOME", help=OUTCOMES)
        correct.add_argument("--on", type=date.fromisoformat)
        answer = does.add_parser("answer", help="take in a file of the postal provider")
        answer.add_argument("file", type=Path)
        answer.add_argument("--creditor", metavar="SIREN", help="needed when there are several")
        does.add_parser("answers", help="read what the providers put in their folders, now")
        for each in (parser, *does.choices.values()):
            each.add_argument("--json", action="store_true", help="one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = system_actor(name="encaisse letters")
        told = DOES[options["do"] or "list"](actor, options)
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else "\n".join(in_words(told)))


def shown(actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
    if code := options.get("customer"):
        return {"letters": letters_of(actor, code)}
    return {
        "to_print": [row_of(row) for row in outbox.letters_to_print(actor)],
        "to_post": [row_of(row) for row in outbox.letters_to_post(actor)],
        "with_provider": [row_of(row) for row in outbox.letters_handed(actor)],
        "awaited": [
            {"letter": each.action_id, "customer": each.code, "posted_on": each.posted_on.isoformat(), "number": each.tracking_number}
            for each in queries.awaited_letters(actor)
        ],
    }


def row_of(row: outbox.MessageRow) -> dict[str, Any]:
    return {
        "message": row.id, "customer": row.customer_name, "channel": row.channel.value, "state": row.state.value, "subject": row.subject,
        "dated_on": row.dated_on.isoformat(),
    }  # fmt: skip


def letters_of(actor: Actor, code: str) -> list[dict[str, Any]]:
    customer = customers.customer_by_code(actor, code)
    return [
        {
            "letter": letter.action_id, "posted_on": letter.posted_on.isoformat(), "channel": letter.channel,
            "presented_on": letter.presented_on.isoformat() if letter.presented_on else None, "outcome": letter.outcome,
            "facts": [
                {
                    "fact": fact.id, "on": fact.on.isoformat(), "outcome": fact.outcome, "number": fact.tracking_number,
                    "stands": fact.stands and not fact.is_corrected, "reason": fact.reason,
                }
                for fact in letter.facts
            ],
        }
        for letter in queries.registered_letters(actor, customer.id)
    ]  # fmt: skip


def printed(actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
    batch_id = outbox_actions.print_letters(actor, [row.id for row in outbox.letters_to_print(actor)], duplex=options["duplex"])
    options["file"].write_bytes(outbox.batch_file(actor, batch_id))
    return {"batch": batch_id, "letters": outbox.batch(actor, batch_id).letter_count, "file": str(options["file"])}


def posted(actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
    count = outbox_actions.mark_posted(actor, options["letters"] or [row.id for row in outbox.letters_to_post(actor)])
    return {"posted": count, "settled": actions.settle(actor)}


def noted(actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
    action, proof = queries.action(actor, options["letter"]), options["proof"]
    fact_id = actions.note_presentation(
        actor, action.id, outcome=options["outcome"], presented_on=options["on"] or creditors.today_of(actor, action.creditor_id),
        number=options["number"], proof=NewAttachment(proof.name, proof.read_bytes()) if proof else None,
    )  # fmt: skip
    return {"letter": action.id, "fact": fact_id}


def corrected(actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
    fact_id = actions.correct_letter_fact(
        actor, options["fact"], reason=options["reason"], outcome=options["outcome"], on=options["on"]
    )  # fmt: skip
    return {"corrected": options["fact"], "fact": fact_id}


def answered(actor: Actor, options: dict[str, Any]) -> dict[str, Any]:
    file: Path = options["file"]

    def proofs(name: str) -> bytes | None:
        beside = file.parent / Path(name).name
        return beside.read_bytes() if beside.is_file() else None

    taken = actions.take_postal_return(actor, creditor_asked(actor, options["creditor"]), file.name, file.read_bytes(), proofs=proofs)
    lines = [finding_words(asdict(each)) for each in taken.findings]
    return {"noted": taken.noted, "known": taken.known, "findings": lines}


def creditor_asked(actor: Actor, siren: str | None) -> int:
    known = creditors.creditors_in_reach(actor)
    card = creditors.creditor_by_siren(actor, siren) if siren else known[0] if len(known) == 1 else None
    if card is None:
        raise NotFound(what=siren or "creditor")
    return card.id


def all_answers(actor: Actor, _options: dict[str, Any]) -> dict[str, Any]:
    actions.settle(actor)
    return {"files": actions.take_postal_returns(actor)}


DOES = {
    "list": shown, "print": printed, "posted": posted, "note": noted, "correct": corrected, "answer": answered, "answers": all_answers,
}  # fmt: skip


def in_words(told: dict[str, Any]) -> list[str]:
    lines = []
    for name, value in told.items():
        listed = value if isinstance(value, list) else []
        lines.append(counts_text({name: len(listed) if isinstance(value, list) else value}, TOLD))
        for each in listed:
            lines.append(f"  {one_line(each)}")
            lines += [f"    {one_line(fact)}" for fact in (each.get("facts", []) if isinstance(each, dict) else [])]
    return lines


def one_line(value: str | dict[str, Any]) -> str:
    if isinstance(value, str):
        return value
    return " · ".join(f"{key} {part}" for key, part in value.items() if not isinstance(part, list) and part is not None and part != "")
