"""Files that come together: a ZIP, a folder, or one file; looked at before they are opened, then read one at a time."""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from encaisse.intake.rules.bundle import LARGEST_MEMBER, Member, check_members, is_skipped
from encaisse.intake.rules.refusals import BundleBroken, FileTooLarge

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class BundledFile:
    """One file of a bundle; its name is only a label, never a place on this disk."""

    position: int
    total: int
    name: str
    content: bytes


def is_zip(file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    return head in {ZIP, EMPTY_ZIP}


def bundled_files(file: BinaryIO, *, name: str) -> Iterator[BundledFile]:
    """Yield the files of a ZIP one after the other, or the file itself; never more than one is in memory."""
    if not is_zip(file):
        content = file.read(LARGEST_MEMBER + 1)
        if len(content) > LARGEST_MEMBER:
            raise FileTooLarge(name=name, limit=LARGEST_MEMBER >> 20)
        yield BundledFile(1, 1, name, content)
        return
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            members = [Member(entry.filename, entry.file_size, entry.compress_size, bool(entry.flag_bits & 1)) for entry in entries]
            check_members(members, name=name)
            kept = [entry for entry in entries if not is_skipped(entry.filename)]
            for position, entry in enumerate(kept, start=1):
                yield BundledFile(position, len(kept), entry.filename, unpacked(archive, entry, name=name))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BundleBroken(name=name) from error


def unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, *, name: str) -> bytes:
    """Read one file; what unpacks beyond what it announced, or beyond the limit, is refused."""
    with archive.open(entry) as member:
        content = member.read(LARGEST_MEMBER + 1)
    if len(content) > LARGEST_MEMBER:
        raise FileTooLarge(name=f"{name}/{entry.filename}", limit=LARGEST_MEMBER >> 20)
    return content


def folder_files(paths: Sequence[Path]) -> Iterator[BundledFile]:
    """Yield the files of folders, in the order of their names."""
    found = [each for path in paths for each in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    kept = [each for each in found if each.is_file() and not each.is_symlink() and not is_skipped(each.name)]
    for position, each in enumerate(kept, start=1):
        if each.stat().st_size > LARGEST_MEMBER:
            raise FileTooLarge(name=each.name, limit=LARGEST_MEMBER >> 20)
        yield BundledFile(position, len(kept), each.name, each.read_bytes())


def digest_of_bundle(paths: Sequence[Path]) -> bytes:
    """Return what tells one folder's content from another: names and bytes."""
    digest = hashlib.sha256()
    for each in folder_files(paths):
        digest.update(each.name.encode() + b"\0" + hashlib.sha256(each.content).digest())
    return digest.digest()
