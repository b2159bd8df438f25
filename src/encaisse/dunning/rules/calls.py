"""What a call gives, in two keys, and what follows from it."""

from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop


class CallResult(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    SWITCHBOARD = "switchboard"
    CALL_BACK = "call_back"
    WRONG_NUMBER = "wrong_number"


# Only a person reached is a contact (rule 3); the others are attempts.
CONTACTS = frozenset({CallResult.REACHED, CallResult.CALL_BACK})


class NotToCall(Refusal):
    sentence = gettext_noop("This call is already “%(state)s”: there is nothing left to note on it. Reload the page.")


class CallBackWithoutHour(Refusal):
    sentence = gettext_noop("Say when to call back: a day and an hour.")


def check_call(result: CallResult, *, state: str, has_hour: bool) -> None:
    if state not in {"approved", "to_approve"}:
        raise NotToCall(state=state)
    if result is CallResult.CALL_BACK and not has_hour:
        raise CallBackWithoutHour
