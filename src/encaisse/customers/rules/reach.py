"""Who is reached first by a channel: the main contact, then who answers for a payment, then the address known to reach."""

from typing import Protocol

DUTY_ORDER = ("accounts_payable", "management", "buyer", "reception", "other", "legal")
HEALTH_ORDER = ("good", "unknown", "doubtful")


class WithDuty(Protocol):
    @property
    def is_main(self) -> bool: ...
    @property
    def duty(self) -> str: ...


class WithHealth(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def health(self) -> str: ...


def reach_order(contact: WithDuty, address: WithHealth) -> tuple[bool, int, int, int]:
    """Return where an address that reaches stands among those of its channel; the view `customers_reach` says the same in SQL."""
    return (not contact.is_main, DUTY_ORDER.index(contact.duty), HEALTH_ORDER.index(address.health), address.id)
