"""What changed is told in words: every field a room writes has a name, every code a name, days and amounts the reader's typography."""

import ast
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils.translation import override

from encaisse.audit.fields import FIELDS, VALUES, changes_in_words, value_words
from encaisse.creditors.actions import EDITABLE as OF_CREDITORS
from encaisse.customers.actions.updates import EDITABLE as OF_CUSTOMERS
from encaisse.customers.models import Health, Segment
from encaisse.disputes.rules import Outcome
from encaisse.dunning.rules.calls import CallResult
from encaisse.dunning.rules.decisions import Reason, TaskKind
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.reprise import GoLiveChoice
from encaisse.dunning.rules.scenario import Channel
from encaisse.dunning.rules.visits import VisitResult
from encaisse.kit.actor import Role
from encaisse.messages.rules.replies import BounceKind, Filing, Nature, ReplyKind
from encaisse.messages.rules.servers import SignIn
from encaisse.proceedings.rules import InsolvencyKind
from encaisse.ui.words import ROLE_NAMES
from encaisse.workbench.rules.reviews import Outlook
from house.trees import PACKAGE

CODES = (
    BounceKind, CallResult, Channel, Filing, GoLiveChoice, Health, HoldReason, Nature, Outcome, Outlook, Reason, ReplyKind, Segment,
    SignIn, TaskKind, InsolvencyKind, VisitResult,
)  # fmt: skip


def changes_written() -> Iterator[str]:
    """Yield the name of each field that an action writes in the audit: what it gives as `change=`, there or just before."""
    for file in (*PACKAGE.glob("*/actions.py"), *PACKAGE.glob("*/actions/**/*.py")):
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
                for given in (word.value for call in calls for word in call.keywords if word.arg == "change"):
                    yield from names_in(given, function)


def names_in(node: ast.expr | None, function: ast.FunctionDef | None) -> Iterator[str]:
    match node:
        case ast.Dict():
            for key, value in zip(node.keys, node.values, strict=True):
                if key is None:
                    yield from names_in(value, function)
                elif isinstance(key, ast.Constant):
                    yield str(key.value)
        case ast.IfExp():
            yield from names_in(node.body, function)
            yield from names_in(node.orelse, function)
        case ast.BinOp():
            yield from names_in(node.left, function)
            yield from names_in(node.right, function)
        case ast.Name() if function is not None:
            for each in ast.walk(function):
                if isinstance(each, ast.Assign) and any(isinstance(to, ast.Name) and to.id == node.id for to in each.targets):
                    yield from names_in(each.value, None)


def test_every_field_that_a_room_writes_has_a_name() -> None:
    written = {*changes_written(), *OF_CREDITORS, *OF_CUSTOMERS}
    assert len(written) > 130
    assert sorted(written - set(FIELDS)) == []


@pytest.mark.parametrize("codes", CODES, ids=lambda codes: codes.__name__)
def test_every_code_has_words(codes: type) -> None:
    assert sorted({str(each.value) for each in codes} - {""} - set(VALUES)) == []


def test_every_role_has_words() -> None:
    assert set(ROLE_NAMES) == set(Role)


def told(change: dict[str, object], language: str = "fr") -> list[tuple[str, str]]:
    with override(language):
        return [(name, value.replace("\u202f", " ").replace("\xa0", " ")) for name, value in changes_in_words(change)]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"outlook": "doubtful"}, [("pronostic", "douteux")], id="a code in words"),
        pytest.param({"until": "2026-12-04"}, [("jusqu’au", "4 déc. 2026")], id="a day as one writes it"),
        pytest.param(
            {"amount": "1234.5", "currency": "EUR"}, [("montant", "1 234,50 €"), ("devise", "EUR")], id="an amount in its currency"
        ),
        pytest.param({"fee_amount": "40.00"}, [("frais", "40,00")], id="an amount whose currency is not told"),
        pytest.param({"terms_code": {"from": "NET30", "to": None}}, [("conditions de règlement", "NET30 → –")], id="before and after"),
        pytest.param({"from": "good", "to": "dead"}, [("avant", "bon"), ("après", "n’atteint plus")], id="two codes"),
        pytest.param({"is_default": False}, [("par défaut", "non")], id="yes or no"),
        pytest.param({"reopened": "True"}, [("rouverts", "oui")], id="yes as an earlier version kept it"),
        pytest.param({"role": "COLLECTOR", "to_on": None}, [("rôle", "Chargé de recouvrement")], id="a role; what is empty is not told"),
        pytest.param({"reopened_item_ids": [12, 1345]}, [("échéances rouvertes", "12 et 1345")], id="numbers of things are no amounts"),
        pytest.param({"fields": ["name", "language"]}, [("informations", "nom et langue")], id="fields named in a list"),
        pytest.param({"345": "200.00"}, [("échéance 345", "200,00")], id="what is contested of a due line"),
        pytest.param({"name": "dead"}, [("nom", "dead")], id="a name that looks like a code stays a name"),
        pytest.param(
            {"planned": {"letter": 2, "call": 12}, "held": {"items_held": 1}},
            [("prévus", "courrier 2 et appel 12"), ("suspendus", "retenu pièce par pièce 1")],
            id="how many of each",
        ),
        pytest.param({"reopened": "True"}, [("rouverts", "oui")], id="yes, kept as text"),
        pytest.param({"stone": "age"}, [("stone", "age")], id="what an earlier version wrote stays as it was"),
    ],
)
def test_what_changed_is_said_in_words(change: dict[str, object], words: list[tuple[str, str]]) -> None:
    assert told(change) == words


def test_it_is_said_in_the_reader_s_language() -> None:
    assert told({"outlook": "doubtful", "until": "2026-12-04"}, "en") == [("outlook", "doubtful"), ("until", "4 Dec 2026")]
    with override("en"):
        assert value_words("amount", {"amount": "12.5", "currency": "EUR"}) == "€12.50"
        assert value_words("amount", str(Decimal("12.5")), currency="GBP") == "£12.50"
