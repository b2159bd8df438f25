"""Customers change hands in bulk: a leave, a departure, a load shared out."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers.actions import assign
from encaisse.kit.actor import Actor, Permission
from encaisse.people.actions import record_absence
from encaisse.workbench.queries.handover import Handover, handover


@transaction.atomic
def hand_over(
    actor: Actor,
    *,
    giver_id: int,
    receiver_ids: Sequence[int],
    on: date,
    customer_ids: Sequence[int] | None = None,
    until_on: date | None = None,
) -> Handover:
    """Give customers of one collector to others, for good or until a day.

    All of them to one colleague until a day is an absence with a stand-in: nothing changes hands, the stand-in sees both days in one.
    """
    actor.must(Permission.CUSTOMER_ASSIGN)
    moving = handover(actor, giver_id=giver_id, receiver_ids=receiver_ids, customer_ids=customer_ids, on=on, until_on=until_on)
    if until_on is not None and customer_ids is None and len(receiver_ids) == 1:
        record_absence(actor, giver_id, from_on=on, to_on=until_on, stand_in_id=receiver_ids[0])
    else:
        for share in moving.shares:
            assign(actor, share.customer_ids, duty="collector", value_id=share.receiver_id, on=on, until_on=until_on)
    change = {"to": list(receiver_ids), "customers": moving.count, "on": on, "until_on": until_on}
    write_audit(actor, did="team.handed_over", subject_kind="user", subject_id=giver_id, change=change)
    return moving
