"""Files waiting in the wizard."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from encaisse.intake.models import Upload
from encaisse.intake.queries.imports import in_reach
from encaisse.intake.rules.discretion import discreet_choices
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import NotFound


@dataclass(frozen=True, slots=True)
class UploadCard:
    id: int
    creditor_id: int
    uploaded_at: datetime
    name: str
    path: str
    size: int
    kind: str
    choices: dict[str, Any]
    state: str
    phase: str
    done: int
    total: int
    refusal: str
    import_id: int | None

    @property
    def is_running(self) -> bool:
        return self.state == "running"


COLUMNS = tuple(UploadCard.__dataclass_fields__)


def upload(actor: Actor, upload_id: int) -> UploadCard:
    actor.must(Permission.IMPORT_RUN)
    row = Upload.objects.filter(in_reach(actor), pk=upload_id).values(*COLUMNS).first()
    if row is None:
        raise NotFound(what="upload")
    return told(UploadCard(**row), whole=actor.may(Permission.INVOICE_VIEW) is not None)


def uploads(actor: Actor) -> list[UploadCard]:
    """Return the files not yet taken in."""
    actor.must(Permission.IMPORT_RUN)
    rows = Upload.objects.filter(in_reach(actor)).exclude(state="done").order_by("-id")[:20]
    whole = actor.may(Permission.INVOICE_VIEW) is not None
    return [told(UploadCard(**row), whole=whole) for row in rows.values(*COLUMNS)]


def told(card: UploadCard, *, whole: bool) -> UploadCard:
    """Return a file as a person may see it: its refusal tells the amounts of the books to those who see invoices only."""
    if whole or "refused" not in card.choices:
        return card
    return replace(card, choices=discreet_choices(card.choices), refusal="")
