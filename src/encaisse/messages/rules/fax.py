"""A letter by fax: the same pages, mailed to the gateway that faxes them."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.gateways import PLACE
from encaisse.messages.rules.mail import POLICY, BadAddress, check_address, identifier, set_boundaries

FAX_PLACES = ("number", "national")
FRENCH = re.compile(r"\+33([1-9][0-9]{8})")
NO_FAX = gettext_noop(
    "No fax gateway is set up for this company. Set its address pattern under “Channels and senders”, then send it again."
)


class BadFaxPattern(Refusal):
    sentence = gettext_noop(
        "“%(pattern)s” is no address of a fax gateway: write it as its provider does, with {number} or {national} in it, such as "
        "{number}@fax.example."
    )


class NoFaxGateway(Refusal):
    sentence = NO_FAX


def check_pattern(pattern: str) -> None:
    """Refuse an address that would not name the number, or that no mail could reach."""
    places = set(PLACE.findall(pattern))
    if not places or not places <= set(FAX_PLACES):
        raise BadFaxPattern(pattern=pattern)
    try:
        check_address(fax_address(pattern, "+33199001234"))
    except BadAddress:
        raise BadFaxPattern(pattern=pattern) from None


def fax_address(pattern: str, number: str) -> str:
    """Return the mail address that faxes to a number: {number} is international without its +, {national} as dialled in France."""
    french = FRENCH.fullmatch(number)
    values = {"number": number.removeprefix("+"), "national": f"0{french[1]}" if french else f"00{number.removeprefix('+')}"}
    return PLACE.sub(lambda place: values[place[1]], pattern)


def fax_bytes(pdf: bytes, *, subject: str, sender: tuple[str, str], address: str, key: str, dated: datetime, reply_to: str = "") -> bytes:
    """Freeze the mail that carries the pages to the gateway: nothing but them, and a subject that says what they are."""
    check_address(address)
    check_address(sender[1])
    message = EmailMessage(policy=POLICY)
    message["From"] = Address(sender[0], addr_spec=sender[1])
    message["To"] = Address(addr_spec=address)
    if reply_to:
        message["Reply-To"] = Address(addr_spec=reply_to)
    message["Subject"] = subject
    message["Date"] = format_datetime(dated)
    message["Message-ID"] = identifier(f"message:{key}", sender[1].partition("@")[2])
    message["MIME-Version"] = "1.0"
    message.set_content("", charset="utf-8")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="fax.pdf")
    set_boundaries(message, key)
    return message.as_bytes()
