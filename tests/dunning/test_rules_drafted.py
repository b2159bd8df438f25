"""The text of a draft as its customer reads it: settled, cut in pieces, compared. Rules alone, no database."""

from dataclasses import replace

import pytest

from encaisse.dunning.rules.drafted import (
    Change,
    IdentityLeftOut,
    InvoicesLeftOut,
    Kind,
    LegalWordsLeftOut,
    PaymentLeftOut,
    changes,
    check_kept,
    pieces,
    sentences,
    settled,
)  # fmt: skip
from encaisse.messages.rules import Channel, Template, render, sample

LEGAL = "À défaut, l’indemnité forfaitaire de 40 € par facture (art. L441-10 et D441-5 du Code de commerce) sera réclamée."
BODY = (
    'Bonjour {{contact.salutation}},\n\n{% if penalty_amount == "" %}Rien de plus.{% else %}Soit {{penalty_amount}}.{% endif %}\n\n'
    f"{{{{invoice_table}}}}\nMerci de votre aide. {LEGAL}\n\nCompte : {{{{iban}}}}\n{{{{signature}}}}"
)
TEMPLATE = Template(
    "T", "fr", 1, (Channel.EMAIL,), "Suite {{ net_total }}", BODY, optional_variables=frozenset({"penalty_amount"})
)  # fmt: skip


@pytest.fixture
def content():
    return replace(sample("fr"), more={})


def test_conditions_are_settled_and_values_keep_their_names(content):
    text = settled(TEMPLATE, content)
    assert text.subject == "Suite {{ net_total }}"
    assert "Rien de plus." in text.body
    assert "penalty_amount" not in text.body
    assert text.body.startswith("Bonjour {{ contact.salutation }},")


def test_a_settled_text_says_what_its_template_says(content):
    assert render(settled(TEMPLATE, content), content).text == render(TEMPLATE, content).text


def test_a_settled_text_is_settled_for_good(content):
    once = settled(TEMPLATE, content)
    assert settled(once, content) == once


def test_pieces_joined_are_the_text_again(content):
    text = settled(TEMPLATE, content)
    found = pieces(text.body, text.body, content)
    assert "".join(piece.source for piece in found) == text.body
    assert [piece.kind for piece in found if piece.is_locked] == [Kind.VALUE, Kind.TABLE, Kind.LEGAL, Kind.KEPT, Kind.KEPT]


def test_a_sentence_does_not_end_at_the_abbreviation_of_an_article():
    assert [part for part in sentences(f"Merci. {LEGAL}") if part.strip()] == ["Merci.", LEGAL]


@pytest.mark.parametrize(
    ("taken_out", "refusal"),
    [
        ("{{ invoice_table }}", InvoicesLeftOut), ("{{ iban }}", PaymentLeftOut), ("{{ signature }}", IdentityLeftOut),
        ("du Code de commerce", LegalWordsLeftOut),
    ],
    ids=["the invoices", "how to pay", "who writes", "a word of the law"],
)  # fmt: skip
def test_what_must_stay_is_refused_when_it_is_gone(content, taken_out, refusal):
    text = settled(TEMPLATE, content)
    with pytest.raises(refusal):
        check_kept(replace(text, body=text.body.replace(taken_out, "")), text)


def test_an_amount_within_a_sentence_may_be_left_out(content):
    text = settled(TEMPLATE, content)
    check_kept(replace(text, body=text.body.replace("{{ contact.salutation }}", "Anne")), text)


def test_what_changed_is_told_by_sentence():
    assert changes("Bonjour. Merci de payer. À bientôt.", "Bonjour. Merci d’appeler. À bientôt.") == (
        Change(is_added=False, words="Merci de payer."),
        Change(is_added=True, words="Merci d’appeler."),
    )
