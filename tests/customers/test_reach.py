"""Who is reached first: the view that statements read and the rule say the same of any contacts; so do the address chosen and the run."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encaisse.customers.models import Address, Contact, Customer
from encaisse.customers.queries import best_addresses
from encaisse.customers.rules.objections import uses_of
from encaisse.customers.rules.reach import DUTY_ORDER, HEALTH_ORDER, reach_order
from encaisse.db import run_sql
from encaisse.kit.actor import system_actor
from ledger.world import a_creditor, a_customer

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ON = date(2026, 11, 17)
REACHES = "select channel, address_id from customers_reach where customer_id = %s order by channel, place"

contacts = st.lists(
    st.tuples(
        st.sampled_from(DUTY_ORDER),
        st.booleans(),  # has left
        st.sampled_from([None, ON, ON + timedelta(days=1), ON + timedelta(days=9)]),  # back on
        st.lists(
            st.tuples(st.sampled_from(["email", "mobile"]), st.sampled_from([*HEALTH_ORDER, "dead"]), st.booleans(), st.booleans()),
            max_size=3,
        ),
    ),
    max_size=4,
)


def keep(customer: Customer, drawn: list, main: int) -> None:
    for number, (duty, has_left, back_on, addresses) in enumerate(drawn):
        contact = Contact.objects.create(
            customer=customer, creditor_id=customer.creditor_id, duty=duty, name=f"n{number}", left_on=ON if has_left else None,
            back_on=back_on, is_main=number == main and not has_left,
        )  # fmt: skip
        for place, (channel, health, objects, objects_to_sms) in enumerate(addresses):
            Address.objects.create(
                contact=contact, customer_id=customer.pk, creditor_id=customer.creditor_id, channel=channel, health=health,
                address=f"{number}.{place}@x.example", address_digest=f"{number}.{place}.{channel}".encode(),
                objected_at="2026-01-01T00:00Z" if objects else None,
                sms_objected_at="2026-01-01T00:00Z" if objects_to_sms and channel == "mobile" else None,
            )  # fmt: skip


def by_the_rule(customer_id: int) -> list[tuple[str, int]]:
    rows = Address.objects.filter(customer_id=customer_id, contact__left_on=None).exclude(health="dead").select_related("contact")
    ordered = sorted((use, reach_order(each.contact, each), each.pk) for each in rows for use in uses(each))
    return [(use, pk) for use, _, pk in ordered]


def uses(address: Address) -> tuple[str, ...]:
    return uses_of(address.channel, objects=address.objected_at is not None, objects_to_sms=address.sms_objected_at is not None)


@given(drawn=contacts, main=st.integers(0, 3))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_view_and_the_rule_put_addresses_in_one_order(drawn, main):
    with transaction.atomic():
        customer = Customer.objects.get(pk=a_customer(a_creditor(), "C1"))
        keep(customer, drawn, main)
        with connection.cursor() as cursor:
            cursor.execute(REACHES, [customer.pk])
            assert cursor.fetchall() == by_the_rule(customer.pk)
        chosen = best_addresses(SYSTEM, [customer.pk], ["email", "mobile", "sms"], on=ON)
        assert {channel for _, channel in chosen} == {channel for channel, _ in by_the_rule(customer.pk)}
        away = run_sql("dunning.payer_channels", payer_ids=[customer.pk], on=ON)
        first = next((pk for channel, pk in by_the_rule(customer.pk) if channel == "email"), None)
        back_on = Address.objects.get(pk=first).contact.back_on if first else None
        assert (away[0].away_back_on if away else None) == (back_on if back_on and back_on > ON else None)
        transaction.set_rollback(True)
