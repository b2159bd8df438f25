"""Every variable a template may name: where its value comes from, and how it is said."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from encaisse.kit.money import Money
from encaisse.messages.rules import tables
from encaisse.messages.rules.payees import grouped_iban, payee_of
from encaisse.messages.rules.values import ASKED, OVERDUE, ItemRow, MessageData, Section, Table, Value
from encaisse.messages.rules.wording import WORDS, amounts_in_words, day_in_words, long_day, money_in_words, number_in_words

# Shown of an IBAN in a message anyone may forward: enough to recognise it, not enough to copy it.
IBAN_SHOWN = 4


def open_amounts(rows: Sequence[ItemRow]) -> list[Money]:
    return [row.open_amount for row in rows]


def summed(*sections: Section) -> Callable[[MessageData], str]:
    return lambda content: amounts_in_words(open_amounts(content.rows(*sections)), content.language)


def subject_rows(content: MessageData) -> tuple[ItemRow, ...]:
    """Return the items the message is about: the overdue ones, else those to come, else those promised."""
    return content.rows(*OVERDUE) or content.rows(Section.TO_COME) or content.rows(Section.PROMISED)


def references(content: MessageData) -> str:
    return ", ".join(row.reference for row in subject_rows(content))


def earliest(days: Sequence[date | None]) -> date | str:
    known = [day for day in days if day is not None]
    return min(known) if known else ""


def oldest_delay(content: MessageData) -> str:
    return str(max((row.days_late for row in content.rows(*OVERDUE)), default=""))


def net_total(content: MessageData) -> str:
    return amounts_in_words(open_amounts(content.rows(*ASKED)), content.language)


def total_due(content: MessageData) -> str:
    """Return what is to be paid of what the message is about, credits deducted: before the due date as after it."""
    return amounts_in_words(open_amounts((*subject_rows(content), *content.rows(Section.CREDITS))), content.language)


def thanks_line(content: MessageData) -> str:
    if content.thanks_for is None:
        return ""
    words, amount = WORDS[content.language], money_in_words(content.thanks_for, content.language)
    if content.thanked_on is None:
        return words["thanks"].format(amount=amount)
    return words["thanks_on"].format(amount=amount, day=day_in_words(content.thanked_on, content.language))


def iban_masked(content: MessageData) -> str:
    iban = payee_of(content).iban.replace(" ", "")
    return f"{iban[:IBAN_SHOWN]} •••• {iban[-IBAN_SHOWN:]}" if iban else ""


def iban(content: MessageData) -> str:
    return grouped_iban(payee_of(content).iban)


def named(content: MessageData) -> str:
    """Say who writes, and for whom where they stand in."""
    sender = content.sender
    return f"{sender.name}, {sender.on_behalf}" if sender.on_behalf else sender.name


def signature(content: MessageData) -> str:
    """Sign: who writes, their title, the company, the line to call, and their own lines; what a line of theirs repeats is said once."""
    sender, name = content.sender, named(content)
    company = content.creditor.name if content.creditor.name != name else ""
    phone = sender.phone or content.creditor.phone
    line = f"{WORDS[content.language]['phone']} {phone}" if phone else ""
    parts = (name, sender.title, company, line, *(own.strip() for own in sender.own_lines.splitlines()))
    return "\n".join(dict.fromkeys(part for part in parts if part.strip()))


WORKED_OUT: dict[str, Callable[[MessageData], Value]] = {
    "creditor.name": lambda content: content.creditor.name,
    "creditor.short": lambda content: content.creditor.short or content.creditor.name,
    "creditor.legal_block": lambda content: content.creditor.legal_block,
    "creditor.phone": lambda content: content.creditor.phone,
    "creditor.email": lambda content: content.creditor.email,
    "debtor.name": lambda content: content.customer.name,
    "debtor.code": lambda content: content.customer.code,
    "debtor.legal_block": lambda content: content.customer.legal_block or "\n".join((content.customer.name, *content.customer.address)),
    "contact.salutation": lambda content: content.contact.salutation,
    "contact.first_name": lambda content: content.contact.first_name or content.contact.salutation,
    "contact.name": lambda content: content.contact.name,
    "sender.name": named,
    "sender.title": lambda content: content.sender.title,
    "sender.phone": lambda content: content.sender.phone or content.creditor.phone,
    "sender.email": lambda content: content.sender.email or content.creditor.email,
    "salesperson.name": named,
    "salesperson.phone": lambda content: content.sender.phone or content.creditor.phone,
    "city": lambda content: content.creditor.city,
    "today": lambda content: long_day(content.today, content.language),
    "as_of": lambda content: content.today,
    "case_ref": lambda content: content.case_ref,
    "iban": iban,
    "iban_masked": iban_masked,
    "signature": signature,
    "thanks_line": thanks_line,
    "invoice_table": tables.items_table,
    "invoice_table_full": tables.full_items_table,
    "invoice_table_chorus": tables.full_items_table,
    "invoice_list": references,
    "invoice_no": references,
    "invoice_count": lambda content: str(len(subject_rows(content)) or ""),
    "invoice_date": lambda content: earliest([row.issued_on for row in subject_rows(content)]),
    "due_date": lambda content: earliest([row.due_on for row in subject_rows(content)]),
    "amount": total_due,
    "total_due": total_due,
    "total_overdue": summed(*OVERDUE),
    "net_total": net_total,
    "principal": net_total,
    "total_disputed": summed(Section.DISPUTED),
    "total_promised": summed(Section.PROMISED),
    "total_not_due": summed(Section.TO_COME),
    "total_credits": summed(Section.CREDITS),
    "balance_total": summed(*Section),
    "ages_table": tables.ages_table,
    "days_late": oldest_delay,
    "oldest_days_late": oldest_delay,
}

# What only some templates need: the room that sends gives it in `more`.
GIVEN = frozenset({
    "accessories_detail", "action_count", "administrator_or_debtor.block", "agency.legal_block", "agency.phone", "bill_no",
    "block_date", "block_reason_text", "bodacc_date", "call_slot", "claim_basis", "clause_date", "contract_basis", "contract_clause",
    "court", "credit_note_block", "date", "deadline_date", "default_days", "delay_days", "dispute_owner", "dispute_reason",
    "dispute_ref", "dispute_sla_date", "disputed_amount", "due_amount", "event_text", "evidence_list", "exposure", "fixed_indemnity",
    "goods_table", "grand_total", "instalment_date", "instalment_table", "instrument_label", "interest", "interest_amount",
    "interest_clause", "interest_rule", "interest_table", "invoice_copy", "invoice_object", "judgment_date", "l111_8_al2_al3",
    "last_action_date", "legal_rate", "credit_limit", "mandataire.block", "mandator.legal_block", "mandator.name", "med_date",
    "med_received_date", "mediator_block", "new_amount_due", "new_due_date", "next_actor", "next_step_label", "not_due_amount",
    "not_due_dates", "note_no", "order_list", "payment_methods", "penalty_amount", "penalty_rate", "penalty_table", "pending_case",
    "period", "portal_link", "procedure_label", "procedure_type", "promise_amount", "promise_date", "promise_method",
    "public_delay_days", "rank", "rate", "rate_date", "reduced_rate", "reject_fee_clause", "reject_label", "relationship_years",
    "remaining_sentence", "reminder_dates", "remit_deadline", "resolution_text", "retention_of_title_clause", "return_deadline",
    "security_block", "security_detail", "sent_date", "short_link", "total", "total_amount", "total_claimed", "transfer_date",
    "unblock_condition", "unblock_date", "undisputed_amount", "unpaid_ht", "unpaid_vat",
})  # fmt: skip

KNOWN = GIVEN | WORKED_OUT.keys()


def value_of(content: MessageData, path: str) -> Value:
    """Return the value of a variable, "" when the message has none."""
    if path in content.more:
        return content.more[path]
    return WORKED_OUT[path](content) if path in WORKED_OUT else ""


def said(value: Value, content: MessageData) -> str:
    """Say a value in the customer's language."""
    match value:
        case Money():
            return money_in_words(value, content.language)
        case date():
            return day_in_words(value, content.language)
        case int() | Decimal():
            return number_in_words(value, content.language)
        case Table():
            return "" if not value.groups else "…"
        case _:
            return value
