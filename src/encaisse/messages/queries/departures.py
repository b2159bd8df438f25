"""People who have left, as their mails say, and whom nobody has noted yet: read in the mail each time, stored nowhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from encaisse.kit.actor import Actor
from encaisse.messages.queries.absences import ANNOUNCING, SHOWN, latest_of_each, our_addresses
from encaisse.messages.queries.received import IncomingRow, as_incoming, visible_incoming
from encaisse.messages.rules.absences import LONGEST
from encaisse.messages.rules.departures import AnnouncedDeparture, announced_departure
from encaisse.messages.rules.replies import Nature


@dataclass(frozen=True, slots=True)
class Departure:
    """A departure, and the mail that announces it."""

    mail: IncomingRow
    told: AnnouncedDeparture


def announced_departures(actor: Actor, *, on: date, customer_id: int | None = None, limit: int = SHOWN) -> list[Departure]:
    """Return the departures that mails still open announce, the latest mail of each sender first."""
    found = visible_incoming(actor).filter(nature__in=ANNOUNCING, closed_at=None, arrived_at__date__gte=on - LONGEST)
    found = found.filter(customer_id__isnull=False) if customer_id is None else found.filter(customer_id=customer_id)
    rows = as_incoming(list(found.order_by("-arrived_at", "-pk")[:limit]))
    return list(departures_in(latest_of_each(rows), actor))


def departures_in(rows: Iterable[IncomingRow], actor: Actor) -> Iterator[Departure]:
    ours: dict[int, frozenset[str]] = {}
    for row in rows:
        if row.creditor_id not in ours:
            ours[row.creditor_id] = our_addresses(actor, row.creditor_id)
        told = departure_in(row, ours=ours[row.creditor_id])
        if told:
            yield Departure(row, told)


def departure_in(mail: IncomingRow, *, ours: frozenset[str]) -> AnnouncedDeparture | None:
    """Read the departure a mail announces, in its words, else in its subject."""
    by_machine, own = mail.nature is Nature.AUTO_REPLY, ours | {mail.sender}
    told = (announced_departure(text, by_machine=by_machine, sender=mail.sender, not_these=own) for text in (mail.text, mail.subject))
    return next((each for each in told if each), None)
