"""Customers given for a time."""

from datetime import date

from encaisse.kit.refusals import Refusal, gettext_noop


class LoanEndsBeforeItBegins(Refusal):
    sentence = gettext_noop(
        "Customers are given from %(on)s on: they cannot come back after %(until_on)s. Choose a later day, or give them for good."
    )


def check_loan(*, on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < on:
        raise LoanEndsBeforeItBegins(on=on, until_on=until_on)
