"""A refusal kept beside what it refused is said again, whole, in its reader's language."""

from datetime import date
from decimal import Decimal

from encaisse.kit.refusals import NotFound, Refusal, kept_refusal, refusal_again


class TooMuch(Refusal):
    sentence = "%(asked)s was asked on %(on)s, %(count)s times."


def test_a_refusal_comes_back_with_its_figures_and_days():
    refusal = TooMuch(asked=Decimal("12.50"), on=date(2026, 11, 17), count=3)
    again = refusal_again(kept_refusal(refusal))
    assert type(again) is TooMuch
    assert again.values == refusal.values


def test_what_this_version_no_longer_knows_is_not_invented():
    assert refusal_again({"name": "GoneForGood", "values": {}}) is None
    assert isinstance(refusal_again(kept_refusal(NotFound(what="x"))), NotFound)


def test_two_refusals_of_one_name_are_not_taken_for_each_other():
    namesake = type("TooMuch", (Refusal,), {"sentence": "%(other)s", "__module__": "elsewhere"})
    again = refusal_again(kept_refusal(namesake(other="y")))
    assert type(again) is namesake
