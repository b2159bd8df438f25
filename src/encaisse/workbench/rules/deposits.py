"""What a person must say of an answer found on a portal."""

from datetime import date

from encaisse.kit.refusals import Refusal, gettext_noop


class EmptyAnswer(Refusal):
    sentence = gettext_noop("Paste what the portal answers: it is kept as it was, and dealt with as a reply.")


class AnsweredOutOfTime(Refusal):
    sentence = gettext_noop("What was deposited on %(deposited_on)s is answered between that day and today. Correct the day.")


def check_answered_on(answered_on: date, *, deposited_on: date, today: date) -> None:
    if not deposited_on <= answered_on <= today:
        raise AnsweredOutOfTime(deposited_on=deposited_on)
