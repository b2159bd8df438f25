"""Reminders as a wholesaler sends them: one customer each, ten invoices, a credit deducted, everything a template can ask for."""

from datetime import date, timedelta
from decimal import Decimal

from bench.portfolio import ON
from encaisse.kit.money import Money
from encaisse.messages.rules import ContactBlock, CreditorBlock, CustomerBlock, ItemRow, MessageData, Section, SenderBlock

CREDITOR = CreditorBlock(
    name="Grossiste de mesure",
    short="Mesure",
    legal_block="Grossiste de mesure, SAS au capital de 150 000 €, RCS Lyon, 12 rue des Tanneurs, 69002 Lyon",
    address=("12 rue des Tanneurs", "69002 Lyon"),
    city="Lyon",
    phone="04 72 00 00 00",
    email="compta@mesure.example",
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
    footer="Grossiste de mesure, SAS au capital de 150 000 €",
)
SENDER = SenderBlock(name="Jeanne Petit", title="Chargée de recouvrement", phone="04 72 00 00 01", email="compta@mesure.example")
MORE = {"deadline_date": ON + timedelta(days=8), "block_date": ON + timedelta(days=10)}
INVOICES = 9


def reminder(no: int) -> MessageData:
    """Return what one customer's reminder tells; no two are alike."""
    return MessageData(
        language="fr", today=ON, creditor=CREDITOR, sender=SENDER, case_ref=f"MES-C{no:07}", more=MORE,
        customer=CustomerBlock(name=f"Client {no} Boulangerie", code=f"C{no:07}", address=(f"{no} rue du Marché", "38000 Grenoble")),
        contact=ContactBlock(salutation="Madame Martin", first_name="Anne", name="Anne Martin", email=f"compta{no}@client.example"),
        sections={
            Section.CLAIMED: tuple(invoice(no, place) for place in range(INVOICES)),
            Section.CREDITS: (row(f"AV{no}", ON - timedelta(days=40), Decimal(-50)),),
        },
    )  # fmt: skip


def invoice(no: int, place: int) -> ItemRow:
    return row(f"FA{no}-{place}", ON - timedelta(days=12 + 3 * place), Decimal(100 + no % 900 + 17 * place))


def row(reference: str, due_on: date, amount: Decimal) -> ItemRow:
    euros = Money(amount, "EUR")
    return ItemRow(reference, due_on, euros, euros, days_late=(ON - due_on).days, issued_on=due_on - timedelta(days=30))
