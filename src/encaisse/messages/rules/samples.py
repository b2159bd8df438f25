"""An invented customer, to show what a template looks like written out."""

from datetime import date
from decimal import Decimal

from encaisse.kit.money import Money
from encaisse.messages.rules.values import (
    Column,
    ContactBlock,
    CreditorBlock,
    CustomerBlock,
    Group,
    ItemRow,
    Language,
    MessageData,
    Section,
    SenderBlock,
    Sum,
    Table,
    Value,
)
from encaisse.messages.rules.variables import GIVEN
from encaisse.messages.rules.wording import money_in_words

TODAY = date(2026, 11, 17)


def eur(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def table(language: Language, *titles: str) -> Table:
    amount = money_in_words(eur("4000"), language)
    columns = tuple(Column(title, is_figure=title == titles[-1]) for title in titles)
    cells = ("FA-2609-118", "30/09/2026", amount)[-len(titles) :]
    return Table(columns, (Group("", (cells,)),), (Sum("Total", amount, is_net=True),))


AMOUNTS = {
    "penalty_amount": "96.12", "fixed_indemnity": "120", "grand_total": "5816.12", "promise_amount": "4000", "disputed_amount": "200",
    "undisputed_amount": "400", "new_amount_due": "400", "exposure": "12400", "credit_limit": "10000", "interest": "96.12",
    "total_claimed": "5696.12", "due_amount": "5600", "not_due_amount": "2500", "interest_amount": "96.12", "total_amount": "8196.12",
    "unpaid_ht": "3333.33", "unpaid_vat": "666.67", "total": "216.12",
}  # fmt: skip
DAYS = {
    "deadline_date": date(2026, 11, 24),
    "last_action_date": date(2026, 10, 19),
    "block_date": date(2026, 11, 26),
    "promise_date": date(2026, 11, 25),
    "instalment_date": date(2026, 10, 30),
    "med_date": date(2026, 11, 3),
    "med_received_date": date(2026, 11, 5),
    "transfer_date": date(2026, 12, 1),
    "dispute_sla_date": date(2026, 11, 23),
    "new_due_date": date(2026, 12, 1),
    "unblock_date": date(2026, 11, 18),
    "sent_date": date(2026, 11, 2),
    "return_deadline": date(2026, 11, 20),
    "date": date(2026, 11, 10),
    "judgment_date": date(2026, 10, 1),
    "bodacc_date": date(2026, 10, 12),
    "clause_date": date(2025, 3, 14),
    "rate_date": date(2026, 7, 1),
}
FIGURES = {"action_count": 3, "delay_days": 8, "default_days": 8, "public_delay_days": 30, "relationship_years": 7}
RATES = {"penalty_rate": "12.15", "legal_rate": "2.62", "rate": "10.15", "reduced_rate": "4"}
TABLES = {"goods_table", "instalment_table", "interest_table", "invoice_copy", "penalty_table"}
WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "portal_link": "https://exemple.invalid/p/7f3a", "short_link": "https://exemple.invalid/7f3a", "call_slot": "demain à 10 h",
        "contract_basis": "nos conditions générales de vente acceptées le 14/03/2025", "reminder_dates": "19/10/2026 et 02/11/2026",
        "invoice_object": "la livraison du 28/09/2026", "mediator_block": "Médiation de la consommation, 1 rue de l’Exemple, 75001 Paris",
        "procedure_label": "une injonction de payer", "next_actor": "notre service juridique", "next_step_label": "mise en demeure",
        "promise_method": "virement", "dispute_ref": "LIT-204", "dispute_reason": "écart de prix", "dispute_owner": "Paul Renard",
        "instrument_label": "prélèvement", "reject_label": "provision insuffisante", "bill_no": "LCR-88", "note_no": "PEN-12",
    },
    "en": {
        "portal_link": "https://example.invalid/p/7f3a", "short_link": "https://example.invalid/7f3a", "call_slot": "tomorrow at 10 am",
        "contract_basis": "our general terms accepted on 14/03/2025", "reminder_dates": "19/10/2026 and 02/11/2026",
        "invoice_object": "the delivery of 28/09/2026", "mediator_block": "Consumer mediation, 1 rue de l’Exemple, 75001 Paris",
        "procedure_label": "an order for payment", "next_actor": "our legal department", "next_step_label": "formal notice",
        "promise_method": "bank transfer", "dispute_ref": "LIT-204", "dispute_reason": "price difference", "dispute_owner": "Paul Renard",
        "instrument_label": "direct debit", "reject_label": "insufficient funds", "bill_no": "LCR-88", "note_no": "PEN-12",
    },
}  # fmt: skip


