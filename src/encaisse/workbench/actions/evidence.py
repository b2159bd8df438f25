"""Evidence a person adds to a document: the bytes kept, then what they show."""

from typing import BinaryIO, Protocol

from django.db import transaction

from encaisse.files.actions import keep
from encaisse.files.rules import Sha256
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries
from encaisse.ledger.rules.evidence import FileFacts

LARGEST = 20 << 20
PDF = "application/pdf"
# By the first bytes, never by what the browser says.
SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))


class ProofTooLarge(Refusal):
    sentence = gettext_noop("“%(name)s” is larger than %(limit)s MB. Make it smaller and add it again.")


class Uploaded(Protocol):
    """A file that a person sent."""

    name: str | None
    size: int | None
    file: BinaryIO

    def read(self) -> bytes: ...


@transaction.atomic
def attach_upload(actor: Actor, document_id: int, file: Uploaded) -> None:
    """Attach a file that a person sent to a document."""
    actor.must(Permission.ACTION_CREATE)
    name = file.name or ""
    content = content_of(file)
    media_type = media_type_of(content)
    kept = keep(actor, content, media_type)
    ledger.attach_files(actor, [FileFacts(document_id, kept, name, "invoice" if media_type == PDF else "other")])


def keep_proof(actor: Actor, document_id: int, file: Uploaded) -> Sha256:
    """Keep the proof of a sending of a document in sight."""
    actor.must(Permission.ACTION_CREATE)
    queries.document(actor, document_id)
    content = content_of(file)
    return keep(actor, content, media_type_of(content))


def content_of(file: Uploaded) -> bytes:
    if (file.size or 0) > LARGEST:
        raise ProofTooLarge(name=file.name, limit=LARGEST >> 20)
    return file.read()


def media_type_of(content: bytes) -> str:
    return next((media_type for mark, media_type in SIGNATURES if content.startswith(mark)), "application/octet-stream")
