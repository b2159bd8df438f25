"""How large a file may be."""

import os

from encaisse.intake.rules.refusals import FileTooLarge

MEGABYTE = 1 << 20
DEFAULT_LIMIT_MB = 1024


def limit_megabytes() -> int:
    return int(os.environ.get("ENCAISSE_UPLOAD_LIMIT_MB", DEFAULT_LIMIT_MB))


def check_size(size: int, *, name: str) -> None:
    if size > limit_megabytes() * MEGABYTE:
        raise FileTooLarge(name=name, limit=limit_megabytes())
