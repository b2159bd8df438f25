"""One transaction per request or job, that knows for whom it works."""

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction

from encaisse.kit.actor import Actor


@contextlib.contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Open a transaction whose `encaisse.creditors` names the creditors in reach: policies of the database may read it."""
    with transaction.atomic():
        name_creditors(actor)
        yield


@contextlib.contextmanager
def reading(actor: Actor) -> Iterator[None]:
    """Open a transaction for reading, on behalf of an actor."""
    with acting(actor):
        yield


def name_creditors(actor: Actor) -> None:
    creditors = "all" if actor.all_creditors else ",".join(map(str, sorted(actor.creditors)))
    with connection.cursor() as cursor:
        cursor.execute("select set_config('encaisse.creditors', %s, true)", [creditors])


@contextlib.contextmanager
def seeing_one_instant(actor: Actor) -> Iterator[None]:
    """Open a transaction whose every read sees the same instant: lists that must add up to the same. Inside another one, its own."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        name_creditors(actor)
        yield
