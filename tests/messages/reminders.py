"""The reminder of the worked morning: one customer, everything a reminder can show."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from encaisse.kit.actor import system_actor
from encaisse.kit.money import Money
from encaisse.messages import queries
from encaisse.messages.rules import (
    ContactBlock,
    CreditorBlock,
    CustomerBlock,
    ItemRow,
    Language,
    MessageData,
    Section,
    SenderBlock,
    Template,
)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def row(reference: str, due_on: date, open_amount: str, **facts) -> ItemRow:
    return ItemRow(reference, due_on, eur(open_amount), eur(facts.pop("amount", open_amount)), **facts)


REMINDER = MessageData(
    language="fr",
    today=date(2026, 11, 17),
    creditor=CreditorBlock(
        name="Maison Verdier",
        short="Verdier",
        legal_block="Maison Verdier, SAS au capital de 150 000 €, RCS Lyon, 12 rue des Tanneurs, 69002 Lyon",
        address=("12 rue des Tanneurs", "69002 Lyon"),
        city="Lyon",
        phone="04 72 00 00 00",
        email="compta@verdier.example",
        iban="FR7630006000011234567890189",
        bic="AGRIFRPP",
        footer="Maison Verdier, SAS au capital de 150 000 €",
    ),
    customer=CustomerBlock(name="Boulangerie Épis", code="C-0042", address=("3 place du Marché", "38000 Grenoble")),
    contact=ContactBlock(salutation="Madame Martin", first_name="Anne", name="Anne Martin"),
    sender=SenderBlock(name="Jeanne Petit", title="Chargée de recouvrement", phone="04 72 00 00 01"),
    case_ref="VER-C0042",
    sections={
        Section.CLAIMED: (
            row("A", date(2026, 9, 30), "4000", amount="10000", days_late=48, note="solde", issued_on=date(2026, 8, 30)),
            row("E", date(2026, 10, 18), "400", amount="600", days_late=30, issued_on=date(2026, 9, 18)),
            row("B", date(2026, 10, 31), "1200", days_late=17, issued_on=date(2026, 10, 1)),
        ),
        Section.ALSO_DUE: (row("C", date(2026, 11, 12), "800", days_late=5),),
        Section.DISPUTED: (row("E", date(2026, 10, 18), "200"),),
        Section.CREDITS: (row("AV-12", date(2026, 10, 1), "-500"),),
        Section.TO_COME: (row("D", date(2026, 11, 30), "2500"),),
    },
    thanks_for=eur("6000"),
    thanked_on=date(2026, 11, 10),
    more={"deadline_date": date(2026, 11, 24), "block_date": date(2026, 11, 26)},
)


def reminder(**changes) -> MessageData:
    return replace(REMINDER, **changes)


def shipped(code: str, language: Language = "fr") -> Template:
    return queries.shipped_template(system_actor(), code, language)
