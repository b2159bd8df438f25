"""Absences that mails announce and nobody has noted yet: read in the mail each time, stored nowhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from encaisse.creditors import queries as creditors
from encaisse.kit.actor import Actor
from encaisse.messages.models import Incoming, Mailbox
from encaisse.messages.queries.received import IncomingRow, as_incoming, incoming, visible_incoming
from encaisse.messages.rules.absences import LONGEST, AnnouncedAbsence, announced_absence
from encaisse.messages.rules.replies import Nature, ReplyKind

SHOWN = 200
ANNOUNCING = (Nature.AUTO_REPLY.value, Nature.REPLY.value)


@dataclass(frozen=True, slots=True)
class Announcement:
    """An absence, and the mail that announces it."""

    mail: IncomingRow
    absence: AnnouncedAbsence


def our_addresses(actor: Actor, creditor_id: int) -> frozenset[str]:
    """Return the addresses of our own side that a customer's mail may repeat."""
    ours = {creditors.creditor(actor, creditor_id).email, *Mailbox.objects.values_list("address", flat=True)}
    return frozenset(each.lower() for each in ours if each)


def announced_by(actor: Actor, mail_id: int) -> AnnouncedAbsence | None:
    """Return the absence that one mail announces."""
    mail = incoming(actor, mail_id)
    return read_in(mail, ours=our_addresses(actor, mail.creditor_id))


def read_in(mail: IncomingRow, *, ours: frozenset[str]) -> AnnouncedAbsence | None:
    """Read the absence a mail announces: as of the day it came, in its own words, else in its subject."""
    on, own = mail.arrived_at.date(), ours | {mail.sender}
    told = announced_absence(mail.text, on=on, sender=mail.sender, not_these=own)
    return told if told and told.back_on else announced_absence(mail.subject, on=on, sender=mail.sender) or told


def announced_absences(actor: Actor, *, on: date, customer_id: int | None = None, limit: int = SHOWN) -> list[Announcement]:
    """Return the absences that hold on a day and that nobody has noted, the latest mail of each sender first."""
    found = visible_incoming(actor).filter(nature__in=ANNOUNCING, closed_at=None, arrived_at__date__gte=on - LONGEST)
    found = found.filter(customer_id__isnull=False) if customer_id is None else found.filter(customer_id=customer_id)
    rows = as_incoming(list(found.order_by("-arrived_at", "-pk")[:limit]))
    return list(still_true(latest_of_each(announcing(rows)), actor, on=on))


def announcing(rows: Iterable[IncomingRow]) -> Iterator[IncomingRow]:
    """Yield what a machine wrote, and the replies that probably say somebody is away."""
    yield from (row for row in rows if row.nature is Nature.AUTO_REPLY or row.suggested_kind == ReplyKind.ABSENT)


def latest_of_each(rows: Iterable[IncomingRow]) -> Iterator[IncomingRow]:
    seen: set[tuple[int | None, str]] = set()
    for row in rows:
        if (row.customer_id, row.sender) not in seen:
            seen.add((row.customer_id, row.sender))
            yield row


def still_true(rows: Iterable[IncomingRow], actor: Actor, *, on: date) -> Iterator[Announcement]:
    ours: dict[int, frozenset[str]] = {}
    for row in rows:
        if row.creditor_id not in ours:
            ours[row.creditor_id] = our_addresses(actor, row.creditor_id)
        absence = read_in(row, ours=ours[row.creditor_id])
        if absence and absence.holds(on):
            yield Announcement(row, absence)


def is_newest_word(actor: Actor, row: Incoming) -> bool:
    """Tell whether nothing that came later from the same address says otherwise: mails are not always read in their order."""
    later = visible_incoming(actor).filter(customer_id=row.customer_id, sender_digest=row.sender_digest, arrived_at__gt=row.arrived_at)
    return not later.exists()
