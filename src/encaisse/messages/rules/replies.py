"""What came in by mail: what it is, what became of it, how it found its customer."""

import re
from dataclasses import dataclass
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop


class ReplyKind(StrEnum):
    """What a customer's reply says: one key each on the screen, one consequence each."""

    PROMISE = "promise"
    DISPUTE = "dispute"
    ALREADY_PAID = "already_paid"
    COPY_REQUEST = "copy_request"
    ABSENT = "absent"
    OTHER = "other"


class Nature(StrEnum):
    """What a mail is, before anybody reads it. Only a reply counts as one."""

    REPLY = "reply"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    NOTICE = "notice"  # of a server: delivered, delayed, read
    COLLEAGUE = "colleague"  # of our own side to the customer


class Filing(StrEnum):
    """How a mail found its customer."""

    TOKEN = "token"  # noqa: S105 - the word for a reply address, no secret
    THREAD = "thread"
    ADDRESS = "address"
    PERSON = "person"
    NONE = ""


class BounceKind(StrEnum):
    """Hard: the address takes no mail. Soft: this mail did not arrive, the next one may."""

    HARD = "hard"
    SOFT = "soft"


SOFT_BEFORE_DOUBT = 3  # soft bounces of an address before it is shown as doubtful
HAS_LEFT = "left"  # what a mail was dealt with as that says its writer no longer works there
REPLIES_A_DAY = 15  # mails of one address in one day; beyond, a machine is talking


class AlreadyClosed(Refusal):
    sentence = gettext_noop("This reply was closed by %(by)s. Open the customer file to see what was done.")


class AlreadyFiled(Refusal):
    sentence = gettext_noop("This mail is filed already, with %(customer)s. Refresh the list.")


class NotAReply(Refusal):
    sentence = gettext_noop("This mail is no reply of a customer: there is nothing to decide about it.")


@dataclass(frozen=True, slots=True)
class Standing:
    """What is asked of a mail before it is closed or filed."""

    nature: Nature
    customer_name: str
    closed_by: str | None


def check_open(mail: Standing, kind: ReplyKind | None = None) -> None:
    """Refuse to close what is no reply, or was closed by a colleague a moment ago."""
    says_away = mail.nature is Nature.AUTO_REPLY and kind is ReplyKind.ABSENT  # the one key an automatic reply answers to
    if mail.nature is not Nature.REPLY and not says_away:
        raise NotAReply
    check_waits(mail)


def check_says_left(mail: Standing) -> None:
    """Refuse to take for a departure what neither a customer nor their machine wrote."""
    if mail.nature not in {Nature.REPLY, Nature.AUTO_REPLY}:
        raise NotAReply
    check_waits(mail)


def check_waits(mail: Standing) -> None:
    if not mail.customer_name:
        raise NotAReply
    if mail.closed_by is not None:
        raise AlreadyClosed(by=mail.closed_by or "Encaisse")


def check_to_file(mail: Standing) -> None:
    if mail.customer_name:
        raise AlreadyFiled(customer=mail.customer_name)
    if mail.closed_by is not None:
        raise AlreadyClosed(by=mail.closed_by or "Encaisse")


def is_flood(already_today: int) -> bool:
    """Say whether an address wrote so often in a day that a machine must be answering."""
    return already_today >= REPLIES_A_DAY


PREFIX = re.compile(r"^\s*(?:(?:re|r[ée]f?|aw|fwd?|tr|sv)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)


def bare_subject(subject: str) -> str:
    """Return a subject without the « Re: », « TR : » that programs pile up."""
    return PREFIX.sub("", subject).strip()
