"""What a planned action says: the message's values, from the items it lists, the creditor, the contact and the sender."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile, Reach
from encaisse.dunning.queries.enclosing import enclosures
from encaisse.dunning.queries.particulars import particulars
from encaisse.dunning.queries.planned import ActionView, ListedItem
from encaisse.dunning.queries.presentations import Notice, last_notices
from encaisse.dunning.queries.senders import Senders
from encaisse.dunning.queries.wordings import wordings
from encaisse.dunning.rules.enclosures import NOTHING_ENCLOSED, Enclosed
from encaisse.dunning.rules.scenario import Level
from encaisse.dunning.rules.wordings import Wording
from encaisse.kit.actor import Actor
from encaisse.kit.money import Money
from encaisse.ledger import queries as ledger
from encaisse.ledger.rules.rates import Rates
from encaisse.messages import queries as outbox
from encaisse.messages import rules as messages
from encaisse.messages.rules import ContactBlock, CreditorBlock, CustomerBlock, ItemRow, MessageData, Payee, Section

SECTIONS = {
    "claimed": Section.CLAIMED,
    "also_due": Section.ALSO_DUE,
    "credit": Section.CREDITS,
    "disputed": Section.DISPUTED,
    "promised": Section.PROMISED,
    "in_plan": Section.PROMISED,
    "to_come": Section.TO_COME,
}
ADDRESSES = {"email": "email", "sms": "sms", "letter": "postal", "registered_letter": "postal", "fax": "fax", "call": "phone"}
SALUTATIONS = {"fr": "Madame, Monsieur", "en": "Sir or Madam"}
NOTED = {"fr": "noté pour le {day:%d/%m}", "en": "noted for {day:%d/%m}"}
BALANCE = {"fr": "solde", "en": "balance"}


@dataclass(frozen=True, slots=True)
class Composition:
    """A message about to be made: its values, where it goes, in whose name."""

    action: ActionView
    content: MessageData
    customer: CustomerFile
    creditor: CreditorCard
    reach: Reach | None
    sender_address: str
    enclosed: Enclosed = NOTHING_ENCLOSED
    wording: Wording | None = None
    copied: "Copied | None" = None
    """The payer, who gets a copy of what is addressed to the legal debtor."""
    joined: tuple["Composition", ...] = ()
    """What other creditors say in the same message (« relance commune »)."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A payer to whom a letter is copied, and where its letters go."""

    customer: CustomerFile
    reach: Reach | None


def compositions(actor: Actor, actions: Iterable[ActionView], items: Mapping[int, list[ListedItem]], *, on: date) -> list[Composition]:
    """Compose many actions with a fixed number of reads."""
    actions = list(actions)
    files = customers.files(actor, {action.customer_id for action in actions})
    debtors = customers.files_paid_for(actor, {pk for action in actions if (pk := debtor_of(action))})
    reached = customers.best_addresses(actor, [*files, *debtors], sorted(set(ADDRESSES.values())), on=on)
    known = {creditor_id: creditors.creditor(actor, creditor_id) for creditor_id in {action.creditor_id for action in actions}}
    blocks = {creditor_id: creditor_block(actor, card) for creditor_id, card in known.items()}
    senders = Senders(actor, on)
    written = outbox.reminders_sent(actor, list(files))
    rates = ledger.rates(actor)
    notices = last_notices(actor, [action.customer_id for action in actions if action.level >= Level.FORMAL_NOTICE])
    files_beside = enclosures(actor, actions, items)
    bought = payees(actor, {item.item_id for action in actions for item in items.get(action.id, [])})
    composed = [
        compose(
            action, items.get(action.id, []), files[action.customer_id], known[action.creditor_id], blocks[action.creditor_id],
            debtor=debtors.get(debtor_of(action) or 0), reached=reached, senders=senders,
            reminded_on=written.get(action.customer_id, ()), on=on, rates=rates, bought=bought,
            notice=notices.get((action.customer_id, action.debtor_id or action.customer_id)),
        )
        for action in actions
    ]  # fmt: skip
    own_words = wordings(actor, [action.id for action in actions])
    return [
        replace(each, enclosed=files_beside.get(each.action.id, NOTHING_ENCLOSED), wording=own_words.get(each.action.id))
        for each in composed
    ]


def compose(
    action: ActionView,
    items: list[ListedItem],
    payer: CustomerFile,
    creditor: CreditorCard,
    block: CreditorBlock,
    *,
    debtor: CustomerFile | None,
    reached: Mapping[tuple[int, str], Reach],
    senders: Senders,
    reminded_on: tuple[date, ...],
    on: date,
    rates: Rates,
    notice: Notice | None,
    bought: Mapping[int, Payee],
) -> Composition:
    customer = debtor or payer
    reach = reached.get((customer.id, ADDRESSES.get(action.channel, "email")))
    language: messages.Language = "en" if customer.language == "en" else "fr"
    sender = senders.of(action, payer, creditor)
    thanks = next(iter(action.reason.get("thanks", {}).items()), None)
    content = MessageData(
        language=language,
        today=on,
        creditor=block,
        customer=CustomerBlock(customer.name, customer.code, legal_block(customer), address_lines(reach, customer), customer.kind),
        contact=contact_block(reach, language),
        sender=sender,
        case_ref=f"{customer.code}-{action.id}",
        sections=sections(items, on=on, language=language, bought=bought),
        thanks_for=Money(Decimal(thanks[1]), thanks[0]) if thanks else None,
        more=particulars(action, items, customer, creditor, reminded_on=reminded_on, on=on, language=language, rates=rates, notice=notice),
    )
    copied = Copied(payer, reached.get((payer.id, "postal"))) if debtor else None
    return Composition(action, content, customer, creditor, reach, sender.email or creditor.email, copied=copied)


