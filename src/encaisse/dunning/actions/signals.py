"""Work for a colleague that a person, or a mail that came back, asks for: once until it is done, with what is known of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.actions import touch
from encaisse.db.clock import now
from encaisse.dunning.models import Signal
from encaisse.dunning.rules.copies import copies_left
from encaisse.dunning.rules.decisions import TaskKind
from encaisse.kit.actor import Actor, Permission, Role

FOR_ROLE = {TaskKind.FIND_PAYMENT: Role.ACCOUNTANT, TaskKind.SEND_COPY: Role.ORDER_ADMIN}
LONGEST = 200


def with_words(recipient: str, words: str) -> str:
    """Say where a message did not arrive, and why, in the words of whoever should have carried it."""
    return f"{recipient} – {words}" if words else recipient


@transaction.atomic
def raise_signal(
    actor: Actor, customer_id: int, kind: TaskKind, *, on: date, comment: str = "", amount: Decimal = Decimal(), currency: str = ""
) -> int:
    """Ask for work about a customer; asked again before it is done, what is new is added to it."""
    actor.must(Permission.ACTION_CREATE)
    role = FOR_ROLE.get(kind, Role.COLLECTOR)
    return put_signal(actor, customer_id, kind, on=on, role=role, comment=comment, amount=amount, currency=currency)


def put_signal(
    actor: Actor,
    customer_id: int,
    kind: TaskKind,
    *,
    on: date,
    role: Role,
    comment: str,
    amount: Decimal,
    currency: str = "",
    adds_up: bool = False,
) -> int:
    """Ask for work, or add to what is asked already: what is new to say and, when amounts of its currency add up, its amount."""
    customer = customers.customer(actor, customer_id)
    currency = currency or creditors.creditor(actor, customer.creditor_id).currency
    signal, is_new = Signal.objects.select_for_update().get_or_create(
        creditor_id=customer.creditor_id, customer_id=customer.id, kind=kind.value, done_at=None,
        defaults={"raised_on": on, "for_role": role.value, "amount": amount, "currency": currency, "comment": comment[:LONGEST]},
    )  # fmt: skip
    if not is_new and comment and comment not in signal.comment:
        signal.comment = f"{comment} · {signal.comment}".strip(" ·")[:LONGEST]
        signal.amount += amount if adds_up and signal.currency == currency else 0
        signal.save(update_fields=["comment", "amount"])
    touch([customer.id])
    write_audit(
        actor, did="signal.raised", subject_kind="signal", subject_id=signal.pk, creditor_id=customer.creditor_id, customer_id=customer.id,
        change={"kind": kind.value},
    )  # fmt: skip
    return signal.pk


@transaction.atomic
def copies_sent(actor: Actor, customer_id: int, references: Iterable[str]) -> bool:
    """Take what was sent off the task that asks for copies; it is done once nothing of it is left. Returns whether it is."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    customer = customers.customer(actor, customer_id)
    asked = Signal.objects.select_for_update().filter(customer_id=customer.id, kind=TaskKind.SEND_COPY.value, done_at__isnull=True).first()
    if asked is None:
        return False
    left = copies_left(asked.comment, references)
    if left == asked.comment:
        return False
    if left:
        Signal.objects.filter(pk=asked.pk).update(comment=left)
        return False
    Signal.objects.filter(pk=asked.pk).update(done_at=now(), done_by=actor.user_id)
    touch([customer.id])
    write_audit(
        actor, did="signal.finished", subject_kind="signal", subject_id=asked.pk, creditor_id=customer.creditor_id, customer_id=customer.id,
        change={"kind": asked.kind, "sent": asked.comment},
    )  # fmt: skip
    return True
