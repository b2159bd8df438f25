"""What a mail says of somebody who has left: the departure, who is named instead – and nothing where it says nothing."""

import pytest

from encaisse.messages.rules.departures import AnnouncedDeparture, announced_departure

SENDER = "anne@dupont.example"


def told(text: str, *, by_machine: bool = True) -> AnnouncedDeparture | None:
    return announced_departure(text, by_machine=by_machine, sender=SENDER, not_these=frozenset({"compta@verdier.example"}))


@pytest.mark.parametrize(
    ("text", "successor"),
    [
        pytest.param(
            "Bonjour,\nMme Martin n’est plus dans la société. Merci d'écrire à Paul Roux : paul@dupont.example.",
            "Paul Roux paul@dupont.example", id="n'est plus dans la société",
        ),
        pytest.param("Je ne fais plus partie de l'entreprise depuis le 1er mars.", "", id="ne fais plus partie, nobody named"),
        pytest.param(
            "Anne Martin ne travaille plus chez Dupont SA. Contactez compta2@dupont.example",
            "compta2@dupont.example", id="ne travaille plus",
        ),
        pytest.param(
            "J'ai quitté mes fonctions. Votre nouvel interlocuteur : Zoé Petit, zoe@dupont.example",
            "Zoé Petit zoe@dupont.example", id="quitté mes fonctions",
        ),
        pytest.param("Je suis désormais à la retraite.", "", id="retired"),
        pytest.param("Mme Martin n'est plus salariée du groupe.", "", id="n'est plus salariée"),
        pytest.param(
            "Anne no longer works here. Please write to Paul Roux, paul@dupont.example",
            "Paul Roux paul@dupont.example", id="no longer works here",
        ),
        pytest.param(
            "I have left the company. Contact: compta@verdier.example or paul@dupont.example",
            "paul@dupont.example", id="our own address is nobody",
        ),
        pytest.param("Please note that Anne is no longer with the company.", "", id="no longer with the company"),
        pytest.param("Anne doesn't work for Dupont anymore.", "", id="doesn't work anymore"),
        pytest.param(
            "Anne Martin has retired. Your new contact is Paul Roux (paul@dupont.example).",
            "Paul Roux paul@dupont.example", id="has retired",
        ),
    ],
)  # fmt: skip
def test_a_departure_is_read_with_whoever_is_named(text: str, successor: str) -> None:
    found = told(text)
    assert found is not None
    assert found.successor == successor
    assert found.words in " ".join(text.split())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Je ne suis plus au bureau cette semaine.", id="out for the week"),
        pytest.param("I have left the office for today, back on Monday.", id="left for today is read as an absence"),
        pytest.param("Je suis absente jusqu'au 4 décembre, écrivez à paul@dupont.example.", id="an absence"),
        pytest.param("La facture n'est plus dans le portail.", id="an invoice that is no longer there"),
        pytest.param("Your invoice is no longer part of our payment run.", id="an invoice that is no longer part"),
        pytest.param("The link in your mail no longer works.", id="a link"),
        pytest.param("Nous ne travaillons plus avec ce transporteur.", id="a supplier they no longer work with"),
        pytest.param("La marchandise a quitté le dépôt.", id="goods that left"),
        pytest.param("", id="nothing"),
    ],
)
def test_nothing_is_read_where_nobody_has_left(text: str) -> None:
    assert told(text) is None


def test_a_person_says_it_of_themselves_only_when_they_say_i() -> None:
    assert told("Mme Martin ne travaille plus chez nous, je la remplace.", by_machine=False) is None
    assert told("Je ne travaille plus chez Dupont.", by_machine=False) is not None
    assert told("I’m no longer employed by Dupont.", by_machine=False) is not None
