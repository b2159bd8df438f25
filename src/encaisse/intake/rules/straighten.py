"""Bytes of a regular file made plain for the database, a chunk at a time: line feeds only, no padding, a known encoding."""

import re
from collections.abc import Iterable, Iterator

from encaisse.intake.rules.survey import BOM, Survey

# What the database decodes by itself; the rest is decoded here.
DATABASE_ENCODINGS = {"ascii": "UTF8", "utf-8": "UTF8", "iso-8859-15": "LATIN9", "cp1252": "WIN1252"}


def database_encoding(survey: Survey) -> str:
    return DATABASE_ENCODINGS.get(survey.encoding, "UTF8")


def straightened(chunks: Iterable[bytes], survey: Survey, separator: str) -> Iterator[bytes]:
    """Yield the lines after the header."""
    padding = re.compile(rb" *([\n" + re.escape(separator.encode()) + rb"]) *") if survey.padded > survey.lines else None
    ends_in_returns = b"\n" not in survey.head
    body = without_header(chunks)
    for chunk in body:
        plain = chunk.replace(b"\r", b"\n") if ends_in_returns else chunk.replace(b"\r", b"")
        if padding:
            plain = padding.sub(rb"\1", plain).lstrip(b" ")
        if survey.encoding not in DATABASE_ENCODINGS:
            plain = plain.decode(survey.encoding).encode()
        yield plain


def without_header(chunks: Iterable[bytes]) -> Iterator[bytes]:
    chunks = iter(chunks)
    first = next(chunks, b"").removeprefix(BOM)
    end = re.search(rb"\r*\n|\r", first)
    yield first[end.end() :] if end else b""
    yield from chunks
