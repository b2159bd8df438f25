"""Writes of disputes: opened, answered, closed. What is disputed is held from dunning, and nothing else is."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext

from encaisse.audit.actions import write_audit
from encaisse.customers.actions import touch
from encaisse.disputes import queries, rules
from encaisse.disputes.models import Dispute, DisputedItem, DisputeEvent
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import WorkingDays
from encaisse.kit.refusals import NotFound, gettext_noop
from encaisse.ledger import actions as ledger_actions
from encaisse.ledger import queries as ledger

WHY = {
    rules.Outcome.CORRECTED: gettext_noop("Corrected invoice: our error"),
    rules.Outcome.CORRECTED_FOR_THEM: gettext_noop("Corrected invoice: their error"),
}


@transaction.atomic
def open_dispute(
    actor: Actor, *, amounts: Mapping[int, Decimal | None], reason: str, on: date, calendar: WorkingDays, comment: str = ""
) -> int:
    """Open one dispute about items of one customer (item id → contested amount, None = all that is free); return its id."""
    actor.must(Permission.DISPUTE_CREATE)
    if not amounts:
        raise rules.NothingDisputed
    items = [ledger.locked_open_item(actor, item_id) for item_id in sorted(amounts)]
    rules.check_one_currency(item.currency for item in items)
    already = queries.disputed_amounts(actor, [item.id for item in items])
    contested: dict[int, Decimal] = {}
    for item in items:
        free_amount = item.open_amount - already.get(item.id, Decimal())
        asked = amounts[item.id]
        contested[item.id] = free_amount if asked is None else asked
        rules.check_disputed_amount(contested[item.id], reference=item.reference, free_amount=free_amount)
    dispute = Dispute.objects.create(
        creditor_id=items[0].creditor_id, customer_id=items[0].customer_id, reason=rules.reason(reason).code,
        department=rules.reason(reason).department, opened_on=on, opened_by=actor.user_id,
        due_on=rules.answer_due_on(reason, opened_on=on, calendar=calendar),
    )  # fmt: skip
    DisputedItem.objects.bulk_create(
        [DisputedItem(dispute=dispute, customer_id=item.customer_id, item_id=item.id, disputed_amount=contested[item.id]) for item in items]
    )
    tell(actor, dispute, kind="opened", body=comment, change={str(item_id): str(amount) for item_id, amount in contested.items()})
    return dispute.pk


@transaction.atomic
def answer_dispute(actor: Actor, dispute_id: int, *, on: date, answer: str) -> None:
    """Note that the customer was answered: the held part resumes two working days after this day at the earliest."""
    actor.must(Permission.DISPUTE_RESOLVE)
    dispute = queries.locked_dispute(actor, dispute_id)
    rules.check_open(dispute.closed_on)
    rules.check_day(on, opened_on=dispute.opened_on)
    dispute.answered_on = on
    dispute.save(update_fields=["answered_on"])
    tell(actor, dispute, kind="answered", body=answer)


@transaction.atomic
def close_dispute(
    actor: Actor,
    dispute_id: int,
    *,
    on: date,
    outcome: rules.Outcome,
    comment: str = "",
    correction: rules.Correction = rules.Correction(),  # noqa: B008 - a frozen value
) -> None:
    """Close a dispute; what was held is due again (the credit note or corrected invoice comes through the ledger)."""
    actor.must(Permission.DISPUTE_RESOLVE)
    dispute = queries.locked_dispute(actor, dispute_id)
    rules.check_open(dispute.closed_on)
    rules.check_day(on, opened_on=dispute.opened_on)
    rules.check_correction(outcome, correction)
    dispute.closed_on, dispute.outcome = on, outcome
    dispute.answered_on = dispute.answered_on or on
    dispute.save(update_fields=["closed_on", "outcome", "answered_on"])
    replaced_by = set_due_dates(actor, dispute, outcome, correction, on=on)
    named = {"replaced_by": replaced_by} if replaced_by else {}
    tell(actor, dispute, kind="closed", body=comment, change={"outcome": outcome.value, **named})


def set_due_dates(actor: Actor, dispute: Dispute, outcome: rules.Outcome, correction: rules.Correction, *, on: date) -> str:
    """Make the corrected invoice due on the day the outcome gives it; return what the invoice that replaces the contested one is called."""
    ids = list(dispute.items.values_list("item_id", flat=True))
    locked = ledger.locked_open_items(actor, [*ids, *filter(None, [correction.replacement_id])], Permission.DISPUTE_RESOLVE)
    contested = [locked.pop(item_id) for item_id in ids]
    replacement = next(iter(locked.values()), None)
    if correction.replacement_id and (replacement is None or replacement.customer_id != dispute.customer_id):
        raise NotFound(what="open item")
    still_open = [(item, item.due_date) for item in contested if item.open_amount]
    for item, first_due_on in [(replacement, min(item.due_date for item in contested))] if replacement else still_open:
        due_on = rules.corrected_due_date(outcome, first_due_on=first_due_on, own_due_on=item.due_date, agreed_on=correction.due_on)
        if due_on != item.due_date:
            ledger_actions.change_due_date(actor, item.id, to_date=due_on, reason=gettext(WHY[outcome]), on=on)
    return replacement.reference if replacement else ""


def tell(actor: Actor, dispute: Dispute, *, kind: str, body: str = "", change: Mapping[str, str] | None = None) -> None:
    """Keep what happened: on the dispute's own story, in the audit, and as a fact that makes the run decide again."""
    DisputeEvent.objects.create(
        dispute=dispute, creditor_id=dispute.creditor_id, customer_id=dispute.customer_id, kind=kind,
        by=actor.user_id, by_name=actor.name, body=body,
    )  # fmt: skip
    touch([dispute.customer_id])
    write_audit(
        actor, did=f"dispute.{kind}", subject_kind="dispute", subject_id=dispute.pk,
        creditor_id=dispute.creditor_id, customer_id=dispute.customer_id, change=dict(change or {}),
    )  # fmt: skip
