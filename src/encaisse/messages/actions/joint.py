"""A joint message is everybody's it speaks to: noted for each, told to each, and whatever becomes of it becomes of all."""

from collections.abc import Iterable, Mapping

from encaisse.customers.actions import touch
from encaisse.messages.models import JoinedCustomer, JointWords
from encaisse.messages.rules import Outgoing


def keep_joined(queued: Mapping[int, Outgoing]) -> None:
    """Note whom else a joint message speaks to: it stands on their timeline, is a contact with each, and says to each its own words."""
    joint = {message_id: outgoing for message_id, outgoing in queued.items() if outgoing.joined}
    JoinedCustomer.objects.bulk_create(
        [
            JoinedCustomer(message_id=message_id, creditor_id=each.creditor_id, customer_id=each.customer_id, party_id=each.party_id)
            for message_id, outgoing in joint.items()
            for each in outgoing.joined
        ],
        ignore_conflicts=True,
    )
    said = [
        (message_id, creditor_id, customer_id, words)
        for message_id, outgoing in joint.items()
        for creditor_id, customer_id, words in (
            (outgoing.creditor_id, outgoing.customer_id, outgoing.own_words),
            *((each.creditor_id, each.customer_id, each.words) for each in outgoing.joined),
        )
    ]
    JointWords.objects.bulk_create(
        [JointWords(message_id=pk, creditor_id=creditor, customer_id=customer, words=words) for pk, creditor, customer, words in said],
        ignore_conflicts=True,
    )


def touch_all(customer_ids: Iterable[int], message_ids: Iterable[int]) -> None:
    """Let everybody a message speaks to be decided about again."""
    joined = JoinedCustomer.objects.filter(message_id__in=list(message_ids)).values_list("customer_id", flat=True)
    touch({*customer_ids, *joined})


def creditors_of(message_id: int, creditor_id: int) -> list[int]:
    """Return the creditors a message speaks for, the one that leads first."""
    joined = JoinedCustomer.objects.filter(message_id=message_id).order_by("pk").values_list("creditor_id", flat=True)
    return list(dict.fromkeys([creditor_id, *joined]))
