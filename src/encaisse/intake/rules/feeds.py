"""What feeds the facts: the accounts, structured invoices, their files, platforms, sendings; each by kinds of source."""

from collections.abc import Mapping
from enum import StrEnum


class Feed(StrEnum):
    """A way facts come in, in the order of what nothing works without."""

    ACCOUNTS = "accounts"
    BANK = "bank"
    E_INVOICES = "e_invoices"
    LIFE_CYCLE = "life_cycle"
    FILES = "files"


KINDS_OF: Mapping[Feed, frozenset[str]] = {
    Feed.ACCOUNTS: frozenset({"fec", "csv", "xlsx", "manual", "demo"}),
    Feed.BANK: frozenset({"bank"}),
    Feed.E_INVOICES: frozenset({"einvoice"}),
    Feed.LIFE_CYCLE: frozenset({"life_cycle"}),
    Feed.FILES: frozenset({"files"}),
}
