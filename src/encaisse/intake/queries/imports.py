"""Imports done."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from encaisse.intake.models import Import, ImportFinding
from encaisse.intake.rules.discretion import discreet_values
from encaisse.intake.rules.findings import Finding
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound

OF_BALANCES = frozenset({"fec", "items", "invoices", "payments"})


@dataclass(frozen=True, slots=True)
class ImportFile:
    id: int
    creditor_id: int
    source_id: int
    kind: str
    name: str
    is_situation: bool
    imported_at: datetime
    imported_by_name: str
    counts: dict[str, int]
    totals: dict[str, Any]
    warnings: int = 0

    @property
    def has_balances(self) -> bool:
        """Tell whether what is open, updated or settled says something of such a file."""
        return self.kind in OF_BALANCES

    @property
    def open_amount(self) -> Decimal:
        return Decimal(self.totals.get("open_amount", 0))


COLUMNS = ("id", "creditor_id", "source_id", "kind", "name", "is_situation", "imported_at", "imported_by_name", "counts", "totals")


def in_reach(actor: Actor) -> Q:
    return Q() if actor.all_creditors else Q(creditor_id__in=actor.creditors)


def imports(actor: Actor, *, limit: int = 50) -> list[ImportFile]:
    """Return the latest imports, with how many findings a person should look at."""
    actor.must(Permission.IMPORT_RUN)
    seen = Count("findings", filter=~Q(findings__severity="note"))
    rows = Import.objects.filter(in_reach(actor)).annotate(warnings=seen).order_by("-imported_at", "-id")[:limit]
    return [ImportFile(**row) for row in rows.values(*COLUMNS, "warnings")]


def import_file(actor: Actor, import_id: int) -> ImportFile:
    actor.must(Permission.IMPORT_RUN)
    row = Import.objects.filter(in_reach(actor), pk=import_id).values(*COLUMNS).first()
    if row is None:
        raise NotFound(what="import")
    return ImportFile(**row)


def findings(actor: Actor, import_id: int, *, limit: int | None = None, apart: Collection[str] = ()) -> list[Finding]:
    """Return the findings of an import, but for some codes: errors first, then warnings, then notes.

    What the books alone know stays hidden from whoever may not see invoices.
    """
    import_file(actor, import_id)
    rows = ImportFinding.objects.filter(of_import_id=import_id).exclude(code__in=apart).order_by("position")[:limit]
    found = [Finding(*row) for row in rows.values_list("code", "line_no", "values")]
    if actor.may(Permission.INVOICE_VIEW):
        return found
    return [replace(each, values=discreet_values(each.code, each.values)) for each in found]
