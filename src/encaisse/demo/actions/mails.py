"""The mail of this morning, taken in by the action that mailboxes and providers use."""

from collections.abc import Iterator
from datetime import date, timedelta

from encaisse.db.clock import now
from encaisse.demo.rules.mails import AWAY, BOX, REPLIES, STRANGERS, Written, raw_bounce, raw_mail
from encaisse.demo.rules.world import World
from encaisse.kit.actor import Actor
from encaisse.messages import actions as messages
from encaisse.messages import queries as outbox
from encaisse.messages.queries import MessageFilters, MessageRow
from encaisse.messages.rules import Channel, read_mail

LATELY = timedelta(days=6)
READ_PAGES = 12
REMINDERS = frozenset({"REMIND1_EMAIL", "REMIND2_EMAIL", "CFO_EMAIL", "SALES_EMAIL"})


def mail_comes(actor: Actor, world: World, *, on: date) -> int:
    """Let customers answer what left in the last days; one is away, one address is dead, two mails are nobody's. Returns how many came."""
    answered = iter(written_to(actor, world, on=on))
    came = 0
    for written in (*REPLIES, AWAY):
        if (row := next(answered, None)) is not None:
            came += take_in(actor, answer(actor, row, written))
    if (row := next(answered, None)) is not None:
        came += take_in(actor, raw_bounce(to=reply_to(actor, row), recipient=row.recipient, at=now(), key=f"back-{row.id}"))
    for place, (name, address, subject, text) in enumerate(STRANGERS):
        came += take_in(actor, raw_mail(sender=(name, address), to=BOX, subject=subject, text=text, at=now(), key=f"stranger-{place}"))
    return came


def written_to(actor: Actor, world: World, *, on: date) -> Iterator[MessageRow]:
    """Yield the latest e-mail of each customer who plays no part in the story, the latest first."""
    plain = {customer.name for customer in world.customers if not customer.part}
    seen: set[int] = set()
    for page in range(1, READ_PAGES):
        for row in outbox.message_list(actor, MessageFilters(state="sent", channel=Channel.EMAIL), page=page)[0]:
            is_reminder = row.template_code in REMINDERS and on - LATELY <= row.dated_on < on
            if is_reminder and row.customer_id not in seen and row.customer_name in plain:
                seen.add(row.customer_id)
                yield row


def reply_to(actor: Actor, row: MessageRow) -> str:
    return next((value for name, value in read_mail(outbox.rendered(actor, row.id)).headers if name == "Reply-To"), BOX)


def answer(actor: Actor, row: MessageRow, written: Written) -> bytes:
    name = row.recipient.partition("@")[0].replace(".", " ").title()
    return raw_mail(
        sender=(name, row.recipient), to=reply_to(actor, row), subject=f"{written.prefix}{row.subject}", text=written.text,
        at=now() - timedelta(minutes=written.minutes_ago), key=f"{written.key}-{row.id}", headers=written.headers, file=written.file,
        quoted=read_mail(outbox.rendered(actor, row.id)).text,
    )  # fmt: skip


def take_in(actor: Actor, content: bytes) -> int:
    return int(messages.take_in(actor, messages.Arrival(content=content, arrived_at=now())) is not None)