def debtor_of(action: ActionView) -> int | None:
    """Return the legal debtor a formal notice is addressed to, when it is not the payer."""
    return action.debtor_id if action.debtor_id != action.customer_id else None


def payees(actor: Actor, item_ids: Collection[int]) -> dict[int, Payee]:
    """Return, by item, the factor who bought it, as messages name it."""
    return {item_id: Payee(card.name, card.iban, card.bic) for item_id, card in ledger.payees(actor, item_ids).items()}


def sections(items: Iterable[ListedItem], *, on: date, language: str, bought: Mapping[int, Payee]) -> dict[Section, tuple[ItemRow, ...]]:
    rows: dict[Section, list[ItemRow]] = {}
    for item in items:
        if item.section in SECTIONS:
            row = item_row(item, on=on, language=language, factor=bought.get(item.item_id))
            rows.setdefault(section_of(item, on=on), []).append(row)
    return {section: tuple(listed) for section, listed in rows.items()}


def section_of(item: ListedItem, *, on: date) -> Section:
    """Say where the customer reads an item: what is past its day, if still in the bank's grace, is not called to come."""
    section = SECTIONS[item.section]
    return Section.JUST_DUE if section is Section.TO_COME and item.due_date < on else section


def item_row(item: ListedItem, *, on: date, language: str, factor: Payee | None) -> ItemRow:
    note = ""
    if item.noted_for is not None:
        note = NOTED[language].format(day=item.noted_for)
    elif item.section in {"claimed", "also_due"} and item.open_amount != item.document_amount:
        note = BALANCE[language]
    return ItemRow(
        reference=item.reference or item.title,
        due_on=item.due_date,
        open_amount=Money(item.amount, item.currency),
        amount=Money(item.document_amount, item.currency),
        issued_on=item.issued_on,
        days_late=max((on - item.due_date).days, 0),
        order_reference=item.order_reference,
        note=note,
        factor=factor,
    )


def creditor_block(actor: Actor, card: CreditorCard) -> CreditorBlock:
    bank = creditors.default_iban(actor, card.id)
    address = (*card.street.splitlines(), f"{card.postcode} {card.city}".strip())
    identity = " ".join(part for part in (card.legal_form, f"au capital de {card.capital}" if card.capital else "") if part)
    mentions = " ".join(card.legal_mentions.split())
    footer = " – ".join(
        part
        for part in (
            card.name,
            identity,
            f"SIREN {card.siren}",
            card.registry,
            f"TVA {card.vat_number}" if card.vat_number else "",
            mentions,
        )
        if part
    )
    return CreditorBlock(
        name=card.name, short=card.short_name or card.name, legal_block="\n".join((footer, *address)), address=address, city=card.city,
        phone=card.phone, email=card.email, iban=bank.iban if bank else "", bic=bank.bic if bank else "",
        account_name=card.name, footer=footer, website=card.website, logo_svg=creditors.logo(actor, card.id),
    )  # fmt: skip


def addressed(
    actor: Actor,  # noqa: ARG001 - names what the caller was given
    customer: CustomerFile,
    reach: Reach | None,
    language: messages.Language,
) -> tuple[CustomerBlock, ContactBlock]:
    """Return a customer and its contact as any message names them."""
    block = CustomerBlock(customer.name, customer.code, legal_block(customer), address_lines(reach, customer), customer.kind)
    return block, contact_block(reach, language)


def legal_block(customer: CustomerFile) -> str:
    siren = f"SIREN {customer.siren}" if customer.siren else ""
    return "\n".join(part for part in (customer.name, siren, *postal_lines(customer)) if part)


def address_lines(reach: Reach | None, customer: CustomerFile) -> tuple[str, ...]:
    """Return where a letter goes: the contact's postal address, else the customer's own; the name above them is not said twice."""
    if reach is None or reach.address.channel != "postal":
        return postal_lines(customer)
    lines = [line.strip() for line in reach.address.address.splitlines() if line.strip()]
    return tuple(line for line in lines if line.casefold() not in {customer.name.casefold(), "france"})


def postal_lines(customer: CustomerFile) -> tuple[str, ...]:
    town = f"{customer.postcode} {customer.city}".strip()
    country = "" if customer.country in {"", "FR"} else customer.country
    return tuple(part for part in (*customer.street.splitlines(), town, country) if part)


def contact_block(reach: Reach | None, language: str) -> ContactBlock:
    if reach is None:
        return ContactBlock(salutation=SALUTATIONS[language])
    contact = reach.contact
    whole_name = contact.name and f"{contact.first_name} {contact.name}".strip()
    return ContactBlock(
        salutation=contact.salutation or whole_name or SALUTATIONS[language],
        first_name=contact.first_name,
        name=whole_name,
        email=reach.address.address if reach.address.channel == "email" else "",
    )
