from pathlib import Path

from django.conf import settings

from encaisse.files.models import Blob, Link
from encaisse.files.rules import BytesMissing, Sha256, check_same, is_sha256, place_of
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotFound


def folder() -> Path:
    return Path(settings.VAR) / "files"


def path_of(sha256: str) -> Path:
    if not is_sha256(sha256):
        raise NotFound(what=sha256[:64])
    return folder() / place_of(sha256)


def content(actor: Actor, sha256: str) -> bytes:  # noqa: ARG001 - whoever may see the row that names the hash may read its bytes
    """Return the bytes of a hash, checked against it."""
    try:
        kept = path_of(sha256).read_bytes()
    except FileNotFoundError as fault:
        raise BytesMissing(sha256=sha256) from fault
    check_same(kept, sha256)
    return kept


def media_type(actor: Actor, sha256: str) -> str:  # noqa: ARG001 - as above
    found = Blob.objects.filter(pk=sha256).values_list("media_type", flat=True).first()
    if found is None:
        raise NotFound(what=sha256)
    return found


def linked(actor: Actor, *, customer_id: int, role: str) -> list[Sha256]:
    """Return the files of a customer for one role, latest first."""
    found = Link.objects.filter(customer_id=customer_id, role=role)
    if not actor.all_creditors:
        found = found.filter(creditor_id__in=actor.creditors)
    return [Sha256(sha256) for sha256 in found.order_by("-linked_at", "-id").values_list("blob_id", flat=True)]


def missing_files(actor: Actor) -> list[Sha256]:  # noqa: ARG001 - a check of the whole installation
    """Return the hashes that rows name and the disk lacks: there are none, ever."""
    named = Blob.objects.values_list("sha256", flat=True).iterator(chunk_size=5000)
    return [Sha256(sha256) for sha256 in named if not path_of(sha256).is_file()]
