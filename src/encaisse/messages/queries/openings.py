"""When an SMS may reach a customer."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.kit.actor import Actor
from encaisse.messages.rules.sms import CLOCKS, next_allowed


def sms_openings(actor: Actor, customer_ids: Iterable[int], *, at: datetime) -> dict[int, datetime]:
    """Return the first instant, from a given one, at which each customer may be reached by SMS.

    A demonstration company lives on a day of its own: its SMS go nowhere, and no hour holds them.
    """
    found = customers.files(actor, customer_ids)
    cards = {creditor_id: creditors.creditor(actor, creditor_id) for creditor_id in {file.creditor_id for file in found.values()}}
    openings = {}
    for customer_id, file in found.items():
        card = cards[file.creditor_id]
        clock = ZoneInfo(CLOCKS.get(file.region, card.timezone))
        calendar = creditors.calendar(actor, file.region)
        allowed = next_allowed(at.astimezone(clock), is_consumer=file.kind == "consumer", calendar=calendar)
        openings[customer_id] = at if card.is_demonstration else max(at, allowed)
    return openings
