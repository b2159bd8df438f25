"""To whom a message asks to pay: the creditor, or the factor to whom it assigned what is asked (CMF art. L313-28)."""

from collections.abc import Sequence

from encaisse.kit.money import Money, by_currency
from encaisse.messages.rules.values import ASKED, OVERDUE, ItemRow, Language, MessageData, Payee, Section
from encaisse.messages.rules.wording import amounts_in_words

ASSIGNED: dict[Language, str] = {
    "fr": "Créances cédées à {name} : {references} ({amount}). Seul un paiement sur son compte est libératoire.",
    "en": "Receivables assigned to {name}: {references} ({amount}). Only a payment to its account discharges you.",
}
PAID: dict[Language, str] = {
    "fr": "À régler à {name} – IBAN : {iban} – Référence à rappeler : {reference}",
    "en": "Payable to {name} – IBAN: {iban} – Reference to quote: {reference}",
}


def rows_to_pay(content: MessageData) -> tuple[ItemRow, ...]:
    """Return what is to be transferred: what is asked, else what is to come."""
    return content.rows(*ASKED) if content.rows(*OVERDUE) else content.rows(Section.TO_COME)


def own_payee(content: MessageData) -> Payee:
    creditor = content.creditor
    return Payee(creditor.account_name or creditor.name, creditor.iban, creditor.bic)


def payee_of(content: MessageData) -> Payee:
    """Return to whom the message asks to pay: the factor when all it asks for was assigned to it, else the creditor."""
    named = {row.factor for row in content.rows(*OVERDUE) or content.rows(Section.TO_COME)}
    return next((factor for factor in named if factor), own_payee(content)) if len(named) == 1 else own_payee(content)


def rows_of(content: MessageData, payee: Payee) -> tuple[ItemRow, ...]:
    """Return what is transferred to a payee."""
    own = own_payee(content)
    return tuple(row for row in rows_to_pay(content) if (row.factor or own) == payee)


def factors_of(content: MessageData) -> tuple[Payee, ...]:
    """Return the factors to be paid, in the order the customer meets them."""
    return tuple(dict.fromkeys(row.factor for row in rows_to_pay(content) if row.factor))


def lines_of_factors(content: MessageData) -> tuple[str, ...]:
    """Return, for each factor, what it bought and where it is paid."""
    lines: list[str] = []
    for factor in factors_of(content):
        rows = rows_of(content, factor)
        references = ", ".join(dict.fromkeys(row.reference for row in rows))
        amount = amounts_in_words([row.open_amount for row in rows], content.language)
        lines.append(ASSIGNED[content.language].format(name=factor.name, references=references, amount=amount))
        lines.append(paid_to(factor, content))
    return tuple(lines)


def paid_to(payee: Payee, content: MessageData) -> str:
    iban = grouped_iban(payee.iban) + (f" – BIC : {payee.bic}" if payee.bic else "")
    return PAID[content.language].format(name=payee.name, iban=iban, reference=content.case_ref)


def one_sum(rows: Sequence[ItemRow]) -> Money | None:
    """Return the one sum of some rows; None when nothing is due, or several currencies are."""
    sums = [amount for amount in by_currency([row.open_amount for row in rows]).values() if amount.amount > 0]
    return sums[0] if len(sums) == 1 else None


def grouped_iban(written: str) -> str:
    compact = written.replace(" ", "")
    return " ".join(compact[start : start + 4] for start in range(0, len(compact), 4))
