"""Receivables assigned to a factor: to whom they are paid, and who may dun them (Code civil art. 1321 to 1326, CMF art. L313-23)."""

from collections import Counter
from collections.abc import Collection, Iterable

from encaisse.kit.refusals import Refusal, gettext_noop

SHOWN = 5  # numbers a refusal names


class NoSuchOpenDocument(Refusal):
    sentence = gettext_noop("Nothing open has these numbers here: %(numbers)s. Nothing was assigned: correct the list, then try again.")


class SeveralDocuments(Refusal):
    sentence = gettext_noop(
        "Several open documents have these numbers: %(numbers)s. Nothing was assigned: assign them from their own pages."
    )


class AssignedAlready(Refusal):
    sentence = gettext_noop("These documents are assigned to a factor already: %(numbers)s. Take them back first; nothing was assigned.")


class NothingToAssign(Refusal):
    sentence = gettext_noop("No invoice number is given. Write them one a line, or separated by commas.")


class FactorNamedTwice(Refusal):
    sentence = gettext_noop("This company has a factor of this name already: %(name)s.")


def numbers_of(text: str) -> tuple[str, ...]:
    """Return the invoice numbers of a pasted list: one a line, or separated by commas, semicolons or tabs; each once."""
    parts = text.replace(";", "\n").replace(",", "\n").replace("\t", "\n").splitlines()
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def shown(numbers: Collection[str]) -> str:
    """Return the first numbers of a list as a refusal names them."""
    first = ", ".join(sorted(numbers)[:SHOWN])
    return f"{first}…" if len(numbers) > SHOWN else first


def check_numbers(asked: Iterable[str], *, found: Iterable[str]) -> None:
    """Refuse a list of which a number is open nowhere, or at several customers. `found`: the number of each open document."""
    asked, known = set(asked), Counter(found)
    if not asked:
        raise NothingToAssign
    if missing := asked - set(known):
        raise NoSuchOpenDocument(numbers=shown(missing))
    if twice := {number for number, count in known.items() if count > 1}:
        raise SeveralDocuments(numbers=shown(twice))
