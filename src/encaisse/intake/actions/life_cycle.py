"""Taking in what platforms tell of the life of e-invoices: one message, or a ZIP of them; one transaction."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from zoneinfo import ZoneInfo

from django.db import transaction

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.db import run_sql
from encaisse.dunning import actions as dunning
from encaisse.intake.actions.kept import already_imported, close_import, earlier_import, open_import
from encaisse.intake.actions.tables import sha256_of
from encaisse.intake.queries.bundles import BundledFile, bundled_files
from encaisse.intake.rules.einvoices.cdar import LifeStep, read_acknowledgement
from encaisse.intake.rules.einvoices.findings import refused_file
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.numbers import compact_number
from encaisse.intake.rules.progress import Watch, nobody_watches
from encaisse.intake.rules.refusals import NothingToImport
from encaisse.intake.rules.report import FoundSoFar, ImportReport
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_facts
from encaisse.ledger.queries import NumberedDocument
from encaisse.ledger.rules.life_cycle import StateFacts, known_code

LIFE_CYCLE = "life_cycle"
SOURCE = "Cycle de vie des factures"


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step, and the file that told it."""

    position: int
    name: str
    step: LifeStep


@transaction.atomic
def import_life_cycle(
    actor: Actor, creditor_id: int, file: BinaryIO, *, name: str, source_name: str = "", watch: Watch = nobody_watches
) -> ImportReport:
    """Take in the messages of a platform. The same file again changes nothing, but for invoices that came since."""
    actor.must(Permission.IMPORT_RUN)
    creditor = creditors.creditor(actor, creditor_id)
    source_id = ledger.source(actor, creditor_id, kind=LIFE_CYCLE, name=source_name or SOURCE)
    run_sql("intake.lock_source", source_id=source_id)
    sha256, found = sha256_of(file), FoundSoFar()
    earlier = earlier_import(source_id, LIFE_CYCLE, sha256)
    if earlier and not earlier.totals.get("findings"):
        return already_imported(earlier)
    told, seen = read_all(creditor, bundled_files(file, name=name), found, watch=watch)
    if not seen:
        raise NothingToImport(name=name)
    named = documents_named(actor, creditor.id, told)
    facts = [fact for each in told if (fact := fact_of(each, named[compact_number(each.step.number)], found))]
    kept = earlier or open_import(actor, creditor_id=creditor_id, source_id=source_id, kind=LIFE_CYCLE, name=name, sha256=sha256)
    kept.findings.all().delete()  # said again below, of what is still so
    new = ledger.record_delivery_states(actor, facts, source_id=source_id)
    dunning.ask_about_e_invoices(actor, new, on=creditors.today_of(actor, creditor_id))
    watch("recording", 1, 1)
    report = ImportReport(
        rows=seen, receivable_rows=len(facts), created=len(new), unchanged=len(facts) - len(new), findings=found.all(), import_id=kept.pk,
        source_id=source_id,
    )  # fmt: skip
    return close_import(actor, kept, report)


def read_all(
    creditor: CreditorCard, files: Iterable[BundledFile], found: FoundSoFar, *, watch: Watch
) -> tuple[list[ToldStep], int]:  # fmt: skip
    """Read each message; what cannot be read, or tells of another company's invoices, is a finding."""
    told: list[ToldStep] = []
    seen, zone = 0, ZoneInfo(creditor.timezone)
    for each in files:
        seen += 1
        watch("reading", each.position, each.total)
        try:
            steps = read_acknowledgement(each.content, name=each.name, zone=zone)
        except Refusal as refusal:
            found.add(refused_file(refusal, position=each.position, name=each.name))
            continue
        for step in steps:
            if step.seller_siren and step.seller_siren != creditor.siren:
                values = {"number": step.number, "siren": step.seller_siren, "creditor": creditor.name}
                found.add(Finding("state_of_other_seller", each.position, values))
            else:
                told.append(ToldStep(each.position, each.name, step))
    return told, seen


def documents_named(actor: Actor, creditor_id: int, told: Iterable[ToldStep]) -> dict[str, list[NumberedDocument]]:
    """Return the documents that the messages name, by compact number: one look-up for all of them."""
    named: dict[str, list[NumberedDocument]] = defaultdict(list)
    for document in ledger_facts.numbered_documents(actor, creditor_id, {compact_number(each.step.number) for each in told}):
        named[compact_number(document.number)].append(document)
    return named


def fact_of(told: ToldStep, named: Sequence[NumberedDocument], found: FoundSoFar) -> StateFacts | None:
    """Return the step of a document, or nothing and a finding: an unknown code, an invoice unknown or told of several."""
    step = told.step
    code = known_code(step.code)
    if code is None:
        found.add(Finding("state_unknown", told.position, {"number": step.number, "value": step.code[:20]}))
        return None
    same_day = [each for each in named if each.issued_on == step.issued_on]
    chosen = same_day or named
    if len(chosen) != 1:
        kind = "state_of_several" if chosen else "state_of_unknown"
        found.add(Finding(kind, told.position, {"number": step.number, "count": len(chosen)}))
        return None
    return StateFacts(chosen[0].document_id, code, step.happened_at, step.reason_code, step.contested_amount)
