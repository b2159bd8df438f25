"""A message off the scenario: to whom it may go, what a template gives to start from, what would leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile, Reach
from encaisse.dunning import queries as dunning
from encaisse.dunning.rules.explain import Sentence
from encaisse.kit.actor import Actor, Permission
from encaisse.messages import queries as outbox
from encaisse.messages import rules as messages
from encaisse.messages.rules import Channel, Language, Rendered, Section, Table, Template
from encaisse.messages.rules.legal import is_legal
from encaisse.messages.rules.templates import TOO_MANY_BLANK_LINES, filled_in, nested, values_of
from encaisse.messages.rules.variables import said
from encaisse.workbench.queries.writing import Writing, language_of, open_of, sections_of, writing
from encaisse.workbench.rules.writing import FREE, Draft, UnknownRecipient, check_words

CHANNEL_OF = {"email": Channel.EMAIL, "mobile": Channel.SMS, "postal": Channel.LETTER}
WAYS = tuple(CHANNEL_OF.values())
OWN = "0"  # the customer's own postal address


@dataclass(frozen=True, slots=True)
class Recipient:
    """An address a message by hand may go to."""

    to: str
    channel: Channel
    name: str
    address: str
    reach: Reach | None
    is_portal: bool = False

    @property
    def way(self) -> str:
        """Return the channel as people see it: a text for a portal is written as an e-mail is."""
        return "portal" if self.is_portal else self.channel.value


@dataclass(frozen=True, slots=True)
class Composed:
    """What would leave, to whom, and what speaks against it."""

    recipient: Recipient
    writing: Writing
    template: Template
    rendered: Rendered
    warnings: tuple[Sentence, ...]


def recipients(actor: Actor, customer: CustomerFile) -> list[Recipient]:
    """Return the healthy addresses of a customer, e-mails before SMS and letters, the main contact first, and its own postal address.

    Of a customer who wants everything on a portal, the portal comes first, and nobody is written to by SMS.
    """
    portal = customers.portal_of(actor, customer.id)
    if portal is not None and not portal.is_aside(dunning.day_of(actor, customer.creditor_id)):
        by_portal = Recipient(f"portal:{portal.portal_id}", Channel.EMAIL, "", portal.name, None, is_portal=True)
        return [by_portal, *(each for each in by_address(actor, customer) if each.channel is not Channel.SMS)]
    return by_address(actor, customer)


def by_address(actor: Actor, customer: CustomerFile) -> list[Recipient]:
    found = [
        recipient_of(contact, address)
        for contact in customers.contacts(actor, customer.id)
        for address in contact.addresses
        if address.channel in CHANNEL_OF and (address.takes_sms if address.channel == "mobile" else address.is_usable)
    ]
    own = ", ".join(part for part in (*customer.street.splitlines(), f"{customer.postcode} {customer.city}".strip()) if part)
    itself = [Recipient(f"{Channel.LETTER}:{OWN}", Channel.LETTER, customer.name, own, None)] if own else []
    return sorted([*found, *itself], key=lambda each: WAYS.index(each.channel))


def recipient_of(contact: customers.ContactCard, address: customers.AddressCard) -> Recipient:
    channel, name = CHANNEL_OF[address.channel], f"{contact.first_name} {contact.name}".strip()
    return Recipient(f"{channel}:{address.id}", channel, name, " ".join(address.address.split()), Reach(contact, address))


def templates_to_start_from(actor: Actor, customer: CustomerFile) -> list[Template]:
    """Return the templates a person may start from; legal ones only for who may send them."""
    may_be_legal = is_allowed_legal(actor)
    return [each for each in outbox.templates(actor, language=language_of(customer)) if may_be_legal or not is_legal(each.code)]


def is_allowed_legal(actor: Actor) -> bool:
    return actor.passes(Permission.TEMPLATE_LEGAL_APPROVE)


def started_from(actor: Actor, customer: CustomerFile, code: str, *, on: date) -> tuple[str, str]:
    """Return the subject and the text of a template with what is known put in; tables and blanks keep their name, to be seen."""
    language = language_of(customer)
    template = outbox.template(actor, code, language)
    content = gathered(actor, customer, None, on=on, language=language).content
    words = nested({path: as_started(template, path, value, said(value, content)) for path, value in values_of(template, content).items()})
    return filled_in(template.subject, words).strip(), TOO_MANY_BLANK_LINES.sub("\n\n", filled_in(template.body, words)).strip()


def as_started(template: Template, path: str, value: object, words: str) -> str:
    """Return what stands in the text to begin with: the words known; the name of a table, or of what is missing, to be seen."""
    if isinstance(value, Table):
        return f"{{{{ {path} }}}}" if value.groups else ""
    return words if words.strip() or path in template.optional_variables else f"{{{{ {path} }}}}"


def gathered(actor: Actor, customer: CustomerFile, reach: Reach | None, *, on: date, language: Language) -> Writing:
    items = open_of(actor, customer) if actor.may(Permission.INVOICE_VIEW) else []
    sections = sections_of(actor, items, on=on, language=language) if items else {}
    sections.pop(Section.STOPPED, None)  # a reminder is silent about what a judgment stopped; a statement lists it apart
    return writing(actor, customer, reach=reach, sections=sections, on=on, language=language)


def composed(actor: Actor, customer_id: int, draft: Draft, *, on: date) -> Composed:
    """Write a draft out as it would leave; refuse what may not leave, say what speaks against it."""
    actor.must(Permission.ACTION_SEND_TEMPLATE)
    customer = customers.customer(actor, customer_id)
    recipient = recipient_named(recipients(actor, customer), draft.to)
    language = language_of(customer, recipient.reach)
    template = template_of(actor, draft, recipient.channel, language)
    check_words(template, is_consumer=customer.kind == "consumer", may_be_legal=is_allowed_legal(actor))
    gathered_writing = gathered(actor, customer, recipient.reach, on=on, language=language)
    digest = bytes(recipient.reach.address.digest) if recipient.reach else b""
    warnings = dunning.warnings_before_writing(actor, customer_id, channel=recipient.way, digest=digest, on=on)
    return Composed(recipient, gathered_writing, template, messages.render(template, gathered_writing.content), warnings)


def recipient_named(found: Iterable[Recipient], to: str) -> Recipient:
    recipient = next((each for each in found if each.to == to), None)
    if recipient is None:
        raise UnknownRecipient
    return recipient


def template_of(actor: Actor, draft: Draft, channel: Channel, language: Language) -> Template:
    """Return the text of a draft as a template: of the one it started from it keeps the name and what the law asks of it."""
    start = outbox.template(actor, draft.template_code, language) if draft.template_code else None
    return Template(
        code=start.code if start else FREE, language=language, version=start.version if start else 0, channels=(channel,),
        subject=draft.subject, body=draft.whole_body, audience=start.audience if start else "ALL",
        optional_variables=start.optional_variables if start else frozenset(),
    )  # fmt: skip
