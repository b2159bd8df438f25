"""Letters handed to a postal provider: the PDF, then its manifest, each under a name of its own that appears whole or not at all."""

import contextlib
import os
from pathlib import Path

from django.db import IntegrityError, transaction

from encaisse.kit.actor import Actor
from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages import queries
from encaisse.messages.actions.channels import by, tell
from encaisse.messages.models import LetterRoute as RouteRow
from encaisse.messages.queries.postal import BACK, OUT, postal_folder
from encaisse.messages.rules import Attempt, Outcome
from encaisse.messages.rules.postal import Dropped, LetterRoute, check_route, file_names, manifest_of

READABLE = 0o640


class FolderTaken(Refusal):
    sentence = gettext_noop("The folder “%(folder)s” serves another company already. Give this one a folder of its own.")


class FolderClosed(Refusal):
    sentence = gettext_noop(
        "The folder “%(folder)s” cannot be written to (%(reason)s). Make it, or give the program the right to write there."
    )


@transaction.atomic
def save_letter_route(actor: Actor, creditor_id: int, route: LetterRoute) -> None:
    """Say how the letters of a creditor leave; a provider's folders are made, and tried, at once."""
    queries.may_connect(actor, creditor_id)
    check_route(route)
    if route.by_provider:
        prepare(actor, route)
    values = {
        "by_provider": route.by_provider, "folder": route.folder, "manifest": route.manifest.value, "colour": route.colour,
        "duplex": route.duplex,
    }  # fmt: skip
    try:
        with transaction.atomic():
            RouteRow.objects.update_or_create(creditor_id=creditor_id, defaults=values | by(actor))
    except IntegrityError as fault:
        raise FolderTaken(folder=route.folder) from fault
    tell(actor, "messages.letter_route", creditor_id, **values)


def prepare(actor: Actor, route: LetterRoute) -> None:
    try:
        for part in (OUT, BACK):
            folder = postal_folder(actor, route, part)
            folder.mkdir(parents=True, exist_ok=True)
            trial = folder / ".encaisse"
            trial.write_bytes(b"")
            trial.unlink()
    except OSError as fault:
        raise FolderClosed(folder=route.folder, reason=fault.strerror or str(fault)) from fault


def drop(actor: Actor, dropped: Dropped) -> Attempt:
    """Put a letter in the provider's folder. Its manifest comes last: without it the provider takes nothing, so nothing has left."""
    folder = postal_folder(actor, dropped.route, OUT)
    pdf, manifest = file_names(dropped)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        put(folder, pdf, dropped.pdf)
        put(folder, manifest, manifest_of(dropped))
    except OSError as fault:
        return Attempt(Outcome.UNREACHABLE, f"{folder}: {fault.strerror or fault}")
    return Attempt(Outcome.ACCEPTED, provider_id=dropped.reference)


def put(folder: Path, name: str, content: bytes) -> None:
    """Write a file under a hidden name, on the disk for good, then give it its name in one step."""
    hidden = folder / f".{name}.part"
    with hidden.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    hidden.chmod(READABLE)
    hidden.replace(folder / name)
    with contextlib.suppress(OSError):  # the name is there; on a network share a folder cannot always be synced
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
