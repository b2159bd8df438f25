"""A text a person wrote for a customer's portal: asked for, then deposited there under a ticket, as the texts of the scenario are."""

from datetime import date
from typing import Any

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.actions import touch
from encaisse.customers.models import Customer
from encaisse.db.clock import now
from encaisse.dunning.actions.deposits import DepositWord
from encaisse.dunning.models import Deposit, TextToDeposit
from encaisse.dunning.rules.deposits import (
    DepositResult,
    NothingToDepositOn,
    NotToDeposit,
    check_told,
    ticket_number,
)
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.dates import working_days
from encaisse.kit.refusals import NotFound
from encaisse.messages.actions import ContactFact, record_contact

WITHDRAWN = "withdrawn"


@transaction.atomic
def ask_for_deposit(actor: Actor, customer_id: int, *, subject: str, text: str, key: str, on: date) -> int:
    """Put a text among those to deposit; asked twice, it is there once. It counts as a contact once it is deposited."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    customer = customers.customer(actor, customer_id)
    portal = customers.portal_of(actor, customer_id)
    if portal is None:
        raise NothingToDepositOn(customer=customer.name)
    row, is_new = TextToDeposit.objects.get_or_create(
        key=key,
        defaults={
            "creditor_id": customer.creditor_id, "customer_id": customer.id, "portal": portal.name, "subject": subject[:250], "text": text,
            "written_on": on, "written_by": actor.user_id, "written_by_name": actor.name[:120],
        },
    )  # fmt: skip
    if is_new:
        touch([customer.id])
        tell(actor, "deposit.asked", row, subject=row.subject)
    return row.pk


@transaction.atomic
def note_text_deposit(actor: Actor, text_id: int, word: DepositWord, *, on: date) -> int:
    """Note what depositing a text gave: deposited under its ticket, to try again, or refused in the portal's words."""
    actor.must(Permission.ACTION_CREATE)
    row = locked_text(actor, text_id)
    ticket = ticket_number(word.ticket)
    check_told(word.result, ticket=ticket, has_no_number=word.has_no_number, why=word.comment.strip())
    if word.result is DepositResult.DOWN:
        row.tries, row.not_before_on = row.tries + 1, working_days().add(on, 1)
    else:
        row.ended_at, row.result = now(), word.result.value
    row.save(update_fields=["tries", "not_before_on", "ended_at", "result"])
    if word.result is DepositResult.DEPOSITED:
        count_contact(actor, row, on=on)
    deposit = Deposit.objects.create(
        creditor_id=row.creditor_id, customer_id=row.customer_id, text_asked=row, portal=row.portal, result=word.result.value,
        ticket_number=ticket, comment=word.comment.strip()[:400], subject=row.subject, text=row.text, happened_on=on,
        noted_by=actor.user_id, noted_by_name=actor.name[:120], noted_at=now(),
    )  # fmt: skip
    touch([row.customer_id])
    tell(actor, "deposit.noted", row, result=word.result.value, ticket=ticket)
    return deposit.pk


@transaction.atomic
def withdraw_text(actor: Actor, text_id: int) -> None:
    """Take back a text that is not to be deposited any more; its words stay."""
    actor.must(Permission.ACTION_CREATE)
    row = locked_text(actor, text_id)
    row.ended_at, row.result = now(), WITHDRAWN
    row.save(update_fields=["ended_at", "result"])
    touch([row.customer_id])
    tell(actor, "deposit.withdrawn", row)


def count_contact(actor: Actor, row: TextToDeposit, *, on: date) -> None:
    customer = customers.customer(actor, row.customer_id)
    record_contact(
        actor,
        ContactFact(
            creditor_id=row.creditor_id, customer_id=row.customer_id, party_id=customer.party_id, channel="portal", direction="out",
            result=DepositResult.DEPOSITED.value, is_contact=True, happened_at=creditors.instant_on(actor, row.creditor_id, on),
        ),
    )  # fmt: skip


def locked_text(actor: Actor, text_id: int) -> TextToDeposit:
    """Return a text that waits, locked; one that was dealt with says how."""
    seen = Customer.objects.filter(customers.in_scope(actor)).values("pk")
    row = TextToDeposit.objects.select_for_update().filter(pk=text_id, customer_id__in=seen).first()
    if row is None:
        raise NotFound(what="deposit")
    if row.ended_at is not None:
        raise NotToDeposit(state=row.result)
    return row


def tell(actor: Actor, did: str, row: TextToDeposit, **change: Any) -> None:
    write_audit(
        actor, did=did, subject_kind="text_to_deposit", subject_id=row.pk, creditor_id=row.creditor_id, customer_id=row.customer_id,
        change=change,
    )  # fmt: skip
