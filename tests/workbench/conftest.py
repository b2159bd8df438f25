"""One company with a collector, and customers late enough to be called."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from dunning.payers import CALL, email, scenario
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.customers.rules import NewContact, NewCustomer
from encaisse.db.clock import stopped
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.scenario import StepMode
from encaisse.kit.actor import Actor, Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.people import actions as people
from encaisse.people import queries as people_queries
from encaisse.people.models import User

SYSTEM = system_actor()
ON = date(2026, 11, 17)
CALL_FIRST = scenario(
    replace(CALL, offset_days=5, template="CALL:FIRST_OVERDUE"),
    replace(email("r2", 2, 15), template="REMIND2_EMAIL", mode=StepMode.TO_APPROVE),
)


class World:
    """A company whose scenario begins with a call, and its customers."""

    def __init__(self, *, name: str = "Maison Lambert", siren: str = "552100554", collector: int | None = None) -> None:
        self.collector = collector or self.hire("nadia", Role.COLLECTOR)
        self.creditor = creditors.create_creditor(
            SYSTEM, creditors.NewCreditor(name=name, siren=siren, email="compta@lambert.example", is_demonstration=True)
        )
        called_first = dunning.publish_scenario(
            SYSTEM, creditor_id=self.creditor, scenario=CALL_FIRST, name_en="Call first", from_on=date(2026, 1, 1)
        )
        dunning.follow(SYSTEM, creditor_id=self.creditor, segment="SME", scenario_id=called_first)
        dunning.close_go_live(SYSTEM, creditor_id=self.creditor, on=date(2026, 1, 1), supervised=False)
        self.source = ledger.source(SYSTEM, self.creditor, kind="csv", name="erp")
        self.fresh(ON)

    def hire(self, name: str, *roles: Role) -> int:
        user_id = people.create_user(SYSTEM, email=f"{name}@lambert.example", name=name.title(), password="un mot de passe long")
        for role in roles:
            people.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
        return user_id

    def actor(self, user_id: int) -> Actor:
        return people_queries.actor_of(user_id, on=ON)

    def browser(self, user_id: int | None = None) -> Client:
        client = Client()
        user = User.objects.get(pk=user_id or self.collector)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def customer(self, code: str, name: str, *, phone: str = "", **values: object) -> int:
        values = {"segment": "SME", "collector_id": self.collector, **values}
        pk = customers.create_customer(SYSTEM, self.creditor, NewCustomer(code=code, name=name, **values))
        number = phone or f"04720000{pk % 100:02}"
        contact = NewContact(name="Martin", first_name="Anne", is_main=True, emails=(f"{code}@dupont.example".lower(),), phones=(number,))
        customers.add_contact(SYSTEM, pk, contact)
        return pk

    def invoice(self, customer_id: int, number: str, amount: str, due: date, currency: str = "EUR") -> int:
        document = DocumentFacts(
            customer_id=customer_id, kind="invoice", number=number, issued_on=date(2026, 9, 30), amount=Decimal(amount), source_key=number,
            currency=currency,
            parts=(PartFacts(due, Decimal(amount)),),
        )  # fmt: skip
        recorded = ledger.record_documents(SYSTEM, self.creditor, self.source, [document])
        pk = recorded.document_ids[customer_id, number]
        return next(item.id for item in ledger_queries.open_items(SYSTEM, customer_id=customer_id) if item.document_id == pk)

    def late(self, code: str, name: str, amount: str, **values: object) -> int:
        """Make a customer with one invoice eleven days late."""
        pk = self.customer(code, name, **values)
        self.invoice(pk, f"F-{code}", amount, date(2026, 11, 6))
        return pk

    def fresh(self, on: date) -> None:
        ledger.set_freshness(SYSTEM, self.source, true_until_on=on)

    def run(self, on: date = ON) -> dunning.RunReport:
        self.fresh(on)
        ledger.re_age(SYSTEM, on=on)
        return dunning.run_dunning(SYSTEM, on=on)


@pytest.fixture(autouse=True)
def today() -> Iterator[date]:
    with stopped(ON):
        yield ON


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db) -> World:
    return World()
