"""Numbers of documents as people and programs write them: spaces, dashes and leading zeros do not make another invoice."""

import re
from collections.abc import Collection, Iterable, Iterator

SEPARATORS = re.compile(r"[^0-9A-Z]+")
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
LONGEST_RUN = 6  # parts of a name that may make one number together
SHORTEST, FEWEST_DIGITS = 3, 2
ANY_DIGIT = str.maketrans("012345678", "9" * 9)


def compact_number(written: str) -> str:
    """Return a number in capitals, without separators and without the zeros that begin a run of digits: FA-2017-0010 → FA201710."""
    return SEPARATORS.sub("", LEADING_ZEROS.sub("", written.upper()))


def numbers_in(words: str, *, limit: int = 600) -> Iterator[str]:
    """Yield what may be a number in a name or a text: runs of neighbouring parts that hold digits enough, each compact."""
    parts = [part for part in re.split(r"[^0-9A-Za-z]+", words) if part][:limit]
    for start in range(len(parts)):
        for end in range(start + 1, min(start + LONGEST_RUN, len(parts)) + 1):
            found = compact_number(" ".join(parts[start:end]))
            if is_telling(found):
                yield found


def shaped(numbers: Iterable[str], shapes: Collection[str]) -> frozenset[str]:
    """Keep what has the shape of a number of the accounts (every digit a 9): most runs of a text have none."""
    return frozenset(number for number in numbers if number.translate(ANY_DIGIT) in shapes)


def is_telling(compact: str) -> bool:
    """Tell a run that may name an invoice from a word, a page number or a year."""
    digits = sum(character.isdigit() for character in compact)
    return len(compact) >= SHORTEST and digits >= FEWEST_DIGITS
