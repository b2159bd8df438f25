"""What people type finds what was stored; French names are sorted as a French reader expects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from encaisse.kit.folding import folded, name_words, search_text, sort_key


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Éts Lœuvre & Fils", "ets loeuvre fils"),
        ("L'HÉRITIER-GUYOT", "l heritier guyot"),
        ("  Groß   Straße ", "gross strasse"),
        ("ÇA VA  naïf", "ca va naif"),
        ("№ 12 ﬁn", "no 12 fin"),
        ("…", ""),
    ],
)
def test_accents_case_and_punctuation_are_folded(text, words):
    assert folded(text) == words


def test_what_is_searched_holds_each_word_once():
    assert search_text("Boulangerie Léon", None, "boulangerie", "SIREN 303 265 045") == "boulangerie leon siren 303 265 045"


def test_french_order_looks_at_accents_only_between_equals():
    names = ["Zola", "Élan", "Côté", "cote", "Eland", "coté", "côte", "Cotes", "Étoile du Nord", "Étoile"]
    assert sorted(names, key=lambda name: sort_key(name).encode()) == [
        "cote", "coté", "côte", "Côté", "Cotes", "Élan", "Eland", "Étoile", "Étoile du Nord", "Zola",
    ]  # fmt: skip


def test_legal_forms_do_not_identify_a_company():
    assert name_words("S.A.R.L. Dupont & Cie") == {"dupont"}
    assert name_words("SARL Dupont") == name_words("DUPONT SAS") == {"dupont"}
    assert name_words("SAS") == {"sas"}


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
    assert set(folded(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")


@given(st.text(alphabet="abcdé ô"), st.text(alphabet="abcdé ô"))
def test_the_order_of_words_wins_over_accents(left, right):
    if folded(left) < folded(right):
        assert sort_key(left).encode() < sort_key(right).encode()
