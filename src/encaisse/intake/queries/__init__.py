"""What the screens of imports show: files waiting, what they seem to hold, imports done, their findings."""

from encaisse.intake.queries.imports import ImportFile, findings, import_file, imports
from encaisse.intake.queries.previews import Preview, preview, recognised_kind
from encaisse.intake.queries.uploads import UploadCard, upload, uploads

__all__ = [
    "ImportFile",
    "Preview",
    "UploadCard",
    "findings",
    "import_file",
    "imports",
    "preview",
    "recognised_kind",
    "upload",
    "uploads",
]
