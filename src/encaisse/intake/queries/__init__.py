"""What the screens of imports show: files waiting, what they seem to hold, imports done, their findings."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.intake.queries.imports import ImportFile, findings, import_file, imports
    from encaisse.intake.queries.previews import Preview, preview, recognised_kind
    from encaisse.intake.queries.strays import (
        Stray,
        invoice_numbered,
        invoices_found,
        next_stray,
        stray,
        stray_count,
        strays,
        waiting_by_import,
    )
    from encaisse.intake.queries.uploads import UploadCard, upload, uploads
else:
    wake_on_demand(__name__)

__all__ = [
    "ImportFile",
    "Preview",
    "Stray",
    "UploadCard",
    "findings",
    "import_file",
    "imports",
    "invoice_numbered",
    "invoices_found",
    "next_stray",
    "preview",
    "recognised_kind",
    "stray",
    "stray_count",
    "strays",
    "upload",
    "uploads",
    "waiting_by_import",
]
