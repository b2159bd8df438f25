"""A spreadsheet is an archive: looked at before it is opened, so that a small file cannot unpack into a flood."""

import zipfile
from typing import BinaryIO

from encaisse.intake.rules.refusals import TooInflated, Unreadable
from encaisse.kit.refusals import gettext_noop

LARGEST_UNPACKED = 600 << 20
LARGEST_RATIO = 200
SMALL = 1 << 20
MOST_ENTRIES = 2000
NOT_A_WORKBOOK = gettext_noop("it is an archive, but no .xlsx workbook")
TOO_MANY_PARTS = gettext_noop("it holds too many parts")
BROKEN = gettext_noop("the file is damaged")
FORBIDDEN_MARKUP = gettext_noop("it declares XML entities, which no spreadsheet program writes")


def check_workbook(file: BinaryIO, *, name: str) -> None:
    """Refuse an archive that is no workbook, unpacks too large, or declares entities."""
    try:
        with zipfile.ZipFile(file) as archive:
            check_entries(archive.infolist(), name=name)
            check_markup(archive, name=name)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise Unreadable(name=name, why=BROKEN) from error
    finally:
        file.seek(0)


def check_entries(entries: list[zipfile.ZipInfo], *, name: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise Unreadable(name=name, why=TOO_MANY_PARTS)
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    if unpacked > LARGEST_UNPACKED or (unpacked > SMALL * 20 and unpacked / packed > LARGEST_RATIO):
        raise TooInflated(name=name, limit=LARGEST_UNPACKED >> 20)
    if not any(entry.filename == "xl/workbook.xml" for entry in entries):
        raise Unreadable(name=name, why=NOT_A_WORKBOOK)


def check_markup(archive: zipfile.ZipFile, *, name: str) -> None:
    """Refuse a document type declaration in any part: entities are how hostile XML explodes or reads files."""
    for entry in archive.infolist():
        if entry.filename.endswith((".xml", ".rels")):
            with archive.open(entry) as part:
                if b"<!DOCTYPE" in part.read(4096).upper():
                    raise Unreadable(name=name, why=FORBIDDEN_MARKUP)
