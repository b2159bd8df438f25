"""Amounts, days and fixed words in the customer's language (never the reader's on screen)."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from encaisse.kit.money import Money, by_currency
from encaisse.messages.rules.values import Language, Section

LOCALES: dict[Language, str] = {"fr": "fr_FR", "en": "en_GB"}

SECTION_TITLES: dict[Language, dict[Section, str]] = {
    "fr": {
        Section.CLAIMED: "Factures échues",
        Section.ALSO_DUE: "Également échues",
        Section.CREDITS: "Avoirs et règlements à déduire",
        Section.DISPUTED: "En litige, non réclamé",
        Section.PROMISED: "Engagement de règlement noté",
        Section.STOPPED: "Antérieures au jugement, non réclamées",
        Section.JUST_DUE: "Échues depuis peu, pour information",
        Section.TO_COME: "À échoir, pour information",
    },
    "en": {
        Section.CLAIMED: "Overdue invoices",
        Section.ALSO_DUE: "Also overdue",
        Section.CREDITS: "Credit notes and payments deducted",
        Section.DISPUTED: "Disputed, not claimed",
        Section.PROMISED: "Promise to pay noted",
        Section.STOPPED: "From before the judgment, not claimed",
        Section.JUST_DUE: "Only just due, for information",
        Section.TO_COME: "Not yet due, for information",
    },
}

WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "reference": "Pièce",
        "order": "Commande",
        "issued": "Date",
        "due": "Échéance",
        "late": "Retard",
        "days": "{count} j",
        "open": "Reste dû",
        "overdue": "Total échu",
        "credits": "À déduire",
        "net": "Net à régler",
        "net_to_come": "Total à échoir",
        "thanks": "Nous vous remercions de votre règlement de {amount}.",
        "thanks_on": "Nous vous remercions de votre règlement de {amount} reçu le {day}.",
        "and": " et ",
        "slip": "Coupon de règlement",
        "slip_hint": "Virement SEPA : scannez ce code avec l’application de votre banque, le montant et la référence sont déjà remplis.",
        "payee": "Bénéficiaire",
        "payment_reference": "Référence à rappeler",
        "amount": "Montant",
        "page": "Page",
        "your_reference": "Votre référence client",
        "our_reference": "Notre référence",
        "registered": "Lettre recommandée avec demande d’avis de réception",
        "registered_number": "N° d’envoi",
        "copy": "Copie pour information. Original adressé à",
        "phone": "Tél.",
        "dated": "le",
        "age": "Ancienneté",
        "balance": "Solde de votre compte",
    },
    "en": {
        "reference": "Item",
        "order": "Order",
        "issued": "Date",
        "due": "Due date",
        "late": "Overdue",
        "days": "{count} d",
        "open": "Open amount",
        "overdue": "Total overdue",
        "credits": "To deduct",
        "net": "Net to pay",
        "net_to_come": "Total not yet due",
        "thanks": "Thank you for your payment of {amount}.",
        "thanks_on": "Thank you for your payment of {amount} received on {day}.",
        "and": " and ",
        "slip": "Payment slip",
        "slip_hint": "SEPA credit transfer: scan this code with your bank’s application, the amount and reference are already filled in.",
        "payee": "Payee",
        "payment_reference": "Reference to quote",
        "amount": "Amount",
        "page": "Page",
        "your_reference": "Your customer reference",
        "our_reference": "Our reference",
        "registered": "Registered letter with acknowledgement of receipt",
        "registered_number": "Item No.",
        "copy": "Copy for information. Original sent to",
        "phone": "Tel.",
        "dated": "",
        "age": "Age",
        "balance": "Balance of your account",
    },
}

AGE_WORDS: dict[Language, tuple[str, ...]] = {
    "fr": ("Non échu", "1 à 30 jours", "31 à 60 jours", "61 à 90 jours", "91 à 120 jours", "121 à 180 jours", "Plus de 180 jours"),
    "en": ("Not due", "1 to 30 days", "31 to 60 days", "61 to 90 days", "91 to 120 days", "121 to 180 days", "More than 180 days"),
}

COVER_WORDS: dict[Language, dict[str, str]] = {
    "fr": {
        "title": "Lettres à poster : {count}",
        "printed": "Imprimées le {day} par {name}",
        "columns": "N°|Destinataire|Ville|Objet|Envoi",
        "letter": "Lettre",
        "registered_letter": "Recommandé AR",
    },
    "en": {
        "title": "Letters to post: {count}",
        "printed": "Printed on {day} by {name}",
        "columns": "No.|Addressee|Town|Subject|Sending",
        "letter": "Letter",
        "registered_letter": "Registered",
    },
}


@lru_cache(maxsize=20_000)
def money_in_words(amount: Money, language: Language) -> str:
    return format_currency(amount.amount, amount.currency, locale=LOCALES[language], currency_digits=True)


def amounts_in_words(amounts: Iterable[Money], language: Language) -> str:
    """Say one subtotal per currency, joined by « et »: two currencies are never added."""
    subtotals = by_currency(amounts).values()
    return WORDS[language]["and"].join(money_in_words(subtotal, language) for subtotal in subtotals)


@lru_cache(maxsize=5_000)
def day_in_words(day: date, language: Language) -> str:
    return format_date(day, "dd/MM/yyyy", locale=LOCALES[language])


def long_day(day: date, language: Language) -> str:
    """Say a day as a letter does: « 1er décembre 2026 »."""
    said = format_date(day, "d MMMM yyyy", locale=LOCALES[language])
    return f"1er{said[1:]}" if language == "fr" and day.day == 1 else said


def number_in_words(number: Decimal | int, language: Language) -> str:
    return str(number) if isinstance(number, int) else format_decimal(number, locale=LOCALES[language])
