"""« Pourquoi ce client n'a-t-il pas été relancé ? »: every decision has its words, in both languages."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import encaisse.dunning
from dunning.payers import FRANCE, FULL, SME, day, item, payer
from encaisse.dunning.rules import Level, Reason, decide
from encaisse.dunning.rules.decisions import Section, TaskKind
from encaisse.dunning.rules.explain import COURTESY, ITEM_HOLDS, LEVELS, NEXT_DATE, NO_DATE, REASONS, SECTIONS, TASKS, THANKS, explain
from encaisse.dunning.rules.values import ItemHold

SENTENCES = [
    *REASONS.values(),
    *ITEM_HOLDS.values(),
    *TASKS.values(),
    *LEVELS.values(),
    *SECTIONS.values(),
    COURTESY,
    THANKS,
    NEXT_DATE,
    NO_DATE,
]
CATALOGUE = Path(encaisse.dunning.__file__).parent / "locale/fr/LC_MESSAGES/django.po"


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        pytest.param(Reason, REASONS, id="reasons"),
        pytest.param(ItemHold, ITEM_HOLDS, id="holds of items"),
        pytest.param(TaskKind, TASKS, id="tasks"),
        pytest.param(Level, LEVELS, id="levels"),
        pytest.param(Section, SECTIONS, id="sections"),
    ],
)
def test_every_value_has_its_words(kinds: type, words: dict[object, str]) -> None:
    assert set(words) == set(kinds)


def test_every_sentence_is_said_in_french_with_the_same_figures() -> None:
    with CATALOGUE.open("rb") as catalogue:
        french = {message.id: message.string for message in read_po(catalogue)}
    for sentence in SENTENCES:
        assert french.get(sentence), sentence
        assert set(re.findall(r"%\((\w+)\)s", french[sentence])) <= set(re.findall(r"%\((\w+)\)s", sentence)), sentence


def test_a_courtesy_speaks_of_no_overdue() -> None:
    decision = decide(payer(item(1, "26/11")), FULL, FRANCE, on=day("19/11"))
    assert str(explain(decision)[0]) == "A courtesy before the due date."


def test_a_wait_says_when_it_is_looked_at_again() -> None:
    decision = decide(payer(item(1, "16/11")), SME, FRANCE, on=day("17/11"))
    assert [str(each) for each in explain(decision)] == [
        "The next step is not due yet.",
        "Looked at again on 2026-11-19, or as soon as a fact changes",
    ]


def test_a_hold_says_what_is_held_beside_it() -> None:
    decision = decide(payer(item(1, "1/10", 300, disputed_amount=item(1, "1/10", 300).amount)), SME, FRANCE, on=day("17/11"))
    assert [str(each) for each in explain(decision)] == [
        "Everything overdue is held item by item.",
        "300 disputed, not claimed",
        "Looked at again as soon as a fact changes",
    ]
