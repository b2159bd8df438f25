"""The portfolio review: dated comments about customers and items, written on the portfolio and on the file, kept as they were."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from encaisse.customers.models import Customer
from encaisse.db.clock import stopped
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotAllowed
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.workbench import actions
from encaisse.workbench.models import ReviewComment
from encaisse.workbench.queries import reviews
from encaisse.workbench.rules.reviews import (
    CommentElsewhere,
    CommentSaysNothing,
    CommentTooLong,
    ExpectedBefore,
    ExpectedOfNothing,
    Outlook,
    Review,
    check_review,
)

SYSTEM = system_actor()
ON = date(2026, 11, 17)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.mark.parametrize(
    ("review", "refused"),
    [
        pytest.param(Review(body="  "), CommentSaysNothing, id="a comment says something"),
        pytest.param(Review(body="x" * 501), CommentTooLong, id="a comment is short"),
        pytest.param(Review(expected_amount=Decimal(0)), ExpectedOfNothing, id="what is expected is positive"),
        pytest.param(Review(expected_on=date(2026, 11, 16)), ExpectedBefore, id="what is expected is to come"),
    ],
)
def test_what_is_refused(review, refused):
    with pytest.raises(refused):
        check_review(review, on=ON)


@pytest.mark.parametrize(
    "review",
    [
        pytest.param(Review(body="vu avec le DAF"), id="words alone"),
        pytest.param(Review(outlook=Outlook.SURE), id="an outlook alone"),
        pytest.param(Review(expected_on=ON, expected_amount=Decimal("12.50")), id="money expected today"),
    ],
)
def test_what_is_kept(review):
    check_review(review, on=ON)


pytestmark = pytest.mark.django_db


@pytest.fixture
def dupont(world) -> int:
    pk = world.late("C1", "Garage Dupont", "1000")
    ledger.refresh_balances(SYSTEM, on=ON)
    return pk


def test_the_latest_comment_shows_and_the_earlier_ones_stay(world, dupont):
    for body in ("première", "seconde"):
        actions.write_review(SYSTEM, dupont, Review(body=body), on=ON)
    assert reviews.latest_reviews(SYSTEM, [dupont])[dupont].body == "seconde"
    assert [each.body for each in reviews.reviews_of(SYSTEM, dupont)] == ["seconde", "première"]


def test_an_item_of_another_customer_is_refused(world, dupont):
    other = world.late("C2", "Hôtel Moreau", "5")
    item = ledger_queries.open_items(SYSTEM, customer_id=other)[0].id
    with pytest.raises(CommentElsewhere):
        actions.write_review(SYSTEM, dupont, Review(body="x"), on=ON, item_id=item)


def test_an_auditor_reads_and_does_not_write(world, dupont):
    auditor = world.actor(world.hire("aude", Role.AUDITOR))
    with pytest.raises(NotAllowed):
        actions.write_review(auditor, dupont, Review(body="x"), on=ON)
    actions.write_review(SYSTEM, dupont, Review(body="vu"), on=ON)
    assert reviews.latest_reviews(auditor, [dupont])[dupont].body == "vu"


def test_a_comment_typed_in_the_row_shows_in_the_row(world, dupont):
    url = reverse("workbench:review_row", args=[dupont])
    browser = world.browser()
    assert "review-form" in browser.get(url, **HTMX).content.decode()
    assert browser.post(url, {"body": ""}, **HTMX).status_code == 422
    asked = {"body": "chèque parti", "outlook": "sure", "expected_on": "2026-11-25", "expected_amount": "1 000,00"}
    answer = browser.post(url, asked, **HTMX).content.decode()
    assert ("hx-swap-oob" in answer, "chèque parti" in answer, "Sûr" in answer) == (True, True, True)
    kept = ReviewComment.objects.get()
    assert (kept.expected_on, kept.expected_amount, kept.written_on, kept.written_by_name) == (date(2026, 11, 25), 1000, ON, "Nadia")
    page = browser.get(reverse("workbench:portfolio"), {"cols": ["comment"]}).content.decode()
    assert "chèque parti" in page


def test_the_file_shows_what_was_said_and_takes_a_comment_about_an_invoice(world, dupont):
    item = ledger_queries.open_items(SYSTEM, customer_id=dupont)[0]
    url = reverse("workbench:review", args=[dupont])
    browser = world.browser()
    assert "Aucun commentaire de revue." in browser.get(url, **HTMX).content.decode()
    answer = browser.post(url, {"body": "bon perdu", "item": item.id}, **HTMX)
    assert ("bon perdu" in answer.content.decode(), ReviewComment.objects.get().item_id) == (True, item.id)
    assert reverse("workbench:review", args=[dupont]) in browser.get(reverse("workbench:customer", args=[dupont])).content.decode()


def test_what_is_thought_of_the_customer_stands_at_the_top_of_the_file_not_what_is_thought_of_an_invoice(world, dupont):
    item = ledger_queries.open_items(SYSTEM, customer_id=dupont)[0]
    url, browser = reverse("workbench:review", args=[dupont]), world.browser()
    for told in ({"body": "payeur sérieux", "outlook": "sure"}, {"body": "bon perdu", "outlook": "doubtful", "item": item.id}):
        browser.post(url, told, **HTMX)
    top = browser.get(url, **HTMX).content.decode().partition('id="file-outlook" hx-swap-oob="true"')[2]
    assert ("Sûr" in top, "Douteux" in top) == (True, False)


def test_the_command_adds_lists_and_exports_comments(dupont, tmp_path):
    def told(*arguments: str) -> list[dict[str, object]]:
        out = io.StringIO()
        with stopped(ON):
            call_command("review", *arguments, "--json", stdout=out)
        return json.loads(out.getvalue())["comments"]

    code = Customer.objects.get(pk=dupont).code
    number = ledger_queries.open_items(SYSTEM, customer_id=dupont)[0].reference
    told(code, "--comment", "vu avec le DAF", "--outlook", "watch", "--expected-on", "2026-12-01", "--expected-amount", "100.5")
    [about, whole] = told(code, "--comment", "litige levé", "--invoice", number)
    assert (about["invoice"], about["comment"], about["outlook"]) == (number, "litige levé", "")
    assert (whole["expected_on"], whole["expected_amount"], whole["currency"]) == ("2026-12-01", "100.50", "EUR")
    assert told("--since", "2026-11-18") == []
    with pytest.raises(CommentElsewhere):
        told(code, "--comment", "x", "--invoice", "NOPE")
    with pytest.raises(CommandError):
        told("--comment", "de personne")
    path = tmp_path / "revue.csv"
    call_command("review", "--export", str(path))
    assert [line.split(";")[0] for line in path.read_text().lstrip("\ufeff").splitlines()[1:]] == [code, code]
