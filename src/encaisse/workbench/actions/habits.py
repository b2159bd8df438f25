"""The usual payment day of a customer, as a person sees it in the payments: confirmed at once, or set aside."""

from datetime import date

from django.db import transaction

from encaisse.customers import actions as customers
from encaisse.kit.actor import Actor, Permission


@transaction.atomic
def confirm_payment_day(actor: Actor, customer_id: int, *, day: int, on: date) -> None:
    """Confirm a usual payment day: reminders of levels 0 and 1 wait for it."""
    actor.must(Permission.CUSTOMER_EDIT_CONTACT)
    customers.propose_habit(actor, customer_id, value=day, on=on)
    customers.confirm_habit(actor, customer_id, on=on)


@transaction.atomic
def drop_payment_day(actor: Actor, customer_id: int, *, day: int, on: date) -> None:
    """Drop a usual payment day, or set aside one only seen: it is not proposed again before another payment."""
    actor.must(Permission.CUSTOMER_EDIT_CONTACT)
    customers.propose_habit(actor, customer_id, value=day, on=on)
    customers.drop_habit(actor, customer_id, on=on)
