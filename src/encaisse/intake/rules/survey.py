"""A first look at the bytes of a text file, in one pass and constant memory: encoding, line ends, regularity, hash."""

import codecs
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from encaisse.intake.rules.lost_accents import LOST, code_page_of
from encaisse.intake.rules.refusals import EmptyFile, LineTooLong, NotThisKindOfFile
from encaisse.kit.refusals import gettext_noop

CHUNK = 1 << 20
HEAD = 1 << 16
ASCII_BYTES = bytes(range(128))
BUT_ODD_BYTES = bytes(sorted(set(range(256)) - set(b"\x00\x01\x1a\r")))  # to see in one pass whether a chunk holds one of these
# Controls that no text holds, whatever its encoding: few of them are a slip, many are another kind of file.
BUT_CONTROLS = bytes(sorted(set(range(256)) - set(range(1, 9)) - set(range(14, 26)) - set(range(27, 32))))
BOM = codecs.BOM_UTF8
EMPTY_LINE = re.compile(rb"\n\r?\n")

# Letters with accents, as a French text holds them, in each family of one-byte encodings.
CP850_LETTERS = frozenset("éèàçêôûùâîÉÈÀÇ".encode("cp850"))
LATIN_LETTERS = frozenset("éèàçêôûùâîïÉÈÀÇÊÔ".encode("iso-8859-15"))

