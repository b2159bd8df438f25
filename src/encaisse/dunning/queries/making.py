"""From a composition to frozen bytes: the template rendered, the mail or the letter made. Refuses what is not complete."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from encaisse.db.clock import now
from encaisse.dunning.queries.composing import Composition, address_lines, compositions
from encaisse.dunning.queries.joint import joining, with_joined
from encaisse.dunning.queries.planned import action, action_items
from encaisse.dunning.rules.enclosures import NOTHING_ENCLOSED, Enclosed
from encaisse.dunning.rules.wordings import Wording
from encaisse.files import queries as files
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages import queries as outbox
from encaisse.messages import rules as messages
from encaisse.messages.rules import Attachment, Channel, Joined, Outgoing, Rendered
from encaisse.messages.rules.fax import NoFaxGateway, fax_address, fax_bytes
from encaisse.messages.rules.senders import from_name


class NoAddress(Refusal):
    sentence = gettext_noop("%(customer)s has no healthy address for this channel. Add one on the customer file, then approve again.")


STATEMENT = "STATEMENT"


@dataclass(frozen=True, slots=True)
class Preview:
    """What would leave: subject, text, HTML and, for a letter, its PDF; or the problems that forbid it."""

    subject: str
    text: str
    html: str
    pdf: bytes | None
    recipient: str
    problems: tuple[Refusal, ...]
    sender: str = ""
    enclosed: Enclosed = NOTHING_ENCLOSED


def rendered(actor: Actor, composition: Composition) -> tuple[messages.Template, Rendered]:
    view = composition.action
    template = outbox.template(actor, view.template_code, composition.content.language, at=view.text_seen_at)
    if composition.wording and composition.action.channel == Channel.EMAIL:
        template = composition.wording.worded(template, step_key=composition.action.step_key)
    text = messages.render(template, composition.content)
    text = messages.with_joint_parts(text, parts_of(composition), composition.content)
    said = composition.enclosed.sentence(composition.content.language)
    return template, messages.with_closing_words(text, said, composition.content) if said else text


def parts_of(composition: Composition) -> list[messages.JointPart]:
    return [messages.JointPart(each.action.level, each.content) for each in composition.joined]


def said_apart(template: messages.Template, composition: Composition) -> tuple[str, ...]:
    """Return what a joint message says for each creditor alone, the one that leads first."""
    alone = messages.render(template, composition.content)
    return messages.words_apart(alone, parts_of(composition), composition.content)


def joined_of(composition: Composition, words: tuple[str, ...]) -> tuple[Joined, ...]:
    named = zip(composition.joined, words, strict=True)
    return tuple(Joined(each.action.creditor_id, each.action.customer_id, each.customer.party_id, said) for each, said in named)


def bytes_beside(actor: Actor, composition: Composition) -> tuple[Attachment, ...]:
    """Return the files that go along, with their bytes; a statement of account is set in type from what the message lists."""
    speaking = {each.action.id: each for each in (composition, *composition.joined)}
    return tuple(
        Attachment(
            each.name, each.media_type,
            statement_pdf(actor, speaking[pk]) if (pk := each.statement_of) is not None else files.content(actor, each.sha256),
        )
        for each in composition.enclosed.files
    )  # fmt: skip


def statement_pdf(actor: Actor, composition: Composition) -> bytes:
    template = outbox.template(actor, STATEMENT, composition.content.language)
    return messages.letter_pdf(messages.render(template, composition.content), composition.content)


def preview(actor: Actor, action_id: int, *, on: date, wording: Wording | None = None) -> Preview:
    """Show what an action would send, as it would be made now; or with other words."""
    view = action(actor, action_id)
    alone = compositions(actor, [view], action_items(actor, [action_id]), on=on)
    composition = with_joined(actor, alone, joining(actor, [action_id]), on=on)[0]
    if wording is not None:
        composition = replace(composition, wording=wording)
    is_letter = view.channel in {"letter", "registered_letter", "fax"}
    recipient = named_recipient(composition, shown_recipient(composition, is_letter=is_letter and view.channel != "fax"))
    try:
        _, text = rendered(actor, composition)
        pdf = letter_of(actor, composition, text) if is_letter else None
    except Refusal as refusal:
        return Preview("", "", "", None, recipient, (refusal,))
    problems = () if recipient else (NoAddress(customer=composition.customer.name),)
    return Preview(text.subject, text.text, text.html, pdf, recipient, problems, shown_sender(composition), composition.enclosed)


def named_recipient(composition: Composition, recipient: str) -> str:
    """Return where a letter goes, after the name of a legal debtor who is not the payer."""
    return f"{composition.customer.name}, {recipient}" if composition.copied and recipient else recipient


def shown_sender(composition: Composition) -> str:
    """Return the name and address a customer sees; of a letter, the name alone."""
    name = from_name(composition.content.sender, composition.creditor.short_name or composition.creditor.name)
    return f"{name} <{composition.sender_address}>" if composition.action.channel == "email" else name


def shown_recipient(composition: Composition, *, is_letter: bool) -> str:
    if composition.reach:
        return composition.reach.address.address
    return ", ".join(composition.content.customer.address) if is_letter else ""


def outgoing_of(actor: Actor, composition: Composition, *, on: date, not_before: datetime | None, not_after: datetime | None) -> Outgoing:
    """Make the frozen message of an action: its bytes are what will leave, whatever changes afterwards."""
    template, text = rendered(actor, composition)
    view, customer = composition.action, composition.customer
    recipient, digest = destination(composition)
    key = f"action-{view.id}"
    own_words, *others = said_apart(template, composition) if composition.joined else ("",)
    answered_at = outbox.reply_address(actor, view.creditor_id, key) if view.channel in {"email", "fax"} else None
    return Outgoing(
        creditor_id=view.creditor_id, customer_id=view.customer_id, party_id=customer.party_id, channel=Channel(view.channel),
        recipient=recipient, address_digest=digest, sender=composition.sender_address, idempotency_key=key,
        content=content_of(actor, composition, text, recipient, key, reply_to=answered_at.address if answered_at else ""),
        subject=text.subject,
        template=(template.code, template.language, template.version),
        dated_on=on, not_before=not_before, not_after=not_after, legal=view.level >= 4,  # noqa: PLR2004 - formal notices and above
        reply_token=answered_at.token if answered_at else "", return_path=answered_at.return_path if answered_at else "",
        attachments=bytes_beside(actor, composition),
        joined=joined_of(composition, tuple(others)), own_words=own_words,
    )  # fmt: skip


def copy_for_payer(actor: Actor, composition: Composition, *, on: date) -> Outgoing | None:
    """Make the copy a payer gets of what is addressed to the legal debtor (rule 7): a letter, and no contact."""
    copied = composition.copied
    if copied is None:
        return None
    lines = address_lines(copied.reach, copied.customer)
    template, text = rendered(actor, composition)
    return Outgoing(
        creditor_id=composition.action.creditor_id, customer_id=copied.customer.id, party_id=copied.customer.party_id,
        channel=Channel.LETTER, recipient="\n".join((copied.customer.name, *lines)), address_digest=b"",
        sender=composition.sender_address, idempotency_key=copy_key(composition.action.id),
        content=messages.letter_pdf(text, composition.content, copy_to=(copied.customer.name, *lines)), subject=text.subject,
        template=(template.code, template.language, template.version), dated_on=on, is_contact=False, legal=True,
    )  # fmt: skip


def copy_key(action_id: int) -> str:
    return f"action-{action_id}-copy"


def destination(composition: Composition) -> tuple[str, bytes]:
    if composition.reach is not None:
        return composition.reach.address.address, bytes(composition.reach.address.digest)
    if composition.action.channel in {"letter", "registered_letter"} and composition.content.customer.address:
        return "\n".join((composition.customer.name, *composition.content.customer.address)), b""
    raise NoAddress(customer=composition.customer.name)


def letter_of(actor: Actor, composition: Composition, text: Rendered) -> bytes:
    """Set the letter, with the copies of its invoices behind it: one file to print."""
    beside = [each.content for each in bytes_beside(actor, composition)]
    return messages.with_enclosures(messages.letter_pdf(text, composition.content), beside)


def content_of(actor: Actor, composition: Composition, text: Rendered, recipient: str, key: str, *, reply_to: str = "") -> bytes:
    channel = composition.action.channel
    if channel == "sms":
        return messages.sms_text(text).encode()
    if channel == "fax":
        return fax_of(actor, composition, text, recipient, key, reply_to=reply_to)
    if channel != "email":
        return letter_of(actor, composition, text)
    sender = composition.content.sender
    address = composition.sender_address
    return messages.email_bytes(
        text,
        messages.Envelope(
            sender=(from_name(sender, composition.creditor.short_name or composition.creditor.name), address),
            to=(composition.content.contact.name, recipient), reply_to=reply_to or sender.reply_to or address, key=key,
            dated=now(), domain=address.rpartition("@")[2],
            about_customer=composition.customer.code, attachments=bytes_beside(actor, composition),
        ),
    )  # fmt: skip


def fax_of(actor: Actor, composition: Composition, text: Rendered, number: str, key: str, *, reply_to: str) -> bytes:
    """Freeze the letter as the mail its gateway faxes; refuse while no gateway is set up."""
    pattern = outbox.fax_pattern(actor, composition.action.creditor_id)
    if not pattern:
        raise NoFaxGateway
    name = from_name(composition.content.sender, composition.creditor.short_name or composition.creditor.name)
    return fax_bytes(
        letter_of(actor, composition, text), subject=text.subject, sender=(name, composition.sender_address),
        address=fax_address(pattern, number), key=key, dated=now(), reply_to=reply_to,
    )  # fmt: skip
