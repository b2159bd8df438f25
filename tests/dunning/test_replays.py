"""The time machine on the tables: what it reads, what it keeps, who may, how it is cancelled, and what it shows."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils.translation import override

from dunning.pages import ON, SYSTEM, Company
from encaisse.audit.models import Entry
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import GoLive, ItemStep, PlannedAction, Replay, ReplayPayer
from encaisse.dunning.queries import machine
from encaisse.dunning.queries.machine import Asked
from encaisse.dunning.rules.machine.asking import PeriodToCome, ReplayCrashed, ReplayGone, ReplayNotOver
from encaisse.dunning.templatetags.replays import lane_columns, months_drawn, why_failed
from encaisse.kit.actor import Role
from encaisse.kit.refusals import NotAllowed, NotFound
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.models import Allocation, Document
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.people.queries import actor_of

pytestmark = pytest.mark.django_db
FIRST = date(2026, 10, 1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with stopped(ON):
        yield ON


@pytest.fixture
def company(db: None) -> Company:
    company = Company()
    company.late("C1", "Dupont", "1000")
    company.late("C2", "Durand", "250")
    return company


def asked(company: Company, **more: object) -> Asked:
    return Asked(company.creditor, (None,), FIRST, ON, **more)


def test_a_replay_is_kept_under_its_name_and_writes_nothing_about_anybody(company: Company) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="Automne")
    assert queries.replay_card(SYSTEM, replay_id).state == "waiting"
    actions.run_replay(SYSTEM, replay_id)
    card = queries.replay_card(SYSTEM, replay_id)
    assert (card.state, card.name, card.total_count, card.all_count) == ("done", "Automne", 2, 2)
    assert card.result["lanes"][0]["messages"] == 2
    assert card.result["lanes"][0]["paid_breaches"] == card.result["lanes"][0]["disputed_breaches"] == 0
    assert not PlannedAction.objects.exists()
    assert not ItemStep.objects.exists()
    rows, total = queries.replayed_payers(SYSTEM, replay_id)
    assert total == 2
    assert {row.lanes[0]["level_days"]["1"] for row in rows} == {"2026-11-12"}
    told = Entry.objects.filter(subject_kind="replay", subject_id=replay_id).order_by("id").values_list("did", flat=True)
    assert list(told) == ["replay.asked", "replay.done"]


@pytest.mark.parametrize(("status", "state"), [("todo", "waiting"), ("doing", "waiting"), ("failed", "failed"), ("aborted", "failed")])
def test_a_replay_whose_job_died_before_it_began_says_so_and_may_be_asked_again(company: Company, status: str, state: str) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="Automne")
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set status = %s::procrastinate_job_status", [status])
    actions.settle_lost_replays(SYSTEM)
    card = queries.replay_card(SYSTEM, replay_id)
    assert (card.state, card.may_run_again) == (state, state == "failed")
    told = Entry.objects.filter(subject_kind="replay", subject_id=replay_id).order_by("id").values_list("did", flat=True)
    assert list(told) == ["replay.asked"] + (["replay.failed"] if state == "failed" else [])
    if state == "failed":
        actions.replay_again(SYSTEM, replay_id)
        actions.settle_lost_replays(SYSTEM)
        assert queries.replay_card(SYSTEM, replay_id).state == "waiting"


def test_the_months_of_a_replay_are_named_as_the_reader_names_them(company: Company) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="Automne")
    actions.run_replay(SYSTEM, replay_id)
    card = queries.replay_card(SYSTEM, replay_id)
    for language, month in (("fr", "nov. 26"), ("en", "Nov 26")):
        with override(language):
            assert months_drawn(card, lane_columns(card, {}))["labels"] == [month]


def test_a_sample_is_always_the_same_and_says_how_many_there_were(company: Company) -> None:
    once = queries.replayed(SYSTEM, asked(company, most=1))
    again = queries.replayed(SYSTEM, asked(company, most=1))
    assert once.payers == again.payers
    assert (len(once.payers), once.total) == (1, 2)


def test_what_was_really_done_stands_beside(company: Company) -> None:
    company.run()
    PlannedAction.objects.filter(decided_on=ON).update(state="sent", ended_on=ON)
    answer = queries.replayed(SYSTEM, asked(company))
    assert answer.real.lane.kinds["message"] == 2


def test_a_replay_that_has_not_begun_is_cancelled_at_once_and_never_runs(company: Company) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="x")
    actions.cancel_replay(SYSTEM, replay_id)
    actions.run_replay(SYSTEM, replay_id)
    assert queries.replay_card(SYSTEM, replay_id).state == "cancelled"
    with pytest.raises(ReplayGone):
        actions.cancel_replay(SYSTEM, replay_id)


def test_a_replay_asked_to_stop_stops_at_its_next_chunk(company: Company) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="x")
    Replay.objects.filter(pk=replay_id).update(is_stopping=True)
    actions.run_replay(SYSTEM, replay_id)
    assert queries.replay_card(SYSTEM, replay_id).state == "cancelled"
    assert not ReplayPayer.objects.exists()


def test_a_replay_is_forgotten_whole(company: Company) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="x")
    actions.run_replay(SYSTEM, replay_id)
    actions.forget_replay(SYSTEM, replay_id)
    assert not Replay.objects.exists()
    assert not ReplayPayer.objects.exists()
    with pytest.raises(NotFound):
        queries.replay_card(SYSTEM, replay_id)


def test_days_to_come_are_not_replayed(company: Company) -> None:
    with pytest.raises(PeriodToCome):
        actions.ask_replay(SYSTEM, Asked(company.creditor, (None,), FIRST, ON + DAY), name="x")


@pytest.mark.parametrize("role", [Role.COLLECTOR, Role.SALESPERSON, Role.AUDITOR])
def test_only_whoever_writes_or_approves_scenarios_replays_them(company: Company, role: Role) -> None:
    with pytest.raises(NotAllowed):
        actions.ask_replay(actor_of(company.hire(role), on=ON), asked(company), name="x")


def test_a_replay_is_asked_watched_and_read_on_screen(company: Company) -> None:
    browser = company.browser(Role.CREDIT_MANAGER)
    page = browser.get(reverse("dunning:machine"))
    form = page.context["form"]
    data = {name: form[name].value() for name in form.fields}
    given = {"first_on": FIRST.isoformat(), "name": "Automne", "creditor": company.creditor}
    data = {name: "" if value is None else value for name, value in data.items()} | given
    answer = browser.post(reverse("dunning:machine"), data)
    assert answer.status_code == 302
    assert "hx-trigger" in browser.get(answer.url).content.decode()
    replay_id = Replay.objects.get().pk
    actions.run_replay(actor_of(company.hire(Role.CREDIT_MANAGER), on=ON), replay_id)
    shown = browser.get(answer.url).content.decode()
    assert "Les règlements sont ceux qui ont eu lieu" in shown
    assert "Dupont" in shown
    assert browser.get(reverse("dunning:replay_export", args=[replay_id])).status_code == 200
    assert browser.post(reverse("dunning:replay_forget", args=[replay_id])).status_code == 302


# When it fails -------------------------------------------------------------------------------------------------------------


@contextmanager
def crashing_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.ExceptionInfo[ReplayCrashed]]:
    """Let a fault come at the second customer."""
    chunks = iter([machine.real_events])

    def once(*given: Any) -> Any:
        return next(chunks)(*given)

    with monkeypatch.context() as broken:
        broken.setattr(machine, "CHUNK", 1)
        broken.setattr(machine, "real_events", once)
        with pytest.raises(ReplayCrashed) as crash:
            yield crash


def test_a_crash_in_the_middle_says_so_with_the_reference_of_the_log_and_keeps_nothing(
    company: Company, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="Automne")
    with crashing_in_the_middle(monkeypatch) as crash:
        actions.run_replay(SYSTEM, replay_id)
    card = queries.replay_card(SYSTEM, replay_id)
    reference = crash.value.values["reference"]
    assert (card.state, card.done_count, card.total_count) == ("failed", 1, 2)
    assert not ReplayPayer.objects.exists()
    assert reference in caplog.text
    assert "StopIteration" in caplog.text
    shown = company.browser(Role.CREDIT_MANAGER).get(reverse("dunning:replay", args=[replay_id])).content.decode()
    assert reference in shown
    assert "Clients déjà rejoués\u00a0: 1 sur 2" in shown
    assert reference in company.browser(Role.CREDIT_MANAGER).get(reverse("dunning:machine")).content.decode()


def test_a_replay_that_failed_is_asked_again_and_then_done(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="Automne")
    with crashing_in_the_middle(monkeypatch):
        actions.run_replay(SYSTEM, replay_id)
    assert company.browser(Role.CREDIT_MANAGER).post(reverse("dunning:replay_again", args=[replay_id])).status_code == 302
    assert queries.replay_card(SYSTEM, replay_id).state == "waiting"
    actions.run_replay(SYSTEM, replay_id)
    card = queries.replay_card(SYSTEM, replay_id)
    assert (card.state, card.failed, card.total_count) == ("done", {}, 2)
    with pytest.raises(ReplayNotOver):
        actions.replay_again(SYSTEM, replay_id)
    told = Entry.objects.filter(subject_kind="replay", subject_id=replay_id).order_by("id").values_list("did", flat=True)
    assert list(told) == ["replay.asked", "replay.failed", "replay.asked_again", "replay.done"]


def test_a_refusal_met_while_replaying_is_kept_in_its_own_words(company: Company) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="x")
    Replay.objects.filter(pk=replay_id).update(versions=[987654321])
    actions.run_replay(SYSTEM, replay_id)
    card = queries.replay_card(SYSTEM, replay_id)
    assert card.state == "failed"
    assert why_failed(card)
    assert "défaut" not in why_failed(card)


def test_the_command_line_tells_why_a_replay_failed_and_asks_for_it_again(
    company: Company, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replay_id = actions.ask_replay(SYSTEM, asked(company), name="Automne")
    with crashing_in_the_middle(monkeypatch) as crash:
        actions.run_replay(SYSTEM, replay_id)
    call_command("time_machine", "--kept", "--json")
    [told] = json.loads(capsys.readouterr().out)["replays"]
    assert (told["id"], told["state"]) == (replay_id, "failed")
    assert crash.value.values["reference"] in told["why"]
    call_command("time_machine", "--again", str(replay_id))
    assert "waiting" in capsys.readouterr().out
    with crashing_in_the_middle(monkeypatch):
        call_command("time_machine", "--from", FIRST.isoformat())


# The second clock: what a day knew -----------------------------------------------------------------------------------------

LONG_AGO, TO_COME = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
PAID_ON = date(2026, 11, 9)


@pytest.fixture
def books() -> Company:
    """A company that is no demonstration, with one invoice recorded long ago and paid by its own date on 9 November."""
    company = Company(demonstration=False)
    payer = company.late("C1", "Dupont", "1000")
    due_line = ledger_queries.open_items(SYSTEM, customer_id=payer)[0].id
    Document.objects.update(recorded_at=LONG_AGO - DAY)
    paid = DocumentFacts(
        customer_id=payer, kind="payment", number="VIR", issued_on=PAID_ON, amount=Decimal(-1000), source_key="VIR",
        parts=(PartFacts(PAID_ON, Decimal(-1000)),),
    )  # fmt: skip
    ledger.record_documents(SYSTEM, company.creditor, company.source, [paid])
    money = next(item.id for item in ledger_queries.open_items(SYSTEM, customer_id=payer) if item.open_amount < 0)
    ledger.allocate(SYSTEM, debit_id=due_line, credit_id=money, amount=Decimal(1000), on=PAID_ON)
    return company


def went_live(company: Company, at: datetime) -> None:
    GoLive.objects.filter(creditor_id=company.creditor).update(closed_at=at)


def first_message(company: Company) -> date | None:
    replayed = queries.replayed(SYSTEM, asked(company)).lanes[0]
    return next((payer.level_days.get(1) for payer in replayed.payers.values()), None)


def test_a_payment_recorded_late_was_not_known_on_the_day_it_bears(books: Company) -> None:
    went_live(books, LONG_AGO)
    assert first_message(books) == date(2026, 11, 12)


def test_what_was_loaded_before_going_live_is_known_from_its_own_day(books: Company) -> None:
    went_live(books, TO_COME)
    assert first_message(books) is None


@pytest.mark.django_db(transaction=True)  # what is recorded before and after going live bears two instants
def test_a_payment_returned_later_still_stood_on_the_day_replayed(books: Company) -> None:
    went_live(books, datetime.now(UTC))
    ledger.return_payment(SYSTEM, Allocation.objects.get().credit_id, on=PAID_ON)
    assert first_message(books) is None
    went_live(books, TO_COME)
    assert first_message(books) == date(2026, 11, 12)
