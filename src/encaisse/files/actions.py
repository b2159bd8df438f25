import os
import secrets
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from encaisse.files.models import Blob, Link
from encaisse.files.queries import path_of
from encaisse.files.rules import Sha256, check_size, sha256_of
from encaisse.kit.actor import Actor


def keep(actor: Actor, content: bytes, media_type: str, *, kept_until: date | None = None) -> Sha256:
    """Keep bytes: on the disk for good, then named by a row of the caller's transaction."""
    return keep_many(actor, [content], media_type, kept_until=kept_until)[0]


def keep_many(actor: Actor, contents: Sequence[bytes], media_type: str, *, kept_until: date | None = None) -> list[Sha256]:  # noqa: ARG001 - keeping bytes is part of another act, which asks the actor
    """Keep several contents at once: folders are made durable once for all of them."""
    kept = {sha256_of(content): content for content in contents}
    write_durably(kept)
    rows = [Blob(sha256=sha256, size=len(content), media_type=media_type, kept_until=kept_until) for sha256, content in kept.items()]
    Blob.objects.bulk_create(rows, ignore_conflicts=True)
    return [sha256_of(content) for content in contents]


def link(actor: Actor, sha256: Sha256, *, creditor_id: int, role: str, customer_id: int | None = None) -> None:
    """Say what a kept file is for."""
    link_many(actor, [(sha256, creditor_id, customer_id)], role=role)


def link_many(actor: Actor, links: Iterable[tuple[Sha256, int, int | None]], *, role: str) -> None:  # noqa: ARG001 - as above
    """Say what many kept files are for: hash, creditor and customer of each."""
    rows = [Link(blob_id=sha256, creditor_id=creditor_id, customer_id=customer_id, role=role) for sha256, creditor_id, customer_id in links]
    Link.objects.bulk_create(rows, ignore_conflicts=True)


def write_durably(contents: dict[Sha256, bytes]) -> None:
    """Write files so that a power cut after this line loses none: bytes first, then their names."""
    folders = {written.parent for sha256, content in contents.items() if (written := write_file(path_of(sha256), content))}
    make_durable(sorted({folder for each in folders for folder in (each, each.parent, each.parent.parent)}))


def write_file(place: Path, content: bytes) -> Path:
    """Write under another name, make it durable, then rename: a file that has its name has all its bytes."""
    check_size(len(content))
    if place.is_file() and place.stat().st_size == len(content):
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    with draft.open("wb") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())
    draft.replace(place)
    return place


def make_durable(folders: Iterable[Path]) -> None:
    for folder in folders:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
