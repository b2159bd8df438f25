"""What may become of a message on its way out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.mail import Attachment, check_address, check_header
from encaisse.messages.rules.values import LETTERS, Channel

# Waits before each new attempt when the other side puts a message off; after the last one it has failed.
RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=8),
)


class MessageState(StrEnum):
    """For a letter: ready = to print, sending = printed, sent = posted."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"


class Outcome(StrEnum):
    """How one attempt ended. `STARTED` without an end is a process that died on the way."""

    STARTED = "started"
    ACCEPTED = "accepted"
    TRAPPED = "trapped"
    PUT_OFF = "put_off"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    UNKNOWN = "unknown"


NOTHING_LEFT = frozenset({Outcome.PUT_OFF, Outcome.UNREACHABLE})
LEFT = frozenset({Outcome.ACCEPTED, Outcome.TRAPPED})


class NotWithdrawable(Refusal):
    sentence = gettext_noop("This message has left or is leaving: only one that waits can be withdrawn. Write to the customer instead.")


class NotUnknown(Refusal):
    sentence = gettext_noop("The outcome of this message is known: there is nothing to decide about it.")


class NotPrintable(Refusal):
    sentence = gettext_noop("%(count)s of the chosen messages are not letters waiting to be printed. Refresh the list and choose again.")


class NotPostable(Refusal):
    sentence = gettext_noop("%(count)s of the chosen letters are not printed, or already posted. Print them first.")


class SendingStopped(Refusal):
    sentence = gettext_noop("Sending is stopped: %(reason)s. Resume it before printing.")


class NothingChosen(Refusal):
    sentence = gettext_noop("Nothing is chosen. Tick at least one line.")


class NoRecipient(Refusal):
    sentence = gettext_noop("The message has no recipient. Complete the contact’s address, then prepare it again.")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the other side answered."""

    outcome: Outcome
    detail: str = ""
    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Another creditor's customer that a joint message speaks to as well."""

    creditor_id: int
    customer_id: int
    party_id: int
    words: str = ""  # what the message says for this creditor alone


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message ready to leave: frozen bytes, where to, when at the earliest and at the latest."""

    creditor_id: int
    customer_id: int
    party_id: int
    channel: Channel
    recipient: str
    address_digest: bytes
    sender: str
    idempotency_key: str
    content: bytes
    subject: str
    template: tuple[str, str, int]
    dated_on: date
    not_before: datetime | None = None
    not_after: datetime | None = None
    is_contact: bool = True
    legal: bool = False
    attachments: tuple[Attachment, ...] = ()
    reply_token: str = ""
    return_path: str = ""
    joined: tuple[Joined, ...] = ()
    own_words: str = ""  # of a joint message: what it says for the creditor that leads, alone


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one delivery round did."""

    sent: int = 0
    trapped: int = 0
    retried: int = 0
    failed: int = 0
    unknown: int = 0
    withdrawn: int = 0
    waiting: int = 0


def check_outgoing(outgoing: Outgoing) -> None:
    check_header("Subject", outgoing.subject)
    if not outgoing.recipient.strip():
        raise NoRecipient
    if outgoing.channel is Channel.EMAIL:
        check_address(outgoing.recipient)
        check_address(outgoing.sender)


def check_withdrawable(state: MessageState, channel: Channel, *, is_handed: bool = False) -> None:
    """Refuse to take back what left; a printed letter may still be thrown away, not one that is being handed to a provider."""
    is_printed_letter = state is MessageState.SENDING and channel in LETTERS and not is_handed
    if state is not MessageState.READY and not is_printed_letter:
        raise NotWithdrawable


def check_unknown(state: MessageState) -> None:
    if state is not MessageState.UNKNOWN:
        raise NotUnknown


@dataclass(frozen=True, slots=True)
class Letter:
    """What is asked of a letter before it is printed or posted."""

    creditor_id: int
    channel: Channel
    state: MessageState
    is_printed: bool = True


def check_printable(letters: Sequence[Letter], *, stopped: Mapping[int | None, str]) -> None:
    """Refuse to print what is no letter waiting, or while sending is stopped."""
    if not letters:
        raise NothingChosen
    others = [letter for letter in letters if letter.channel not in LETTERS or letter.state is not MessageState.READY]
    if others:
        raise NotPrintable(count=len(others))
    for creditor_id in (None, *{letter.creditor_id for letter in letters}):
        if creditor_id in stopped:
            raise SendingStopped(reason=stopped[creditor_id])


def check_postable(letters: Sequence[Letter]) -> None:
    if not letters:
        raise NothingChosen
    others = [each for each in letters if each.channel not in LETTERS or each.state is not MessageState.SENDING or not each.is_printed]
    if others:
        raise NotPostable(count=len(others))


def state_after(outcome: Outcome, *, attempts: int) -> MessageState:
    """Return what a message becomes after an attempt; whatever is not certain is unknown, and never sent again by itself."""
    if outcome in LEFT:
        return MessageState.SENT
    if outcome in NOTHING_LEFT and retry_after(attempts) is not None:
        return MessageState.READY
    return MessageState.UNKNOWN if outcome in {Outcome.UNKNOWN, Outcome.STARTED} else MessageState.FAILED


def retry_after(attempts: int) -> timedelta | None:
    """Return how long to wait before the next attempt, None when there will be no other."""
    return RETRIES[attempts - 1] if attempts <= len(RETRIES) else None
