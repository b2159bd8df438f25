"""Which invoice files go with a reminder: from a level on, and within a size that mailboxes take."""

from collections.abc import Sequence
from dataclasses import dataclass

from encaisse.dunning.rules.scenario import ENCLOSING, Copies
from encaisse.kit.refusals import Refusal, gettext_noop

MEGABYTE = 1 << 20
STATEMENT = "statement-"
STATEMENT_ROOM = 150_000  # bytes kept for a statement of account before it is set in type
DEFAULT_LIMIT_MB, LARGEST_LIMIT_MB = 8, 20
WORDS = {
    "fr": (
        "Pièces jointes : {names}.",
        "Une copie de facture, trop volumineuse pour ce message, vous sera envoyée sur demande.",
        "{count} copies de factures, trop volumineuses pour ce message, vous seront envoyées sur demande.",
    ),
    "en": (
        "Enclosed: {names}.",
        "One copy of an invoice, too large for this message, is sent on request.",
        "{count} copies of invoices, too large for this message, are sent on request.",
    ),
}


class TermsTooLarge(Refusal):
    sentence = gettext_noop(
        "The general terms weigh %(size)s KB: with messages of %(limit)s MB at most, no room is left for the invoices. Take a lighter PDF "
        "(%(most)s KB at most), or raise the limit."
    )


class TermsNotPdf(Refusal):
    sentence = gettext_noop("“%(name)s” is no PDF: the general terms are printed behind letters. Save them as a PDF first.")


class LimitOutOfRange(Refusal):
    sentence = gettext_noop("The limit is between 1 and %(largest)s MB: mailboxes refuse larger messages. Choose another one.")


@dataclass(frozen=True, slots=True)
class Policy:
    """From which level on a creditor encloses the copies of invoices (None: never), and up to how many megabytes."""

    from_level: int | None = None
    limit_mb: int = DEFAULT_LIMIT_MB
    terms: "Enclosure | None" = None

    def encloses(self, *, level: int, channel: str) -> bool:
        return (
            self.from_level is not None
            and level >= self.from_level
            and channel in {"email", "letter", "registered_letter", "portal", "fax"}
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """What a step chose to enclose."""

    copies: Copies = Copies.COMPANY
    with_statement: bool = False
    with_terms: bool = False


AS_THE_COMPANY = Choice()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One file that may go along. A statement of account is not kept: it is set in type when the message is made."""

    name: str
    sha256: str
    media_type: str
    size: int

    @property
    def statement_of(self) -> int | None:
        """Return the action whose statement this is; None for a kept file."""
        return int(self.sha256.removeprefix(STATEMENT)) if self.sha256.startswith(STATEMENT) else None


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The files that go along, and how many had to stay."""

    files: tuple[Enclosure, ...] = ()
    left_out: int = 0
    lacks_terms: bool = False
    """The step encloses general terms, and the company has none."""

    def sentence(self, language: str) -> str:
        enclosed, one, several = WORDS["en" if language == "en" else "fr"]
        left = one if self.left_out == 1 else several
        said = [enclosed.format(names=", ".join(file.name for file in self.files))] if self.files else []
        return " ".join(said + ([left.format(count=self.left_out)] if self.left_out else []))


NOTHING_ENCLOSED = Enclosed()


def enclosed(files: Sequence[Enclosure], *, limit_mb: int) -> Enclosed:
    """Take files in their order while they fit, each content once and each name once."""
    taken: dict[str, Enclosure] = {}
    names: set[str] = set()
    left, room = 0, limit_mb * MEGABYTE
    for file in files:
        if file.sha256 in taken:
            continue
        if file.size > room:
            left += 1
            continue
        name = file.name if file.name not in names else f"{len(names) + 1}-{file.name}"
        taken[file.sha256] = Enclosure(name, file.sha256, file.media_type, file.size)
        names.add(name)
        room -= file.size
    return Enclosed(tuple(taken.values()), left)


def statement_of(action_id: int, *, name: str) -> Enclosure:
    return Enclosure(name, f"{STATEMENT}{action_id}", "application/pdf", STATEMENT_ROOM)


def wanted_copies(choice: Choice, policy: Policy, *, level: int, channel: str) -> Copies:
    """Return which copies go with a message: what its step chose, else what the company chose for its level."""
    if channel not in ENCLOSING:
        return Copies.NONE
    if choice.copies is not Copies.COMPANY:
        return choice.copies
    return Copies.ASKED if policy.encloses(level=level, channel=channel) else Copies.NONE


def check_terms(size: int, *, limit_mb: int) -> None:
    most = limit_mb * MEGABYTE // 2
    if size > most:
        raise TermsTooLarge(size=size // 1024 + 1, limit=limit_mb, most=most // 1024)


def check_limit(limit_mb: int) -> None:
    if not 1 <= limit_mb <= LARGEST_LIMIT_MB:
        raise LimitOutOfRange(largest=LARGEST_LIMIT_MB)
