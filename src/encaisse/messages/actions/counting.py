"""A reply counts: whoever is dunned for it is left alone for two working days, and the address it came from reaches."""

from encaisse.customers import queries as customers
from encaisse.customers.actions import set_health
from encaisse.customers.models import Customer
from encaisse.kit.actor import Actor
from encaisse.messages.actions.contacts import ContactFact, record_contact
from encaisse.messages.models import Incoming, JoinedCustomer
from encaisse.messages.queries import received as queries
from encaisse.messages.rules.values import Language

RESULT = "mail"


def count_reply(actor: Actor, row: Incoming, *, channel: str = "email") -> None:
    """Note that the customer answered: whoever is dunned for it is left alone for two working days; its address reaches."""
    assert row.customer_id is not None  # noqa: S101 - asked by the caller
    customer = customers.customer(actor, row.customer_id)
    payer = customer if customer.payer_id in {None, customer.id} else customers.customer(actor, customer.payer_id)
    digest = bytes(row.sender_digest) if row.sender_digest else None
    record_contact(
        actor,
        ContactFact(
            creditor_id=row.creditor_id, customer_id=customer.id, party_id=payer.party_id, channel=channel, direction="in", result=RESULT,
            is_contact=True, happened_at=row.arrived_at, address_digest=digest,
        ),
    )  # fmt: skip
    for joined in JoinedCustomer.objects.filter(message_id=row.message_id) if row.message_id else ():
        # It answers a joint message: the accounts of the other creditors are left alone as well.
        record_contact(
            actor,
            ContactFact(
                creditor_id=joined.creditor_id, customer_id=joined.customer_id, party_id=joined.party_id, channel=channel,
                direction="in", result=RESULT, is_contact=True, happened_at=row.arrived_at, address_digest=digest,
            ),
        )  # fmt: skip
    for address_id in queries.addresses_of_digest(actor, row.creditor_id, digest) if digest else ():
        set_health(actor, address_id, health="good", on=row.arrived_at.date(), reason="answered")


def language_of(customer_id: int | None) -> Language:
    found = Customer.objects.filter(pk=customer_id).values_list("language", flat=True).first() if customer_id else ""
    return "en" if found == "en" else "fr"