MAGIC = (
    (b"%PDF", gettext_noop("a PDF document")),
    (b"PK\x03\x04", gettext_noop("a spreadsheet or an archive")),
    (b"\xd0\xcf\x11\xe0", gettext_noop("an old Office document")),
    (b"\x1f\x8b", gettext_noop("a compressed file")),
    (b"\x89PNG", gettext_noop("an image")),
    (b"\xff\xd8\xff", gettext_noop("an image")),
    (b"<?xml", gettext_noop("an XML document")),
)


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over the bytes tells. `is_regular`: every line has as many columns, nothing odd stands between them."""

    sha256: bytes
    size: int
    encoding: str
    has_bom: bool
    head: bytes
    lines: int
    separators: int
    lone_returns: int
    double_returns: int
    blank_lines: int
    nul_bytes: int
    padded: int
    odd_bytes: int
    lost_accents: str = ""
    """The code page whose letters a bad conversion made control characters."""

    @property
    def columns(self) -> int | None:
        """Return how many columns each line after the header has, when the total allows only one answer."""
        in_header = first_line(self.head).count(separator_of(self.head))
        if self.lines <= 1:
            return in_header + 1
        per_line, rest = divmod(self.separators - in_header, self.lines - 1)
        return None if rest else per_line + 1

    @property
    def is_regular(self) -> bool:
        return self.columns is not None and not (self.blank_lines or self.nul_bytes or self.odd_bytes or self.lone_returns)


def whole_lines(source: BinaryIO, *, name: str, size: int = CHUNK) -> Iterator[bytes]:
    """Yield the file in chunks that end with a line; refuse a line longer than a chunk."""
    rest = b""
    while block := source.read(size):
        block = rest + block if rest else block
        cut = (block.rfind(b"\n") if b"\n" in block else block.rfind(b"\r", 0, -1)) + 1
        if not cut and len(block) >= size:
            raise LineTooLong(name=name, limit=size)
        rest = block[cut:]
        if cut:
            yield block[:cut]
    if rest:
        yield rest


def separator_of(head: bytes) -> bytes:
    """Return the separator of the header: the one that occurs most."""
    header = first_line(head)
    return max((b"\t", b"|", b";", b","), key=header.count)


def first_line(head: bytes) -> bytes:
    return head.removeprefix(BOM).lstrip(b"\r\n").split(b"\n", 1)[0].split(b"\r", 1)[0]


def check_text(head: bytes, *, name: str, expected: str) -> None:
    """Refuse what is plainly another kind of file, by its first bytes."""
    if not head.strip(b"\r\n\t \x00"):
        raise EmptyFile(name=name)
    found = next((words for magic, words in MAGIC if head.removeprefix(BOM).lstrip().startswith(magic)), None)
    if found is None and (head.count(b"\x00") > len(head) // 10 or len(head.translate(None, BUT_CONTROLS)) > len(head) // 20):
        found = gettext_noop("a binary file")
    if found:
        raise NotThisKindOfFile(name=name, found=found, expected=expected)


def one_byte_encoding(high: Counter[int]) -> str:
    """Return the likeliest one-byte encoding of a French text that is not UTF-8."""
    oem = sum(count for byte, count in high.items() if byte in CP850_LETTERS)
    latin = sum(count for byte, count in high.items() if byte in LATIN_LETTERS)
    if oem > latin:
        return "cp850"
    return "cp1252" if any(0x80 <= byte <= 0x9F for byte in high) else "iso-8859-15"  # noqa: PLR2004 - the C1 range


class Surveyor:
    """Adds chunks up. One instance per file."""

    def __init__(self, head: bytes) -> None:
        self.separator = separator_of(head)
        self.head = head[:HEAD]
        self.sums: Counter[str] = Counter()
        self.high: Counter[int] = Counter()
        self.lost: Counter[int] = Counter()
        self.digest = hashlib.sha256()
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.is_utf8, self.has_letters = True, False

    def look(self, chunk: bytes) -> None:
        self.digest.update(chunk)
        odd = chunk.translate(None, BUT_ODD_BYTES)
        line_feeds, returns = chunk.count(b"\n"), odd.count(b"\r")
        pairs = chunk.count(b"\r\n") if returns else 0
        doubles = chunk.count(b"\r\r\n") if returns else 0
        self.sums.update(
            size=len(chunk),
            separators=chunk.count(self.separator),
            lines=line_feeds or returns,
            lone=returns - pairs - doubles if line_feeds else 0,
            doubles=doubles,
            blanks=blank_lines(chunk),
            nul=odd.count(b"\x00"),
            padded=chunk.count(b" " + self.separator),
            odd=odd.count(b"\x01") + odd.count(b"\x1a"),
        )
        self.look_at_letters(chunk)

    def look_at_letters(self, chunk: bytes) -> None:
        """Note letters beyond ASCII; they are counted from the first chunk on that is not UTF-8."""
        if not chunk.isascii():
            self.has_letters = True
            self.is_utf8 = self.is_utf8 and decodes(self.decoder, chunk)
            self.lost.update(mark[0] for mark in LOST.findall(chunk))
            if not self.is_utf8:
                self.high.update(chunk.translate(None, ASCII_BYTES)[:HEAD])

    def survey(self, last: bytes) -> Survey:
        unfinished = 0 if last.endswith((b"\n", b"\r")) or not last else 1
        return Survey(
            sha256=self.digest.digest(),
            size=self.sums["size"],
            encoding=("utf-8" if self.has_letters else "ascii") if self.is_utf8 else one_byte_encoding(self.high),
            has_bom=self.head.startswith(BOM),
            head=self.head,
            lines=self.sums["lines"] + unfinished,
            separators=self.sums["separators"],
            lone_returns=self.sums["lone"],
            double_returns=self.sums["doubles"],
            blank_lines=self.sums["blanks"],
            nul_bytes=self.sums["nul"],
            padded=self.sums["padded"],
            odd_bytes=self.sums["odd"],
            lost_accents=code_page_of(self.lost) if self.is_utf8 else "",
        )


def blank_lines(chunk: bytes) -> int:
    """Return whether a chunk has empty lines (0 or 1: enough to leave the fast path)."""
    return 1 if chunk.startswith((b"\n", b"\r\n")) or EMPTY_LINE.search(chunk) else 0


def decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return False
    return True


def survey_of(source: BinaryIO, *, name: str, expected: str) -> Survey:
    """Read a text file once; leave it at its beginning."""
    head = source.read(HEAD)
    check_text(head, name=name, expected=expected)
    source.seek(0)
    surveyor = Surveyor(head)
    last = b""
    for last in whole_lines(source, name=name):
        surveyor.look(last)
    source.seek(0)
    return surveyor.survey(last)
