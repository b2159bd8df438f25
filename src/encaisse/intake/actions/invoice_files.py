"""Taking in PDFs of invoices: each is kept and attached to the document that its name or its text gives; one transaction."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from encaisse.creditors import queries as creditors
from encaisse.db import run_sql
from encaisse.files.actions import keep_many
from encaisse.intake.actions.kept import close_import, earlier_import, open_import
from encaisse.intake.actions.strays import NAME, decided_before, forget_waiting, keep_strays
from encaisse.intake.actions.tables import sha256_of
from encaisse.intake.models import Import, ImportFinding, StrayFile
from encaisse.intake.queries.bundles import BundledFile, bundled_files, digest_of_bundle, folder_files
from encaisse.intake.rules.einvoices.findings import refused_file
from encaisse.intake.rules.einvoices.reading import is_pdf, text_of_pdf
from encaisse.intake.rules.filed import Ambiguous, Matched, Numbered, match
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.numbers import compact_number, numbers_in, shaped
from encaisse.intake.rules.progress import Watch, nobody_watches
from encaisse.intake.rules.refusals import NothingToImport
from encaisse.intake.rules.report import FoundSoFar, ImportReport
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_facts
from encaisse.ledger.rules.evidence import FileFacts

FILES = "files"
SOURCE = "Factures en PDF"
PDF_TYPE = "application/pdf"
AT_A_TIME = 200  # files whose numbers are looked up together
KEPT_TOGETHER = 16 << 20  # bytes; no more is in memory, but for the last file read
LISTED = 5


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A PDF read and kept: only the numbers it may bear stay in memory."""

    position: int
    name: str
    sha256: str
    in_name: frozenset[str]
    in_text: frozenset[str]


@dataclass(slots=True)
class Filing:
    """What an import of files did so far; what a person decided of some of them stays."""

    kept: Import
    decided: Mapping[tuple[str, str], str]
    shapes: Collection[str] = frozenset()
    found: FoundSoFar = field(default_factory=FoundSoFar)
    rows: int = 0
    matched: int = 0
    attached: int = 0


def import_files(
    actor: Actor, creditor_id: int, file: BinaryIO, *, name: str, source_name: str = "", watch: Watch = nobody_watches
) -> ImportReport:
    """Take in a PDF, or a ZIP of them. The same again changes nothing, except for files whose invoice is known since."""
    files = bundled_files(file, name=name)
    return file_away(actor, creditor_id, files, sha256_of(file), name=name, source_name=source_name, watch=watch)


def import_folder(actor: Actor, creditor_id: int, path: Path, *, source_name: str = "", watch: Watch = nobody_watches) -> ImportReport:
    """Take in the PDFs of a folder, and of the folders in it."""
    digest = digest_of_bundle([path])
    return file_away(actor, creditor_id, folder_files([path]), digest, name=path.name, source_name=source_name, watch=watch)


@transaction.atomic
def file_away(
    actor: Actor, creditor_id: int, files: Iterable[BundledFile], sha256: bytes, *, name: str, source_name: str, watch: Watch
) -> ImportReport:
    actor.must(Permission.IMPORT_RUN)
    creditors.creditor(actor, creditor_id)
    source_id = ledger.source(actor, creditor_id, kind=FILES, name=source_name or SOURCE)
    run_sql("intake.lock_source", source_id=source_id)
    kept = earlier_import(source_id, FILES, sha256)
    if kept is None:
        kept = open_import(actor, creditor_id=creditor_id, source_id=source_id, kind=FILES, name=name, sha256=sha256)
    ImportFinding.objects.filter(of_import=kept).delete()  # said again below, of what is still so
    forget_waiting(kept)
    filing = Filing(kept, decided_before(kept), ledger.stage_numbers(actor, creditor_id))
    read = read_files(actor, files, filing, watch=watch)
    while some := list(islice(read, AT_A_TIME)):
        attach(actor, creditor_id, some, filing)
    if not filing.rows:
        raise NothingToImport(name=name)
    watch("recording", 1, 1)
    report = ImportReport(
        rows=filing.rows, receivable_rows=filing.matched, created=filing.attached, unchanged=filing.matched - filing.attached,
        findings=filing.found.all(), import_id=kept.pk, source_id=source_id,
    )  # fmt: skip
    return close_import(actor, kept, report)


def read_files(actor: Actor, files: Iterable[BundledFile], filing: Filing, *, watch: Watch) -> Iterator[ReadFile]:
    """Keep the PDFs, several at a time, and yield the numbers each may bear; what is no PDF, or cannot be opened, is a finding."""
    waiting: list[tuple[BundledFile, str]] = []
    for each in files:
        filing.rows += 1
        watch("reading", each.position, each.total)
        if not is_pdf(each.content):
            filing.found.add(Finding("file_notapdf", each.position, {"name": each.name}))
            continue
        try:
            waiting.append((each, text_of_pdf(each.content, name=each.name)))
        except Refusal as refusal:
            filing.found.add(refused_file(refusal, position=each.position, name=each.name))
        if len(waiting) >= AT_A_TIME or sum(len(file.content) for file, _ in waiting) >= KEPT_TOGETHER:
            yield from kept_files(actor, waiting, filing.shapes)
            waiting = []
    yield from kept_files(actor, waiting, filing.shapes)


def kept_files(actor: Actor, read: Sequence[tuple[BundledFile, str]], shapes: Collection[str]) -> Iterator[ReadFile]:
    """Keep some files: their folders are made durable once for all of them. Only numbers of a known shape stay in memory."""
    hashes = keep_many(actor, [each.content for each, _ in read], PDF_TYPE) if read else []
    for (each, text), sha256 in zip(read, hashes, strict=True):
        bare = Path(each.name.replace("\\", "/")).name.removesuffix(".pdf").removesuffix(".PDF")
        yield ReadFile(each.position, each.name, sha256, shaped(numbers_in(bare), shapes), shaped(numbers_in(text), shapes))


def attach(actor: Actor, creditor_id: int, read: Sequence[ReadFile], filing: Filing) -> None:
    """Look up the numbers of some files at once, attach what is recognised and say what is not."""
    wanted = {number for each in read for number in each.in_name | each.in_text}
    rows = ledger_facts.numbered_documents(actor, creditor_id, wanted, staged=True)
    known = [Numbered(row.document_id, compact_number(row.number)) for row in rows]
    written = {row.document_id: row.number for row in rows}
    facts, strays = [], []
    for each in read:
        if decided := filing.decided.get((each.name[-NAME:], each.sha256)):
            filing.matched += decided == StrayFile.State.ATTACHED
            continue
        found = match(each.in_name, each.in_text, known)
        if isinstance(found, Matched):
            facts.append(FileFacts(found.document.document_id, each.sha256, each.name, matched_by=found.reason.value))
        else:
            candidates = found.candidates if isinstance(found, Ambiguous) else ()
            filing.found.add(said_of(each, [written[candidate.document_id] for candidate in candidates]))
            strays.append((each.position, each.name, each.sha256, [candidate.document_id for candidate in candidates]))
    keep_strays(actor, filing.kept, strays)
    filing.matched += len(facts)
    filing.attached += ledger.attach_files(actor, facts, permission=Permission.IMPORT_RUN)


def said_of(each: ReadFile, numbers: Sequence[str]) -> Finding:
    """Return what an import says of a file that fits several invoices, or none."""
    if not numbers:
        return Finding("file_unmatched", each.position, {"name": each.name})
    values = {"name": each.name, "count": len(numbers), "numbers": ", ".join(numbers[:LISTED])}
    return Finding("file_ambiguous", each.position, values)
