"""The demonstration made in an empty database: every list has something true to show."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from encaisse.commitments import queries as commitments
from encaisse.creditors import actions as creditors
from encaisse.db.clock import demonstration_day, today
from encaisse.demo.actions import AlreadyThere, HouseNotEmpty, NotWhileSending, make_demonstration
from encaisse.demo.rules.numbers import siren
from encaisse.disputes.models import Dispute
from encaisse.dunning import queries
from encaisse.dunning.queries import verifying
from encaisse.intake.models import Import, ImportFinding, StrayFile
from encaisse.kit.actor import system_actor
from encaisse.kit.dates import working_days
from encaisse.ledger import queries as ledger
from encaisse.ledger.models import DeliveryState, Dispatch, DueDateChange, InvoiceFile, InvoiceParticulars
from encaisse.ledger.queries import verification
from encaisse.messages import queries as messages
from encaisse.messages.models import Attachment
from encaisse.people.models import User
from encaisse.people.queries import actor_of

pytestmark = pytest.mark.django_db(transaction=True)

ANCHOR = date(2026, 11, 23)
ACTOR = system_actor()


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.VAR, settings.DEMO = tmp_path, True
    demonstration_day.forget()
    yield tmp_path
    demonstration_day.forget()


def test_every_list_has_something_to_show_and_every_figure_is_true(place: Path) -> None:
    make_demonstration(ACTOR, customer_count=45, anchor=ANCHOR)
    assert today() == ANCHOR
    shown = {
        "drafts": queries.actions_to_approve(ACTOR)[1],
        "calls": queries.calls_to_make(ACTOR)[1],
        "tasks": queries.tasks_to_do(ACTOR)[1],
        "done today": queries.done_today(ACTOR, on=ANCHOR)[1],
        "letters to print": len(messages.letters_to_print(ACTOR)),
        "letters posted": len(messages.batches(ACTOR)),
        "sent": messages.counts(ACTOR)["sent"],
        "signals": len(queries.signals(ACTOR)),
        "runs": len(queries.last_runs(ACTOR)),
        "disputes": Dispute.objects.filter(closed_on=None).count(),
        "to qualify": len(ledger.to_qualify_counts(ACTOR, on=ANCHOR)),
        "imports": Import.objects.count(),
        "invoices with a PDF": InvoiceFile.objects.filter(role="invoice").count(),
        "structured invoices": InvoiceParticulars.objects.count(),
        "sendings": Dispatch.objects.count(),
        "steps told by a platform": DeliveryState.objects.count(),
        "files that wait for their invoice": StrayFile.objects.filter(state="waiting").count(),
        "copies enclosed with reminders": Attachment.objects.filter(message__channel="email").count(),
    }
    assert [name for name, count in shown.items() if not count] == []
    assert len({row.reason for row in queries.not_dunned_totals(ACTOR)}) >= 8
    assert {state_of(promise) for promise in promises()} >= {"open", "kept", "broken"}
    of_evidence = ImportFinding.objects.filter(of_import__kind__in=["files", "einvoice", "life_cycle", "dispatches"])
    assert set(of_evidence.values_list("code", flat=True)) == {"file_ambiguous", "file_unmatched"}
    assert DueDateChange.objects.filter(reason__startswith="e-invoice").count() == 0
    assert (verification.differences(ACTOR).differences, verifying.differences(ACTOR).differences) == ((), ())
    assert ledger.balances_to_re_age(ACTOR, on=ANCHOR) == []
    nadia = actor_of(User.objects.get(name__startswith="Nadia").pk, on=ANCHOR)
    assert queries.calls_to_make(nadia)[1] > 0
    assert {path.suffix for path in (place / "demo").iterdir()} == {".txt", ".csv", ".zip"}
    with pytest.raises(AlreadyThere):
        make_demonstration(ACTOR, customer_count=45, anchor=ANCHOR)


def promises() -> list[commitments.PromiseView]:
    found = []
    for customer_id in {row.customer_id for row in ledger.balances(ACTOR, size=500).rows}:
        found += commitments.promises_of(ACTOR, customer_id, facts_true_until=date(2026, 11, 20), calendar=working_days(), on=ANCHOR)
    return found


def state_of(promise: commitments.PromiseView) -> str:
    return str(promise.state)


def test_nothing_is_made_where_messages_really_leave(settings: Settings) -> None:
    settings.OUTBOUND = "live"
    with pytest.raises(NotWhileSending):
        call_command("demo_data", customers=10)


def test_nothing_is_made_beside_a_real_company() -> None:
    creditors.create_creditor(ACTOR, creditors.NewCreditor(name="Une vraie maison", siren=siren(999)))
    with pytest.raises(HouseNotEmpty):
        make_demonstration(ACTOR, customer_count=10, anchor=ANCHOR)
