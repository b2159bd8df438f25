"""Files of an import that wait for a person to say which invoice they show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from encaisse.intake.models import StrayFile
from encaisse.intake.queries.imports import in_reach
from encaisse.intake.rules.numbers import compact_number
from encaisse.intake.rules.strays import check_one
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger
from encaisse.ledger.queries import FoundDocument


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that fits several invoices, or none, and what a person decided of it."""

    id: int
    creditor_id: int
    of_import_id: int
    position: int
    name: str
    sha256: str
    candidates: list[int]
    state: str
    document_id: int | None
    reason: str
    decided_at: datetime | None
    decided_by_name: str

    @property
    def is_waiting(self) -> bool:
        return self.state == StrayFile.State.WAITING


COLUMNS = tuple(Stray.__dataclass_fields__)


def strays(actor: Actor, import_id: int, *, decided: bool = False, offset: int = 0, limit: int | None = None) -> list[Stray]:
    """Return the files of an import that wait for their invoice, or those a person decided, in the order of the import."""
    rows = of_import(actor, import_id, decided=decided).annotate(sha256=F("blob_id")).order_by("position", "pk")
    return [Stray(**row) for row in rows[offset : None if limit is None else offset + limit].values(*COLUMNS)]


def stray_count(actor: Actor, import_id: int, *, decided: bool = False) -> int:
    return of_import(actor, import_id, decided=decided).count()


def waiting_by_import(actor: Actor, import_ids: Iterable[int]) -> dict[int, int]:
    """Return how many files wait, by import; those of which none waits are left out."""
    actor.must(Permission.IMPORT_RUN)
    found: dict[int, int] = {}
    rows = StrayFile.objects.filter(in_reach(actor), of_import_id__in=list(import_ids), state=StrayFile.State.WAITING)
    for import_id in rows.values_list("of_import_id", flat=True):
        found[import_id] = found.get(import_id, 0) + 1
    return found


def stray(actor: Actor, stray_id: int) -> Stray:
    actor.must(Permission.IMPORT_RUN)
    row = StrayFile.objects.filter(in_reach(actor), pk=stray_id).annotate(sha256=F("blob_id")).values(*COLUMNS).first()
    if row is None:
        raise NotFound(what="file")
    return Stray(**row)


def next_stray(actor: Actor, import_id: int, *, after: int) -> int | None:
    """Return the file to look at after one was decided: the next of its import that waits, else the first of them."""
    waiting = of_import(actor, import_id, decided=False).order_by("position", "pk")
    later = waiting.filter(position__gt=after).values_list("pk", flat=True).first()
    return later or waiting.values_list("pk", flat=True).first()


def of_import(actor: Actor, import_id: int, *, decided: bool) -> QuerySet[StrayFile]:
    actor.must(Permission.IMPORT_RUN)
    waiting = {"state": StrayFile.State.WAITING}
    seen = StrayFile.objects.filter(in_reach(actor), of_import_id=import_id)
    return seen.exclude(**waiting) if decided else seen.filter(**waiting)


def invoices_found(actor: Actor, creditor_id: int, words: str, *, limit: int = 20) -> list[FoundDocument]:
    """Return the invoices of a creditor that bear a number, however it is written, or whose number begins so."""
    exact = [row.document_id for row in ledger.numbered_documents(actor, creditor_id, [compact_number(words)])]
    same = list(ledger.named_documents(actor, exact).values())
    begun = [found for found in ledger.find_documents(actor, words, limit=limit, creditor_id=creditor_id) if found.kind != "payment"]
    return list({found.id: found for found in (*same, *begun)}.values())[:limit]


def invoice_numbered(actor: Actor, creditor_id: int, number: str) -> FoundDocument:
    """Return the one invoice of a creditor that bears a number; refuse none, or several."""
    rows = ledger.numbered_documents(actor, creditor_id, [compact_number(number)])
    found = ledger.named_documents(actor, [row.document_id for row in rows])
    check_one(len(found), number=number, customers=(each.customer_name for each in found.values()))
    return next(iter(found.values()))
