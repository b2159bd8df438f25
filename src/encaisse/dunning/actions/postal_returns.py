"""What a postal provider answered, taken in once: from its folder, an upload or the command line, into the facts of each letter."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.db import transaction

from encaisse.audit.actions import write_audit, write_audits
from encaisse.audit.rules import Deed
from encaisse.creditors import queries as creditors
from encaisse.customers.actions import touch
from encaisse.customers.rules.notes import NewAttachment
from encaisse.db.clock import now
from encaisse.dunning.actions.presentations import ask_for_another, note_presentation
from encaisse.dunning.models import LetterFact, PlannedAction, PostalReturn
from encaisse.dunning.rules.postal_returns import Answer, Finding, NotAReturn, answers
from encaisse.dunning.rules.presentations import tracking_number
from encaisse.dunning.rules.progress import CAME_BACK
from encaisse.files.actions import keep
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal, kept_refusal
from encaisse.messages import queries as outbox
from encaisse.messages.models import Message
from encaisse.messages.queries.postal import BACK, DONE, postal_folder
from encaisse.messages.rules.postal import message_of

MOST_KEPT = 200
Proofs = Callable[[str], bytes | None]


@dataclass(slots=True)
class Taken:
    """What a file brought: facts noted, those known already, lines that could not be taken."""

    noted: int = 0
    known: int = 0
    findings: list[Finding] = field(default_factory=list)


def no_proofs(name: str) -> bytes | None:  # noqa: ARG001 - the shape of whoever has some
    return None


@transaction.atomic
def take_postal_return(actor: Actor, creditor_id: int, name: str, content: bytes, *, proofs: Proofs = no_proofs) -> Taken:
    """Take in one file; the same bytes again change nothing."""
    actor.must(Permission.ACTION_CREATE)
    creditors.creditor(actor, creditor_id)
    sha256 = hashlib.sha256(content).hexdigest()
    row, is_new = PostalReturn.objects.select_for_update().get_or_create(
        creditor_id=creditor_id, sha256=sha256, defaults={"name": name[:200], "taken_at": now(), "taken_by_name": actor.name[:120]}
    )
    if not is_new:
        return Taken(known=row.noted + row.known)
    keep(actor, content, "text/plain; charset=utf-8")
    taken, told = Taken(), Counter[str]()
    for each in answers(name, content):
        said = each if isinstance(each, Finding) else take_line(actor, creditor_id, each, proofs)
        if isinstance(said, Finding):
            taken.findings.append(said)
        told["noted" if isinstance(said, Finding) and said.code == "proof" else str(said)] += 1
    taken.noted, taken.known = told["noted"], told["known"]
    row.noted, row.known = taken.noted, taken.known
    row.findings = [asdict(each) for each in taken.findings[:MOST_KEPT]]
    row.save(update_fields=["noted", "known", "findings"])
    change = {"name": name[:200], "noted": taken.noted, "known": taken.known, "findings": len(taken.findings)}
    write_audit(actor, did="letters.answered", subject_kind="creditor", subject_id=creditor_id, creditor_id=creditor_id, change=change)
    return taken


def take_line(actor: Actor, creditor_id: int, answer: Answer, proofs: Proofs) -> str | Finding:
    """Note what one line says of its letter; what cannot be noted says why."""
    number = message_of(answer.reference)
    letter = outbox.handed_letter(actor, creditor_id, number) if number else None
    if letter is None:
        return Finding(answer.line, "reference", answer.reference)
    action = PlannedAction.objects.filter(message_id=letter.pk).order_by("-pk").first()
    if LetterFact.objects.filter(message_id=letter.pk, outcome=answer.outcome.value, happened_on=answer.on).exists():
        return "known"
    content = proofs(answer.proof) if answer.proof else None
    proof = NewAttachment(answer.proof, content) if content else None
    try:
        with transaction.atomic():
            if action is None:
                note_loose(actor, letter, answer)
            else:
                note_presentation(
                    actor, action.pk, outcome=answer.outcome, presented_on=answer.on, number=answer.number, proof=proof,
                    words=answer.words,
                )  # fmt: skip
    except Refusal as refusal:
        return Finding(answer.line, "refused", answer.reference, kept_refusal(refusal))
    return "noted" if proof or not answer.proof else Finding(answer.line, "proof", answer.proof)


def note_loose(actor: Actor, letter: Message, answer: Answer) -> None:
    """Keep what the post says of a letter of no step: a statement, a letter written by hand."""
    LetterFact.objects.create(
        creditor_id=letter.creditor_id, customer_id=letter.customer_id, message_id=letter.pk, outcome=answer.outcome.value,
        happened_on=answer.on, tracking_number=tracking_number(answer.number),
        recipient=letter.recipient if answer.outcome in CAME_BACK else "",
        words=answer.words, noted_by=actor.user_id, noted_by_name=actor.name[:120], noted_at=now(),
    )  # fmt: skip
    if answer.outcome in CAME_BACK:
        ask_for_another(actor, letter.customer_id, letter.recipient, answer.outcome, answer.on, words=answer.words)
    touch([letter.customer_id])
    write_audits(
        actor, [Deed("letter.presented", "message", letter.pk, letter.creditor_id, letter.customer_id, {"outcome": answer.outcome.value})]
    )


def take_postal_returns(actor: Actor) -> int:
    """Take in what the providers put in their folders, file after file; each is put away once it is kept. Returns how many."""
    actor.must(Permission.ACTION_CREATE)
    count = 0
    for creditor_id, route in sorted(outbox.provider_routes(actor).items()):
        folder = postal_folder(actor, route, BACK)
        for file in sorted(folder.glob("*")) if folder.is_dir() else []:
            if file.suffix.lower() in {".csv", ".json"} and not file.name.startswith(".") and file.is_file():
                take_file(actor, creditor_id, file)
                count += 1
    return count


def take_file(actor: Actor, creditor_id: int, file: Path) -> None:
    """Take one file in, then put it away with its proofs: killed in between, it is read again and changes nothing."""
    used: list[Path] = []

    def proof(name: str) -> bytes | None:
        beside = file.parent / Path(name).name
        if beside.is_symlink() or not beside.is_file():
            return None
        used.append(beside)
        return beside.read_bytes()

    try:
        take_postal_return(actor, creditor_id, file.name, file.read_bytes(), proofs=proof)
    except NotAReturn as refusal:
        with transaction.atomic():
            refused(actor, creditor_id, file, refusal)
    done = file.parent / DONE
    done.mkdir(exist_ok=True)
    for each in (*used, file):
        each.replace(done / each.name)


def refused(actor: Actor, creditor_id: int, file: Path, refusal: Refusal) -> None:
    """Keep, for a person to see, a file that could not be read."""
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    PostalReturn.objects.get_or_create(
        creditor_id=creditor_id, sha256=sha256,
        defaults={
            "name": file.name[:200], "taken_at": now(), "taken_by_name": actor.name[:120],
            "findings": [asdict(Finding(0, "file", refusal=kept_refusal(refusal)))],
        },
    )  # fmt: skip
