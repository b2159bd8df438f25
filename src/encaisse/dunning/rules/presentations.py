"""When a registered letter was presented: from level 4 on, dates run from that day, never from the due date. Rule 7."""

from datetime import date

from encaisse.kit.refusals import Refusal, gettext_noop


class NotARegisteredLetter(Refusal):
    sentence = gettext_noop("Only a registered letter that was posted is presented. Mark it posted first, under “Letters to print”.")


class PresentedOutOfTime(Refusal):
    sentence = gettext_noop("A letter posted on %(posted_on)s is presented between that day and today. Correct the day.")


def check_presentation(*, channel: str, state: str, posted_on: date | None, presented_on: date, today: date) -> None:
    if channel != "registered_letter" or state != "sent" or posted_on is None:
        raise NotARegisteredLetter
    if not posted_on <= presented_on <= today:
        raise PresentedOutOfTime(posted_on=posted_on)