def given(language: Language) -> dict[str, Value]:
    """Return a sample of every variable a template may be given; what has no better sample shows its own name."""
    values: dict[str, Value] = {path: f"[{path}]" for path in GIVEN}
    values |= {path: eur(amount) for path, amount in AMOUNTS.items()}
    values |= {path: Decimal(rate) for path, rate in RATES.items()}
    titles = ("Pièce", "Échéance", "Montant") if language == "fr" else ("Item", "Due date", "Amount")
    values |= {path: table(language, *titles) for path in TABLES}
    return values | DAYS | FIGURES | WORDS[language]


def row(reference: str, due_on: date, open_amount: str, **facts: object) -> ItemRow:
    return ItemRow(reference, due_on, eur(open_amount), eur(open_amount), **facts)  # type: ignore[arg-type]


def sample(language: Language) -> MessageData:
    """Return a reminder that shows everything a reminder can show."""
    note = "solde" if language == "fr" else "balance"
    claimed = (
        row("FA-2609-118", date(2026, 9, 30), "4000", days_late=48, note=note, issued_on=date(2026, 8, 30), order_reference="BC-7741"),
        row("FA-2610-031", date(2026, 10, 31), "1200", days_late=17, issued_on=date(2026, 10, 1), order_reference="BC-7802"),
    )
    return MessageData(
        language=language,
        today=TODAY,
        creditor=CREDITOR,
        customer=CustomerBlock(
            "Boulangerie Épis",
            code="C-0042",
            legal_block="Boulangerie Épis, SARL, RCS Grenoble 000 000 000, 3 place du Marché, 38000 Grenoble",
            address=("3 place du Marché", "38000 GRENOBLE"),
        ),
        contact=ContactBlock(
            "Madame Martin" if language == "fr" else "Mrs Martin", first_name="Anne", name="Anne Martin", email="anne@exemple.invalid"
        ),
        sender=SenderBlock(
            "Jeanne Petit", title="Chargée de recouvrement" if language == "fr" else "Credit controller", phone="04 00 00 00 01"
        ),
        case_ref="VER-C0042",
        sections={
            Section.CLAIMED: claimed,
            Section.ALSO_DUE: (row("FA-2610-066", date(2026, 11, 12), "800", days_late=5),),
            Section.DISPUTED: (row("FA-2610-031", date(2026, 10, 31), "200"),),
            Section.CREDITS: (row("AV-2610-004", date(2026, 10, 20), "-500"),),
            Section.TO_COME: (row("FA-2611-009", date(2026, 11, 30), "2500"),),
        },
        thanks_for=eur("6000"),
        thanked_on=date(2026, 11, 10),
        more=given(language),
    )


CREDITOR = CreditorBlock(
    name="Maison Verdier",
    short="Verdier",
    legal_block="Maison Verdier, SAS au capital de 150 000 €, RCS Lyon 000 000 000, 12 rue des Tanneurs, 69002 Lyon",
    address=("12 rue des Tanneurs", "69002 Lyon"),
    city="Lyon",
    phone="04 00 00 00 00",
    email="compta@exemple.invalid",
    iban="FR7630006000011234567890189",
    bic="AGRIFRPP",
    footer="Maison Verdier, SAS au capital de 150 000 € – RCS Lyon 000 000 000",
)
