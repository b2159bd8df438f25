"""An e-mail, frozen: the exact bytes that leave, with a Message-ID of their own."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

from encaisse.kit.refusals import Refusal, gettext_noop

if TYPE_CHECKING:
    from encaisse.messages.rules.rendering import Rendered

ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+"
)
LONGEST_ADDRESS = 254
LONGEST_LOCAL_PART = 64
CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
# Encoded bodies keep every line below the 998 characters of SMTP; headers are folded late, so that an address stays on its line.
POLICY = SMTP.clone(cte_type="7bit", max_line_length=200)


class BadAddress(Refusal):
    sentence = gettext_noop("“%(address)s” is not an e-mail address. Correct the contact, then prepare the message again.")


class BadHeader(Refusal):
    sentence = gettext_noop("The header “%(header)s” holds a line break or a control character. Write it on one line.")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and when. `key` names the message: the same key gives the same Message-ID."""

    sender: tuple[str, str]
    to: tuple[str, str]
    key: str
    dated: datetime
    domain: str = ""
    reply_to: str = ""
    about_customer: str = ""
    attachments: tuple[Attachment, ...] = ()


def check_address(address: str) -> None:
    is_address = ADDRESS.fullmatch(address) and len(address) <= LONGEST_ADDRESS
    if not is_address or len(address.partition("@")[0]) > LONGEST_LOCAL_PART or ".." in address:
        raise BadAddress(address=address)


def check_header(header: str, value: str) -> None:
    if CONTROL.search(value):
        raise BadHeader(header=header)


def domain_of(envelope: Envelope) -> str:
    return envelope.domain or envelope.sender[1].partition("@")[2]


def identifier(key: str, domain: str) -> str:
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def message_id(envelope: Envelope) -> str:
    return identifier(f"message:{envelope.key}", domain_of(envelope))


def thread_id(envelope: Envelope) -> str:
    """Return the id that all messages about one customer answer to, so that mail programs keep them together."""
    return identifier(f"customer:{envelope.about_customer}", domain_of(envelope))


def check_envelope(envelope: Envelope, subject: str) -> None:
    for header, value in (("Subject", subject), ("From", envelope.sender[0]), ("To", envelope.to[0])):
        check_header(header, value)
    for address in (envelope.sender[1], envelope.to[1], *filter(None, [envelope.reply_to])):
        check_address(address)
    for attachment in envelope.attachments:
        check_header("Content-Disposition", attachment.name)


def email_bytes(rendered: "Rendered", envelope: Envelope) -> bytes:
    """Freeze an e-mail: text, HTML and attachments, as they will leave."""
    check_envelope(envelope, rendered.subject)
    message = EmailMessage(policy=POLICY)
    write_headers(message, rendered.subject, envelope)
    message.set_content(text_with_foot(rendered), charset="utf-8", cte="quoted-printable")
    message.add_alternative(rendered.html, subtype="html", charset="utf-8", cte="quoted-printable")
    for attachment in envelope.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    set_boundaries(message, envelope.key)
    return message.as_bytes()


def text_with_foot(rendered: "Rendered") -> str:
    """Return the text with the foot that the HTML has too, below the mark that mail programs know (RFC 3676, 4.3)."""
    return f"{rendered.text}\n-- \n{rendered.foot}\n" if rendered.foot else rendered.text


def write_headers(message: EmailMessage, subject: str, envelope: Envelope) -> None:
    message["From"] = Address(envelope.sender[0], addr_spec=envelope.sender[1])
    message["To"] = Address(envelope.to[0], addr_spec=envelope.to[1])
    if envelope.reply_to:
        message["Reply-To"] = Address(addr_spec=envelope.reply_to)
    message["Subject"] = subject
    message["Date"] = format_datetime(envelope.dated)
    message["Message-ID"] = message_id(envelope)
    if envelope.about_customer:
        message["In-Reply-To"] = message["References"] = thread_id(envelope)
    message["Auto-Submitted"] = "auto-generated"
    message["MIME-Version"] = "1.0"


def set_boundaries(message: EmailMessage, key: str) -> None:
    """Name the parts' borders after the message: the same facts give the same bytes."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"==={hashlib.sha256(f'{key}:{number}'.encode()).hexdigest()[:24]}===")
