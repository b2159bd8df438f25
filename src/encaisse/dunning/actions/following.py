"""Which scenario a customer, or one of its invoices, follows: given by whoever may, asked for by the others. Rule 18 does the rest."""

from datetime import date

from django.db import transaction

from encaisse.audit.actions import write_audit
from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.db.clock import now
from encaisse.dunning import queries
from encaisse.dunning.models import ItemProgress, ScenarioRequest
from encaisse.dunning.rules.versions import Archived, NotToSettle, OfAnotherCreditor, SaidInNoWords
from encaisse.kit.actor import Actor, Mode, Permission
from encaisse.kit.refusals import NotFound
from encaisse.ledger import queries as ledger


@transaction.atomic
def give_scenario(actor: Actor, customer_id: int, *, scenario_id: int | None, item_id: int | None = None, reason: str, on: date) -> bool:
    """Let a customer, or one invoice, follow a scenario; without one, what it inherits. Who may only ask leaves a request.

    Returns whether it was given at once.
    """
    actor.must(Permission.SCENARIO_ASSIGN, mode=Mode.REQUEST)
    customer = customers.customer(actor, customer_id)
    check_gift(actor, customer, scenario_id=scenario_id, item_id=item_id, reason=reason)
    if not actor.passes(Permission.SCENARIO_ASSIGN):
        ask(actor, customer, scenario_id=scenario_id, item_id=item_id, reason=reason)
        return False
    give(actor, customer, scenario_id=scenario_id, item_id=item_id, on=on)
    return True


def check_gift(actor: Actor, customer: CustomerFile, *, scenario_id: int | None, item_id: int | None, reason: str) -> None:
    if not reason.strip():
        raise SaidInNoWords
    if scenario_id is not None:
        card = queries.scenario_card(actor, scenario_id)
        if card.archived_on is not None:
            raise Archived(name=card.name_fr)
        if card.creditor_id not in {None, customer.creditor_id}:
            raise OfAnotherCreditor(name=card.name_fr)
    if item_id is not None and item_id not in {item.id for item in ledger.open_items(actor, customer_id=customer.id)}:
        raise NotFound(what="invoice")


def give(actor: Actor, customer: CustomerFile, *, scenario_id: int | None, item_id: int | None, on: date) -> None:
    """Write the choice down; the customer is decided again at the next run."""
    if item_id is not None:
        customers.locked_customer(actor, customer.id, Permission.SCENARIO_ASSIGN)
        defaults = {"scenario_override": scenario_id}
        ItemProgress.objects.update_or_create(customer_id=customer.id, item_id=item_id, defaults=defaults)
        customer_actions.touch([customer.id])
    elif scenario_id is None:
        customer_actions.unassign(actor, [customer.payer_id], duty="scenario", on=on)
    else:
        customer_actions.assign(actor, [customer.payer_id], duty="scenario", value_id=scenario_id, on=on)
    tell(actor, customer, "given", scenario_id=scenario_id, item_id=item_id)


def ask(actor: Actor, customer: CustomerFile, *, scenario_id: int | None, item_id: int | None, reason: str) -> None:
    ScenarioRequest.objects.create(
        creditor_id=customer.creditor_id, customer_id=customer.id, item_id=item_id, scenario_id=scenario_id, reason=reason[:200],
        asked_by=actor.user_id, asked_by_name=actor.name[:120],
    )  # fmt: skip
    tell(actor, customer, "asked", scenario_id=scenario_id, item_id=item_id)


@transaction.atomic
def settle_request(actor: Actor, request_id: int, *, granted: bool, on: date) -> None:
    """Grant what was asked, or refuse it."""
    actor.must(Permission.SCENARIO_ASSIGN)
    request = ScenarioRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise NotFound(what="request")
    customer = customers.customer(actor, request.customer_id)
    if request.decided_at is not None:
        raise NotToSettle
    if granted:
        give(actor, customer, scenario_id=request.scenario_id, item_id=request.item_id, on=on)
    request.is_granted, request.decided_by, request.decided_by_name = granted, actor.user_id, actor.name[:120]
    request.decided_at = now()
    request.save(update_fields=["is_granted", "decided_by", "decided_by_name", "decided_at"])
    tell(actor, customer, "granted" if granted else "not_granted", scenario_id=request.scenario_id, item_id=request.item_id)


def tell(actor: Actor, customer: CustomerFile, did: str, **change: int | None) -> None:
    write_audit(
        actor, did=f"scenario.{did}", subject_kind="customer", subject_id=customer.id, creditor_id=customer.creditor_id,
        customer_id=customer.id, change=change,
    )  # fmt: skip
