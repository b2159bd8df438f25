"""What is kept of an import: the file it was, its figures, its findings, its trace in the audit."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from encaisse.audit.actions import write_audit
from encaisse.db import copy_rows
from encaisse.intake.models import Import
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.report import ImportReport, in_order, plain
from encaisse.kit.actor import Actor


def open_import(
    actor: Actor, *, creditor_id: int, source_id: int, kind: str, name: str, sha256: bytes, is_situation: bool = False
) -> Import:
    return Import.objects.create(
        creditor_id=creditor_id, source_id=source_id, kind=kind, name=name[:200], file_sha256=sha256, is_situation=is_situation,
        imported_by=actor.user_id, imported_by_name=actor.name[:120],
    )  # fmt: skip


def earlier_import(source_id: int, kind: str, sha256: bytes) -> Import | None:
    return Import.objects.filter(source_id=source_id, kind=kind, file_sha256=sha256).first()


def already_imported(earlier: Import) -> ImportReport:
    """Say that the same bytes were taken in before: everything is unchanged."""
    finding = Finding("already_imported", None, {"imported_on": f"{earlier.imported_at:%Y-%m-%d}"})
    counts: dict[str, Any] = {**earlier.counts, "created": 0, "updated": 0, "settled": 0}
    counts["unchanged"] = counts.get("receivable_rows", 0)
    return ImportReport(
        **counts,
        open_amount=Decimal(earlier.totals.get("open_amount", 0)),
        findings=(finding,),
        import_id=earlier.pk,
        source_id=earlier.source_id,
    )


def close_import(actor: Actor, kept: Import, report: ImportReport) -> ImportReport:
    """Write down the figures and the findings, and the trace in the audit."""
    kept.counts = report.counts()
    kept.totals = {
        "open_amount": f"{report.open_amount:.2f}",
        "findings": len(report.findings),
        "customers_without_contact": report.customers_without_contact,
    }
    kept.save(update_fields=["counts", "totals"])
    keep_findings(kept.pk, in_order(report.findings))
    write_audit(
        actor, did="intake.import", subject_kind="import", subject_id=kept.pk, creditor_id=kept.creditor_id,
        change={"kind": kept.kind, "file": kept.file_sha256.hex(), **kept.counts, **kept.totals},
    )  # fmt: skip
    return report


def keep_findings(import_id: int, findings: Iterable[Finding]) -> None:
    copy_rows(
        "intake_finding",
        ["import_id", "position", "line_no", "severity", "code", "values"],
        (
            (import_id, position, found.line_no, found.severity.value, found.code, Jsonb(plain(found.values)))
            for position, found in enumerate(findings, start=1)
        ),
    )


def analyze(stage: str) -> None:
    """Tell the planner what has just come on a stage; a small sample is enough."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('default_statistics_target', '10', true)")
        cursor.execute(f"analyze {stage}")
        cursor.execute("select set_config('default_statistics_target', '100', true)")


def day_of(text: str | None) -> date | None:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8])) if text and text[:8].isdigit() else None
