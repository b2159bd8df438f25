"""A ZIP of invoices is looked at before it is opened: no bomb, no password, no path that leads elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from encaisse.intake.rules.refusals import BundleBomb, BundleOfTooMany, BundlePath, BundleProtected

MOST_MEMBERS = 20_000
LARGEST_MEMBER = 50 << 20
LARGEST_TOTAL = 8 << 30
LARGEST_RATIO = 200
SMALL = 10 << 20


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    size: int
    packed: int
    is_encrypted: bool = False


def check_members(members: Sequence[Member], *, name: str) -> None:
    """Refuse an archive that no set of invoices looks like."""
    if len(members) > MOST_MEMBERS:
        raise BundleOfTooMany(name=name, count=len(members), limit=MOST_MEMBERS)
    for member in members:
        if member.is_encrypted:
            raise BundleProtected(name=name)
        if leads_elsewhere(member.name):
            raise BundlePath(name=name, path=member.name[:80])
        if member.size > LARGEST_MEMBER or (member.size > SMALL and member.size > LARGEST_RATIO * max(member.packed, 1)):
            raise BundleBomb(name=name, path=member.name[:80], limit=LARGEST_MEMBER >> 20)
    if sum(member.size for member in members) > LARGEST_TOTAL:
        raise BundleBomb(name=name, path="*", limit=LARGEST_TOTAL >> 20)


def leads_elsewhere(path: str) -> bool:
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return ".." in parts or path.startswith(("/", "\\")) or (len(path) > 1 and path[1] == ":") or "\0" in path


def is_skipped(name: str) -> bool:
    """Tell what operating systems put beside the files."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not parts or parts[0] == "__MACOSX" or parts[-1].startswith(".") or parts[-1].lower() in {"thumbs.db", "desktop.ini"}
