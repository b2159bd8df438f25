"""A letter and what is enclosed, as one file to print."""

import io
from collections.abc import Sequence


def with_enclosures(letter: bytes, enclosed: Sequence[bytes]) -> bytes:
    """Return the letter with the pages of its enclosures behind it; one that cannot be opened stays beside the letter."""
    if not enclosed:
        return letter
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415 - a tenth of a command's start, needed with enclosures alone
    from pypdf.errors import PyPdfError  # noqa: PLC0415 - as above

    writer = PdfWriter()
    writer.append(io.BytesIO(letter))
    for each in enclosed:
        try:
            reader = PdfReader(io.BytesIO(each))
            if reader.is_encrypted and not reader.decrypt(""):
                continue
            for page in reader.pages:
                writer.add_page(page)
        except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            continue
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
