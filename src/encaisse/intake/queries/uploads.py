"""Files waiting in the wizard."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from encaisse.intake.models import Upload
from encaisse.intake.queries.imports import in_reach
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
    return UploadCard(**row)


def uploads(actor: Actor) -> list[UploadCard]:
    """Return the files not yet taken in."""
    actor.must(Permission.IMPORT_RUN)
    rows = Upload.objects.filter(in_reach(actor)).exclude(state="done").order_by("-id")[:20]
    return [UploadCard(**row) for row in rows.values(*COLUMNS)]
