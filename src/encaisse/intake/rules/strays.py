"""What is refused of a file that waits for its invoice."""

from collections.abc import Iterable

from encaisse.kit.refusals import NotFound, Refusal, gettext_noop


class AlreadyDecided(Refusal):
    sentence = gettext_noop("“%(name)s” was decided meanwhile by %(who)s. Ask again for it if that was wrong.")


class NotDecided(Refusal):
    sentence = gettext_noop("“%(name)s” still waits: choose its invoice, or leave it out.")


class OtherCreditor(Refusal):
    sentence = gettext_noop("%(number)s is no invoice of the company this file was imported for. Choose one of its invoices.")


class NumberUnknown(NotFound):
    sentence = gettext_noop("No invoice of this company bears the number “%(number)s”. Import the invoices first, or correct the number.")


class NumberShared(Refusal):
    sentence = gettext_noop("%(count)s invoices of this company bear the number “%(number)s”: %(customers)s. Choose on screen.")


def check_waiting(*, is_waiting: bool, name: str, who: str) -> None:
    if not is_waiting:
        raise AlreadyDecided(name=name, who=who)


def check_decided(*, is_waiting: bool, name: str) -> None:
    if is_waiting:
        raise NotDecided(name=name)


def check_same_creditor(creditor_id: int, expected: int, *, number: str) -> None:
    if creditor_id != expected:
        raise OtherCreditor(number=number)


def check_one(count: int, *, number: str, customers: Iterable[str]) -> None:
    """Refuse a number that no invoice bears, or several."""
    if not count:
        raise NumberUnknown(number=number)
    if count > 1:
        raise NumberShared(count=count, number=number, customers=", ".join(customers))
