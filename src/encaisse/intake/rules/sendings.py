"""Lists of sendings: by which channel an invoice was sent, as people and programs name it, and which invoice a row means."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from encaisse.intake.rules.fec_header import folded
from encaisse.ledger.rules.evidence import DispatchChannel

WORDS = {
    DispatchChannel.EMAIL: "email|e-mail|mail|courriel|mel|messagerie|pdf par mail|par mail|par email",
    DispatchChannel.POST: "post|poste|courrier|postal|lettre|lettre simple|recommandé|lrar|ar|la poste|papier|letter|registered letter|"
    "paper",
    DispatchChannel.PORTAL: "portail|portal|portail client|portail fournisseur|chorus|chorus pro|ariba|coupa|tradeshift|edi|"
    "supplier portal",
    DispatchChannel.EINVOICING: "plateforme|pa|pdp|ppf|facture électronique|plateforme agréée|dématérialisé|"
    "einvoicing|e-invoicing|e-invoice|peppol",
    DispatchChannel.HAND: "main propre|en main propre|remise|main|remis en main propre|hand|by hand",
}  # fmt: skip
CHANNELS = {folded(word): channel for channel, words in WORDS.items() for word in words.split("|")}


class Owned(Protocol):
    """A document of a customer."""

    @property
    def customer_id(self) -> int: ...


Found = TypeVar("Found", bound=Owned)


def channel_named(words: str) -> DispatchChannel | None:
    """Return the channel that words name, or nothing."""
    return CHANNELS.get(folded(words))


def meant(found: Sequence[Found], customer_id: int | None) -> Found | None:
    """Return the one document a row means: the only one of its number, else the only one of its customer."""
    of_customer = [each for each in found if each.customer_id == customer_id]
    chosen = of_customer if customer_id is not None else found
    return chosen[0] if len(chosen) == 1 else None
