"""Letters that a bad conversion made control characters: bytes of an old code page taken for Unicode."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

LOST = re.compile(rb"\xc2([\x80-\x9f])")
# Bytes that stand for a letter of French in one code page, and for next to nothing in the other.
OF_DOS = frozenset("éâçêëèïÉ".encode("cp850"))
OF_WINDOWS = frozenset("’‘”œŒ€".encode("cp1252"))


def code_page_of(lost: Counter[int]) -> str:
    """Return the code page whose letters were lost, if any were."""
    if not lost:
        return ""
    dos, windows = (sum(lost[byte] for byte in page) for page in (OF_DOS, OF_WINDOWS))
    return "cp850" if dos > windows else "cp1252"


def letters_of(code_page: str) -> dict[int, str]:
    """Return the letter each control character was, for `str.translate`."""
    found = {byte: bytes((byte,)).decode(code_page, "ignore") for byte in range(0x80, 0xA0)} if code_page else {}
    return {byte: letter for byte, letter in found.items() if letter}


def restored(chunks: Iterable[bytes], code_page: str) -> Iterator[bytes]:
    """Yield UTF-8 text with its letters back."""
    letters = {byte: letter.encode() for byte, letter in letters_of(code_page).items()}
    for chunk in chunks:
        yield LOST.sub(lambda found: letters.get(found[1][0], found[0]), chunk) if letters else chunk
