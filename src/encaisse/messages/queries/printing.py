from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Subquery

from encaisse.files.queries import content
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound
from encaisse.messages.models import PrintBatch
from encaisse.messages.queries.outbox import MessageRow, as_rows, visible_messages
from encaisse.messages.queries.postal import provider_routes
from encaisse.messages.rules import LETTERS, MessageState

LATEST_BATCHES = 20


@dataclass(frozen=True, slots=True)
class BatchRow:
    id: int
    letter_count: int
    printed_at: datetime
    printed_by_name: str
    sha256: str


def letters_to_print(actor: Actor) -> list[MessageRow]:
    """Return the letters that wait for the print batch: those of a creditor without a postal provider."""
    handed = provider_routes(actor)
    return [letter for letter in letters_in(actor, MessageState.READY) if letter.creditor_id not in handed]


def letters_to_post(actor: Actor) -> list[MessageRow]:
    """Return the letters printed and not posted yet."""
    return [letter for letter in letters_in(actor, MessageState.SENDING) if letter.batch_id is not None]


def letters_in(actor: Actor, state: MessageState) -> list[MessageRow]:
    return as_rows(visible_messages(actor).filter(channel__in=LETTERS, state=state).order_by("dated_on", "recipient", "id"))


def batches(actor: Actor) -> list[BatchRow]:
    """Return the latest print batches all of whose letters are in sight: the others could not be opened."""
    seen = visible_messages(actor).filter(batch=OuterRef("pk")).order_by().values("batch").annotate(count=Count("pk")).values("count")
    found = PrintBatch.objects.annotate(seen=Subquery(seen)).filter(seen__gte=F("letter_count")).order_by("-pk")[:LATEST_BATCHES]
    return [BatchRow(each.pk, each.letter_count, each.printed_at, each.printed_by_name, each.sha256_id) for each in found]


def batch(actor: Actor, batch_id: int) -> BatchRow:
    """Return a batch all of whose letters are in sight."""
    found = PrintBatch.objects.filter(pk=batch_id).first()
    if found is None or visible_messages(actor).filter(batch=found).count() < found.letter_count:
        raise NotFound(what=str(batch_id))
    return BatchRow(found.pk, found.letter_count, found.printed_at, found.printed_by_name, found.sha256_id)


def batch_file(actor: Actor, batch_id: int) -> bytes:
    return content(actor, batch(actor, batch_id).sha256)
