"""The work that platforms ask for when they tell of e-invoices: a task to whoever has the next move, and the end of it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from encaisse.dunning import queries
from encaisse.dunning.actions.results import finish_signal
from encaisse.dunning.actions.signals import put_signal
from encaisse.dunning.models import Signal
from encaisse.dunning.rules.einvoices import role_for, said_of, without, work_of
from encaisse.kit.actor import Actor, Permission
from encaisse.ledger import actions as ledger
from encaisse.ledger.rules.life_cycle import NothingToSettle, SettledWithoutWords, StateFacts


@transaction.atomic
def ask_about_e_invoices(actor: Actor, told: Iterable[StateFacts], *, on: date) -> int:
    """Ask a colleague about each invoice whose last step stops its reminders. Returns about how many."""
    actor.must(Permission.IMPORT_RUN)
    fresh = {each.document_id for each in told}
    latest = queries.e_invoices_stopped(actor, fresh)
    for stopped in latest:
        assert stopped.held_for is not None  # noqa: S101 - only those that are held are returned
        kind, role = work_of(stopped.held_for)
        put_signal(
            actor, stopped.customer_id, kind, on=on, role=role_for(stopped.held_for, stopped.reason_code, role),
            comment=said_of(stopped.number, stopped.reason_code),
            amount=min(stopped.contested_amount or stopped.open_amount, stopped.open_amount), currency=stopped.currency, adds_up=True,
        )  # fmt: skip
    return len(latest)


@transaction.atomic
def settle_e_invoice(actor: Actor, document_id: int, *, comment: str) -> None:
    """Say that what the platform told is settled with the customer: the invoice is dunned again, and the task about it alone is done."""
    actor.must(Permission.ACTION_CREATE)
    found = queries.e_invoices_stopped(actor, [document_id])
    if not found:
        raise NothingToSettle
    if not comment.strip():
        raise SettledWithoutWords
    [stopped] = found
    ledger.settle_delivery_state(actor, document_id, comment=comment)
    assert stopped.held_for is not None  # noqa: S101 - only those that are held are returned
    kind, _role = work_of(stopped.held_for)
    signal = Signal.objects.select_for_update().filter(customer_id=stopped.customer_id, kind=kind.value, done_at__isnull=True).first()
    left = without(signal.comment, stopped.number) if signal else ""
    if signal and left:
        Signal.objects.filter(pk=signal.pk).update(comment=left)
    elif signal:
        finish_signal(actor, signal.pk, comment=comment)
