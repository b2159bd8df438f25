"""What a person is told before they write by hand: what holds the customer, the caps, who was written to today. They may go on."""

from datetime import date

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.db import run_sql
from encaisse.dunning.models import AddressDay, PlannedAction
from encaisse.dunning.queries.explaining import explanation
from encaisse.dunning.queries.oversight import caps_of
from encaisse.dunning.queries.payers import contact_events
from encaisse.dunning.rules.by_hand import ADDRESS_WRITTEN, CAP_REACHED
from encaisse.dunning.rules.caps import cap_ends_on
from encaisse.dunning.rules.explain import Sentence
from encaisse.dunning.rules.scenario import Channel
from encaisse.kit.actor import Actor, Permission

WRITABLE = ("to_approve", "approved")


def warnings_before_writing(actor: Actor, customer_id: int, *, channel: str, digest: bytes, on: date) -> tuple[Sentence, ...]:
    """Return why this is not the moment to write: the hold in force, a cap reached, an address written to today. Empty: go on."""
    customer = customers.customer(actor, customer_id)
    found: list[Sentence] = []
    explained = explanation(actor, customer_id, on=on)
    if explained.verdict == "hold":
        found += explained.sentences[:1]
    zone = creditors.creditor(actor, customer.creditor_id).timezone
    # The caps count what the whole account was told: whoever pays for the customer, and those it pays for.
    payer_id, is_consumer = customer.payer_id or customer.id, customer.kind == "consumer"
    contacts = contact_events(run_sql("dunning.payer_contacts", payer_ids=[payer_id], timezone=zone, on=on))
    caps = caps_of(actor, customer.creditor_id)[is_consumer]
    if (until := cap_ends_on(contacts, Channel(channel), is_consumer=is_consumer, on=on, caps=caps)) is not None:
        found.append(Sentence("cap", CAP_REACHED, {"until": until}))
    if digest and AddressDay.objects.filter(address_digest=digest, day=on).exists():
        found.append(Sentence("address", ADDRESS_WRITTEN, {}))
    return tuple(found)


def step_to_advance(actor: Actor, customer_id: int) -> PlannedAction | None:
    """Return the step planned for a payer that a message written by hand may stand for, locked."""
    actor.must(Permission.CUSTOMER_VIEW)
    customer = customers.customer(actor, customer_id)
    payer_id = customer.payer_id or customer.id
    rows = PlannedAction.objects.select_for_update().filter(customer_id=payer_id, state__in=WRITABLE)
    return rows.order_by("-id").first()
