"""Bytes are known by their hash alone."""

import hashlib
import re
from typing import NewType

from encaisse.kit.refusals import Refusal, gettext_noop

Sha256 = NewType("Sha256", str)

HASH = re.compile(r"[0-9a-f]{64}")
LARGEST = 256 * 1024 * 1024


class NotTheSameBytes(Refusal):
    sentence = gettext_noop(
        "The file %(sha256)s no longer holds the bytes that were kept. Restore it from a backup; nothing is shown in its place."
    )


class BytesMissing(Refusal):
    sentence = gettext_noop("The file %(sha256)s is missing from the disk. Restore it from a backup.")


class FileTooLarge(Refusal):
    sentence = gettext_noop("The file has %(size)s bytes, at most %(largest)s are kept. Send it in parts.")


def sha256_of(content: bytes) -> Sha256:
    return Sha256(hashlib.sha256(content).hexdigest())


def is_sha256(written: str) -> bool:
    return HASH.fullmatch(written) is not None


def check_size(size: int) -> None:
    if size > LARGEST:
        raise FileTooLarge(size=size, largest=LARGEST)


def check_same(content: bytes, sha256: str) -> None:
    if sha256_of(content) != sha256:
        raise NotTheSameBytes(sha256=sha256)


def place_of(sha256: str) -> str:
    """Return where bytes stand under the files' folder: two levels, so that no folder grows without end."""
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
