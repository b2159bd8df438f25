"""On whom a template is tried while it is written: a real customer in sight, or an invented one."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from encaisse.customers import queries as customers
from encaisse.customers.queries import CustomerFile
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound
from encaisse.messages.rules import Channel, MessageData, Template, sample
from encaisse.messages.rules.proofs import invented
from encaisse.messages.rules.samples import given
from encaisse.workbench.queries.writing import open_of, reach_of, sections_of, writing

ADDRESS_CHANNELS = {Channel.EMAIL: "email", Channel.SMS: "sms", Channel.LETTER: "letter", Channel.REGISTERED_LETTER: "letter"}


@dataclass(frozen=True, slots=True)
class Sitter:
    """Whom a template is shown on: invented when `customer_id` is empty (`is_lost`: nobody in sight answers to what was typed).

    `lent`: the variables of which only samples can be shown.
    """

    content: MessageData
    customer_id: int | None = None
    name: str = ""
    lent: tuple[str, ...] = ()
    is_lost: bool = False


def sitter(actor: Actor, template: Template, about: str, *, on: date) -> Sitter:
    """Find the customer whose name or code was typed; without one, show the template on an invented customer."""
    actor.must(Permission.ACTION_SEND_TEMPLATE, mode=None)
    wanted = about.strip()
    if not wanted or not actor.may(Permission.INVOICE_VIEW):
        return Sitter(sample(template.language))
    found = one_called(actor, wanted)
    if found is None:
        return Sitter(sample(template.language), is_lost=True)
    return Sitter(values_of(actor, template, found, on=on), found.id, found.name, tuple(invented(template, template.language)))


def one_called(actor: Actor, words: str) -> CustomerFile | None:
    """Return the customer of a code, else the first one that the words find."""
    with suppress(NotFound):
        return customers.customer_by_code(actor, words.upper())
    found = customers.find(actor, words, limit=1)
    return customers.customer(actor, found[0].id) if found else None


def values_of(actor: Actor, template: Template, customer: CustomerFile, *, on: date) -> MessageData:
    """Return what a message to a customer would say today; what only a step of its own can give is lent by the sample."""
    reach = reach_of(actor, customer.id, ADDRESS_CHANNELS[template.channels[0]])
    sections = sections_of(actor, open_of(actor, customer), on=on, language=template.language)
    told = writing(actor, customer, reach=reach, sections=sections, on=on, language=template.language).content
    return replace(told, more=given(template.language))
