"""To what a person objects at an address: what is sent or said there, or SMS alone to a mobile."""

from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop


class Use(StrEnum):
    """What an address is used for. A mobile has two uses: STOP to an SMS says nothing of calls."""

    ADDRESS = "address"  # e-mails to an e-mail address, calls to a number, letters to a street
    SMS = "sms"


class NoSmsThere(Refusal):
    sentence = gettext_noop("Only a mobile number receives SMS. Note the objection to the address itself.")


class NoSuchAddress(Refusal):
    sentence = gettext_noop("“%(address)s” is no address of this customer. Its addresses: %(known)s.")


def check_use(use: Use, *, channel: str) -> None:
    if use is Use.SMS and channel != "mobile":
        raise NoSmsThere


def uses_of(channel: str, *, objects: bool, objects_to_sms: bool) -> tuple[str, ...]:
    """Return by what a healthy address may be reached: its channel, and SMS for a mobile."""
    by_itself = () if objects else (channel,)
    return (*by_itself, "sms") if channel == "mobile" and not objects_to_sms else by_itself
