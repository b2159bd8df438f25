"""Manual holds and exclusions: always with a reason and an end (30 days at most, then approved again). Rule 11."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.actions import touch
from encaisse.dunning import queries
from encaisse.dunning.models import Hold
from encaisse.dunning.rules.manual_holds import HoldReason, check_hold
from encaisse.kit.actor import Actor, Permission


@transaction.atomic
def set_hold(
    actor: Actor, *, customer_id: int, item_id: int | None = None, reason: HoldReason, comment: str = "", on: date, until_on: date
) -> int:
    """Hold a customer, or one item, until a day; return the hold's id."""
    actor.must(Permission.SCENARIO_HOLD)
    check_hold(reason=reason, comment=comment, on=on, until_on=until_on)
    customer = customers.locked_customer(actor, customer_id, Permission.SCENARIO_HOLD)
    hold = Hold.objects.create(
        creditor_id=customer.creditor_id, customer_id=customer_id, item_id=item_id, reason=reason, comment=comment,
        from_on=on, until_on=until_on, set_by=actor.user_id, set_by_name=actor.name,
    )  # fmt: skip
    tell(actor, hold, did="hold.set", change={"reason": reason.value, "until": until_on.isoformat()})
    return hold.pk


@transaction.atomic
def set_holds(actor: Actor, customer_ids: Iterable[int], *, reason: HoldReason, comment: str = "", on: date, until_on: date) -> int:
    """Hold many customers for the same reason, all or none; return how many."""
    return len(
        [
            set_hold(actor, customer_id=customer_id, reason=reason, comment=comment, on=on, until_on=until_on)
            for customer_id in sorted(set(customer_ids))
        ]
    )


@transaction.atomic
def lift_hold(actor: Actor, hold_id: int) -> None:
    actor.must(Permission.SCENARIO_HOLD)
    hold = queries.locked_hold(actor, hold_id)
    hold.lifted_at = creditors.instant_on(actor, hold.creditor_id, queries.day_of(actor, hold.creditor_id))
    hold.save(update_fields=["lifted_at"])
    tell(actor, hold, did="hold.lifted")


def tell(actor: Actor, hold: Hold, *, did: str, change: dict[str, str] | None = None) -> None:
    touch([hold.customer_id])
    write_audit(
        actor,
        did=did,
        subject_kind="hold",
        subject_id=hold.pk,
        creditor_id=hold.creditor_id,
        customer_id=hold.customer_id,
        change=change or {},
    )
