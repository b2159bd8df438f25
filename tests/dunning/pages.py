"""A company whose first reminder is a mail to approve, customers late enough for it, and people to look at the pages."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.test import Client

from dunning.payers import CALL, email, scenario
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.customers.rules import NewContact, NewCustomer
from encaisse.dunning import actions as dunning
from encaisse.dunning.rules.scenario import ApprovedBy, SenderRole, StepMode
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.ledger.rules.facts import DocumentFacts, PartFacts
from encaisse.people import actions as people
from encaisse.people.models import User

SYSTEM = system_actor()
ON = date(2026, 11, 17)
HTMX = {"HTTP_HX_REQUEST": "true"}
MAIL = replace(email("r1", 1, 5), template="REMIND1_EMAIL", mode=StepMode.TO_APPROVE)
SCENARIO = scenario(MAIL, replace(CALL, offset_days=15, template="CALL:FIRST_OVERDUE"))
FOR_THE_CFO = scenario(replace(MAIL, conditions=(ApprovedBy((SenderRole.CFO,)),)))


class Company:
    def __init__(self, *, live: bool = True, demonstration: bool = True, name: str = "Maison Lambert", siren: str = "552100554") -> None:
        self.creditor = creditors.create_creditor(
            SYSTEM,
            creditors.NewCreditor(
                name=name,
                siren=siren,
                email="compta@lambert.example",
                phone="04 72 00 00 00",
                is_demonstration=demonstration,
            ),
        )
        self.follow(SCENARIO, "One mail")
        if live:
            dunning.close_go_live(SYSTEM, creditor_id=self.creditor, on=date(2026, 1, 1), supervised=False)
        self.source = ledger.source(SYSTEM, self.creditor, kind="csv", name="erp")
        self.fresh(ON)
        self.people: dict[tuple[Role, str], int] = {}

    def follow(self, steps: object, name: str, *, segment: str = "SME") -> int:
        scenario_id = dunning.publish_scenario(
            SYSTEM, creditor_id=self.creditor, scenario=replace(steps, code=name.upper(), name=name), name_en=name, from_on=date(2026, 1, 1)
        )
        dunning.follow(SYSTEM, creditor_id=self.creditor, segment=segment, scenario_id=scenario_id)
        return scenario_id

    def hire(self, role: Role, *, language: str = "fr") -> int:
        if (role, language) not in self.people:
            user_id = people.create_user(SYSTEM, email=f"{role}.{language}@lambert.example".lower(), name=role.title(), language=language)
            people.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
            self.people[role, language] = user_id
        return self.people[role, language]

    def browser(self, role: Role = Role.CREDIT_MANAGER, *, language: str = "fr") -> Client:
        client = Client()
        user = User.objects.get(pk=self.hire(role, language=language))
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def customer(self, code: str, name: str, *, mail: bool = True, **values: object) -> int:
        pk = customers.create_customer(SYSTEM, self.creditor, NewCustomer(code=code, name=name, **{"segment": "SME", **values}))
        if mail:
            contact = NewContact(name="Martin", salutation="Madame Martin", is_main=True, emails=(f"{code}@client.example".lower(),))
            customers.add_contact(SYSTEM, pk, contact)
        return pk

    def invoice(self, customer_id: int, number: str, amount: str, due: date, *, doubt: str = "") -> int:
        document = DocumentFacts(
            customer_id=customer_id, kind="invoice", number=number, issued_on=date(2026, 9, 30), amount=Decimal(amount), source_key=number,
            doubt=doubt, parts=(PartFacts(due, Decimal(amount)),),
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

    def run(self, on: date = ON, **options: bool) -> dunning.RunReport:
        ledger.re_age(SYSTEM, on=on)
        return dunning.run_dunning(SYSTEM, on=on, **options)
