"""What customers answer to an SMS, as a gateway tells it: whose number, which words, and the gateway's own name for it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from encaisse.kit.phones import NotAPhoneNumber, normalised_phone
from encaisse.kit.refusals import Refusal, gettext_noop

LONGEST_TEXT = 2000
SHORTEST_SECRET = 24
FROM = ("from", "msisdn", "sender", "number", "originator", "phonenumber", "source", "mobile")
TEXT = ("text", "message", "body", "content", "msg", "sms")
NAMED = ("id", "messageid", "message_id", "smsid", "reference")


class NotAnSms(Refusal):
    sentence = gettext_noop("This is no answer to an SMS: JSON or a form with a number (from) and its words (text) is expected.")


@dataclass(frozen=True, slots=True)
class SmsAnswer:
    number: str
    text: str
    provider_id: str = ""

    @property
    def identity(self) -> str:
        """Return what names this answer: the gateway's own number, else what was said. A gateway that asks again says the same."""
        said = f"id:{self.provider_id}" if self.provider_id else f"said:{self.number}:{self.text}"
        return hashlib.sha256(said.encode()).hexdigest()


def answer_of(values: Mapping[str, Any]) -> SmsAnswer:
    """Read an answer by the names gateways give to its parts."""
    number, text = first(values, FROM), first(values, TEXT)
    if not number or not text:
        raise NotAnSms
    try:
        known = normalised_phone(number if number.startswith(("+", "0")) else f"+{number}")
    except NotAPhoneNumber:
        raise NotAnSms from None
    return SmsAnswer(known, text[:LONGEST_TEXT], first(values, NAMED)[:200])


def json_values(body: bytes) -> Mapping[str, Any]:
    """Read a body in JSON: one object, or a list of one."""
    try:
        value = json.loads(body)
    except ValueError:
        raise NotAnSms from None
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise NotAnSms
    return value


def first(values: Mapping[str, Any], names: tuple[str, ...]) -> str:
    told = {str(name).casefold(): value for name, value in values.items()}
    return next((str(told[name]).strip() for name in names if isinstance(told.get(name), str | int)), "")
