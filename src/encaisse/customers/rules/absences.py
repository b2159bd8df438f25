"""Contacts who are away for a while, as their automatic replies say."""

from datetime import date, timedelta

from encaisse.kit.refusals import Refusal, gettext_noop

LONGEST = timedelta(days=366)


class BackInThePast(Refusal):
    sentence = gettext_noop(
        "Back on %(back_on)s: choose a day after %(on)s, within a year. Of somebody back already, there is nothing to note."
    )


class NoSuchContact(Refusal):
    sentence = gettext_noop("“%(words)s” is not one contact of this customer. Its contacts: %(known)s.")


def check_absence(back_on: date, *, on: date) -> None:
    if not on < back_on <= on + LONGEST:
        raise BackInThePast(back_on=back_on, on=on)
