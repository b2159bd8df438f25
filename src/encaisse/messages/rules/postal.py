"""How the letters of a creditor leave: printed here, or handed to a postal provider as files in a folder."""

import csv
import hashlib
import io
import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop

FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(/[A-Za-z0-9][A-Za-z0-9_-]*){0,3}")
REFERENCE = re.compile(r"m([0-9]{1,18})")
POSTCODE = re.compile(r"\b\d{4,6}\b")
MOST_LINES = 6  # of an address: what a window and a provider read
NO_PROVIDER = gettext_noop("No postal provider is set up for this company. Print the letter, or set one up under “Channels and senders”.")


class Manifest(StrEnum):
    JSON = "json"
    CSV = "csv"


class BadFolder(Refusal):
    sentence = gettext_noop(
        "“%(folder)s” is no folder name: letters, digits, - and _, up to four levels, such as provider/company. It lies in the postal "
        "folder of the installation."
    )


@dataclass(frozen=True, slots=True)
class LetterRoute:
    """What is chosen for the letters of a creditor. `by_provider` hands them over; else they wait for the print batch."""

    by_provider: bool = False
    folder: str = ""
    manifest: Manifest = Manifest.JSON
    colour: bool = False
    duplex: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """One letter handed over: what its manifest says."""

    reference: str
    kind: str  # letter | registered_letter
    recipient: tuple[str, ...]
    dated_on: date
    pdf: bytes
    route: LetterRoute


def check_route(route: LetterRoute) -> None:
    if route.by_provider and not FOLDER.fullmatch(route.folder):
        raise BadFolder(folder=route.folder)


def address_lines(recipient: str) -> tuple[str, ...]:
    """Return the lines of an envelope; what is beyond the sixth joins the line before the town."""
    lines = [line.strip() for line in recipient.splitlines() if line.strip()]
    if len(lines) <= MOST_LINES:
        return tuple(lines)
    return (*lines[: MOST_LINES - 2], " ".join(lines[MOST_LINES - 2 : -1]), lines[-1])


def town_of(recipient: str) -> str:
    """Return the line of an address that names the town: the last with a postcode, for a country may stand below it."""
    lines = address_lines(recipient)
    return next((line for line in reversed(lines) if POSTCODE.search(line)), lines[-1] if lines else "")


def file_names(dropped: Dropped) -> tuple[str, str]:
    """Return the names of the letter and of its manifest; the same letter has the same names for ever."""
    return f"{dropped.reference}.pdf", f"{dropped.reference}.{dropped.route.manifest.value}"


def manifest_of(dropped: Dropped) -> bytes:
    """Write what the provider needs to know of a letter."""
    lines = (*dropped.recipient, *[""] * (MOST_LINES - len(dropped.recipient)))
    values = {
        "reference": dropped.reference,
        "kind": "registered" if dropped.kind == "registered_letter" else "simple",
        "file": file_names(dropped)[0],
        "sha256": hashlib.sha256(dropped.pdf).hexdigest(),
        "dated_on": dropped.dated_on.isoformat(),
        "colour": dropped.route.colour,
        "duplex": dropped.route.duplex,
    }
    if dropped.route.manifest is Manifest.JSON:
        return json.dumps({**values, "recipient": list(dropped.recipient)}, ensure_ascii=False, indent=1).encode()
    row = {name: int(value) if isinstance(value, bool) else value for name, value in values.items()}
    row |= {f"address{number}": line for number, line in enumerate(lines, 1)}
    written = io.StringIO()
    writer = csv.DictWriter(written, list(row), delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(row)
    return written.getvalue().encode("utf-8-sig")


def message_of(reference: str) -> int | None:
    """Return the number of the message a reference names."""
    found = REFERENCE.fullmatch(reference.strip())
    return int(found[1]) if found else None
