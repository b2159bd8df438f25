"""A file through the wizard: kept aside, looked at, then taken in; how far it got is written beside the import's own transaction."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import ZipFile, is_zipfile

from django.conf import settings
from django.db import connection, transaction

from encaisse.creditors import queries as creditors
from encaisse.db.jobs import enqueue
from encaisse.intake import queries
from encaisse.intake.actions.einvoices import EINVOICE, import_einvoices
from encaisse.intake.actions.fec import DEFAULT_SOURCE, import_fec
from encaisse.intake.actions.invoice_files import FILES, import_files
from encaisse.intake.actions.life_cycle import LIFE_CYCLE, import_life_cycle
from encaisse.intake.actions.tables import Choices, import_list
from encaisse.intake.models import Upload
from encaisse.intake.rules.columns import Kind
from encaisse.intake.rules.discretion import knowing_customers
from encaisse.intake.rules.limits import check_size
from encaisse.intake.rules.progress import Watch
from encaisse.intake.rules.report import ImportReport
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import Refusal, kept_refusal

FEC = "fec"
# Below, the answer comes with the page; above, a job takes the file in and the page watches it.
AT_ONCE = 3 << 20
FILES_AT_ONCE = 200


def keep_upload(actor: Actor, creditor_id: int, file: BinaryIO, *, name: str, size: int) -> int:
    """Keep a file aside until a person has said what it holds."""
    actor.must(Permission.IMPORT_RUN)
    creditors.creditor(actor, creditor_id)
    check_size(size, name=name)
    path = Path(settings.VAR, "uploads", secrets.token_hex(16))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as kept:
        while chunk := file.read(1 << 20):
            kept.write(chunk)
    try:
        kind = queries.recognised_kind(actor, path, name=name, creditor_id=creditor_id)
    except Refusal:
        path.unlink(missing_ok=True)
        raise
    return Upload.objects.create(
        creditor_id=creditor_id, uploaded_by=actor.user_id, name=name[:200], path=str(path), size=size, kind=kind
    ).pk  # fmt: skip


@transaction.atomic
def start_upload(actor: Actor, upload_id: int, *, creditor_id: int, kind: str, choices: Mapping[str, Any], on: date) -> None:
    """Take the file in for a company: at once when it is small, by a job when it is large."""
    actor.must(Permission.IMPORT_RUN)
    creditors.creditor(actor, creditor_id)
    upload = upload_of(actor, upload_id)
    upload.creditor_id, upload.kind, upload.choices = creditor_id, kind, dict(choices)
    upload.state, upload.refusal = Upload.State.RUNNING, ""
    upload.save(update_fields=["creditor_id", "kind", "choices", "state", "refusal"])
    if takes_long(upload):
        enqueue("intake.take", upload_id=upload_id, user_id=actor.user_id)
    else:
        transaction.on_commit(lambda: take_upload(actor, upload_id, on=on))


def takes_long(upload: Upload) -> bool:
    """Tell whether a file is large, or holds many."""
    if upload.size > AT_ONCE:
        return True
    if not is_zipfile(upload.path):
        return False
    with ZipFile(upload.path) as archive:
        return len(archive.infolist()) > FILES_AT_ONCE


def take_upload(actor: Actor, upload_id: int, *, on: date) -> None:
    """Take a kept file in; a refusal is kept beside it, in words and with the file, so that a person can choose again."""
    actor.must(Permission.IMPORT_RUN)
    upload = upload_of(actor, upload_id)
    if upload.state != Upload.State.RUNNING:
        return  # another worker was faster
    try:
        with progress_of(upload_id) as watch:
            report = taken(knowing_customers(actor), upload, on=on, watch=watch)
    except Refusal as refusal:
        close(upload, Upload.State.REFUSED, refusal=refusal.in_words(), refused=kept_refusal(refusal))
    except Exception:
        close(upload, Upload.State.FAILED)
        raise
    else:
        close(upload, Upload.State.DONE, import_id=report.import_id)
        Path(upload.path).unlink(missing_ok=True)


def taken(actor: Actor, upload: Upload, *, on: date, watch: Watch) -> ImportReport:
    chosen = upload.choices
    with Path(upload.path).open("rb") as file:
        if upload.kind == FEC:
            source = chosen.get("source_name") or DEFAULT_SOURCE
            return import_fec(actor, upload.creditor_id, file, name=upload.name, on=on, source_name=source, watch=watch)
        if upload.kind == EINVOICE:
            source = chosen.get("source_name") or ""
            return import_einvoices(actor, upload.creditor_id, file, name=upload.name, on=on, source_name=source, watch=watch)
        if upload.kind == FILES:
            source = chosen.get("source_name") or ""
            return import_files(actor, upload.creditor_id, file, name=upload.name, source_name=source, watch=watch)
        if upload.kind == LIFE_CYCLE:
            source = chosen.get("source_name") or ""
            return import_life_cycle(actor, upload.creditor_id, file, name=upload.name, source_name=source, watch=watch)
        choices = Choices(
            kind=Kind(upload.kind), columns=chosen.get("columns") or {}, is_situation=chosen.get("is_situation"),
            source_name=chosen.get("source_name") or "", accept_vanishing=bool(chosen.get("accept_vanishing")),
        )  # fmt: skip
        return import_list(actor, upload.creditor_id, file, name=upload.name, on=on, choices=choices, watch=watch)


def drop_upload(actor: Actor, upload_id: int) -> None:
    """Forget a file that was not taken in."""
    actor.must(Permission.IMPORT_RUN)
    upload = upload_of(actor, upload_id)
    Path(upload.path).unlink(missing_ok=True)
    upload.delete()


def upload_of(actor: Actor, upload_id: int) -> Upload:
    return Upload.objects.get(pk=queries.upload(actor, upload_id).id)


def close(upload: Upload, state: str, *, refusal: str = "", refused: dict[str, Any] | None = None, import_id: int | None = None) -> None:
    choices = {**upload.choices, "refused": refused} if refused else upload.choices
    Upload.objects.filter(pk=upload.pk).update(state=state, refusal=refusal, choices=choices, import_id=import_id)


@contextmanager
def progress_of(upload_id: int) -> Iterator[Watch]:
    """Write how far a file got on a connection of its own: it is seen while the import's transaction is still open."""
    beside = connection.copy()

    def watch(phase: str, done: int, total: int) -> None:
        with beside.cursor() as cursor:
            cursor.execute("update intake_upload set phase = %s, done = %s, total = %s where id = %s", [phase, done, total, upload_id])

    try:
        yield watch
    finally:
        beside.close()
