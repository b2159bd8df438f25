"""Telephone numbers in one writing (E.164), and which of them receive text messages."""

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from encaisse.kit.refusals import Refusal, gettext_noop

# Mobile numbers kept for fiction (Arcep): no plan of numbers knows them, demonstrations use them.
FICTION_HEADS = ("3363998",)
MOBILE_KINDS = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})


class NotAPhoneNumber(Refusal):
    sentence = gettext_noop("“%(number)s” is not a telephone number. Write it with its country code, such as +33 1 23 45 67 89.")


def parsed(number: str, region: str) -> PhoneNumber:
    try:
        phone = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        raise NotAPhoneNumber(number=number) from None
    if not phonenumbers.is_valid_number(phone) and not is_fiction(phone):
        raise NotAPhoneNumber(number=number)
    return phone


def is_fiction(phone: PhoneNumber) -> bool:
    return f"{phone.country_code}{phone.national_number}".startswith(FICTION_HEADS)


def normalised_phone(number: str, *, region: str = "FR") -> str:
    """Return a number in E.164 (+33612345678); a number without country code is read as dialled from the region."""
    return phonenumbers.format_number(parsed(number, region), PhoneNumberFormat.E164)


def is_phone(number: str, *, region: str = "FR") -> bool:
    try:
        return bool(parsed(number, region))
    except NotAPhoneNumber:
        return False


def is_mobile(number: str, *, region: str = "FR") -> bool:
    """Say whether a number may receive text messages."""
    try:
        phone = parsed(number, region)
        return is_fiction(phone) or phonenumbers.number_type(phone) in MOBILE_KINDS
    except NotAPhoneNumber:
        return False


def phone_written(number: str, *, region: str = "FR") -> str:
    """Write a number as people of the region read it: 06 12 34 56 78 at home, +32 … abroad."""
    phone = parsed(number, region)
    at_home = phonenumbers.region_code_for_number(phone) == region
    return phonenumbers.format_number(phone, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL)
