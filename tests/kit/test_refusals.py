"""A refusal kept beside what it refused is said again, whole, in its reader's language."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import encaisse
from encaisse.kit.refusals import THINGS, NotFound, Refusal, kept_refusal, refusal_again

PACKAGE = Path(encaisse.__file__).parent


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


def things_asked_for() -> set[str]:
    """Return what the product says was not found, wherever it says so in so many words."""
    calls = [node for file in PACKAGE.rglob("*.py") for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "NotFound"]
    return {word.value.value for call in named for word in call.keywords if isinstance(word.value, ast.Constant)}


def test_what_is_not_found_is_named_in_the_readers_language():
    missing = things_asked_for() - set(THINGS)
    assert not missing
    assert len(things_asked_for()) > 20
    french = {"the customer": "le client", NotFound.sentence: "Introuvable : %(what)s."}
    assert NotFound(what="customer").in_words(french.__getitem__) == "Introuvable : le client."
    assert NotFound(what="customer C042").in_words(french.__getitem__) == "Introuvable : le client C042."
    assert NotFound(what="Garage").in_words(french.__getitem__) == "Introuvable : Garage."
    assert str(NotFound(what="open item")) == "Not found, or outside what you may see: the open item."
