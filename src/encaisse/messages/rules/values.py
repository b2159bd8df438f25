"""What a message is made of: typed values. Nothing here knows where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

from encaisse.kit.money import Money

Language: TypeAlias = Literal["fr", "en"]


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    REGISTERED_LETTER = "registered_letter"
    FAX = "fax"


LETTERS = frozenset({Channel.LETTER, Channel.REGISTERED_LETTER})


class Section(StrEnum):
    """The parts of a reminder, in the order the customer reads them."""

    CLAIMED = "claimed"
    ALSO_DUE = "also_due"
    CREDITS = "credits"
    DISPUTED = "disputed"
    PROMISED = "promised"
    STOPPED = "stopped"
    JUST_DUE = "just_due"
    TO_COME = "to_come"


ASKED = (Section.CLAIMED, Section.ALSO_DUE, Section.CREDITS)
OVERDUE = (Section.CLAIMED, Section.ALSO_DUE)


@dataclass(frozen=True, slots=True)
class Payee:
    """To whom a transfer goes: the creditor itself, or the factor to whom it assigned the receivable."""

    name: str
    iban: str
    bic: str = ""


@dataclass(frozen=True, slots=True)
class ItemRow:
    reference: str
    due_on: date
    open_amount: Money
    amount: Money
    issued_on: date | None = None
    days_late: int = 0
    order_reference: str = ""
    note: str = ""
    factor: Payee | None = None
    """Who bought the receivable, when it is not ours any more: it alone is paid."""


@dataclass(frozen=True, slots=True)
class CreditorBlock:
    name: str
    short: str = ""
    legal_block: str = ""
    address: tuple[str, ...] = ()
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    iban: str = ""
    bic: str = ""
    account_name: str = ""
    footer: str = ""
    logo_svg: str = ""


@dataclass(frozen=True, slots=True)
class CustomerBlock:
    name: str
    code: str = ""
    legal_block: str = ""
    address: tuple[str, ...] = ()
    kind: str = "business"


@dataclass(frozen=True, slots=True)
class ContactBlock:
    salutation: str
    first_name: str = ""
    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class SenderBlock:
    """Who writes, and for whom when standing in; `email` and `display_name` are what a mail program shows."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    reply_to: str = ""
    display_name: str = ""
    on_behalf: str = ""
    own_lines: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a table under one heading; a muted group is for information, it asks for nothing."""

    title: str
    rows: tuple[tuple[str, ...], ...]
    is_muted: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    label: str
    amount: str
    is_net: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    sums: tuple[Sum, ...] = ()


Value: TypeAlias = str | int | Decimal | Money | date | Table


@dataclass(frozen=True, slots=True)
class MessageData:
    """Everything one message says to one customer. `more` holds what only its template needs, and wins over what is worked out."""

    language: Language
    today: date
    creditor: CreditorBlock
    customer: CustomerBlock
    contact: ContactBlock
    sender: SenderBlock
    case_ref: str
    sections: Mapping[Section, tuple[ItemRow, ...]] = field(default_factory=dict)
    thanks_for: Money | None = None
    thanked_on: date | None = None
    more: Mapping[str, Value] = field(default_factory=dict)

    def rows(self, *sections: Section) -> tuple[ItemRow, ...]:
        return tuple(row for section in sections for row in self.sections.get(section, ()))
