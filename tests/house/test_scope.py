"""Every query of every room is asked by who may see a customer and by strangers: who may not see it learns nothing about it."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from inspect import isfunction, signature
from typing import Any

import pytest
from django.conf import settings

from encaisse.customers.models import Customer
from encaisse.db.clock import stopped
from encaisse.kit.actor import Actor
from encaisse.kit.refusals import NotAllowed, NotFound
from house.scope_arguments import EXEMPT, OF_CREDITOR, arguments, special
from house.scope_world import FIRST_PLAIN_ID, ON, World, count_from, told, traces

Query = Callable[..., Any]


def found_queries() -> dict[str, Query]:
    """Return the public functions of the rooms' queries that take the actor first, by room, file and name."""
    return dict(sorted((name, query) for room in settings.ROOMS for name, query in queries_of(f"encaisse.{room}.queries")))


def queries_of(package: str) -> Iterator[tuple[str, Query]]:
    try:
        module = importlib.import_module(package)
    except ModuleNotFoundError:
        return
    inner = [importlib.import_module(each.name) for each in pkgutil.walk_packages(getattr(module, "__path__", []), f"{package}.")]
    for each in (module, *inner):
        for name, query in vars(each).items():
            if isfunction(query) and query.__module__ == each.__name__ and not name.startswith("_") and takes_actor(query):
                yield f"{each.__name__.removeprefix('encaisse.').replace('.queries', '')}.{name}", query


def takes_actor(query: Query) -> bool:
    return next(iter(signature(query).parameters), "") == "actor"


QUERIES = found_queries()
WALKED = [name for name in QUERIES if name not in EXEMPT]


@pytest.fixture
def world(db, settings, tmp_path) -> Iterator[World]:
    settings.VAR = tmp_path
    with stopped(ON):
        yield World()
    count_from(FIRST_PLAIN_ID)  # numbering is not rolled back: no row of a later test may look like a trace


def asked(query: Query, name: str, who: Actor, world: World) -> object:
    """Ask a query with what its parameters need, and read its answer to the end."""
    given = arguments(world) | special(world).get(name, {})
    chosen = {each.name: given[each.name] for each in list(signature(query).parameters.values())[1:] if wanted(each, name, world)}
    return told(query(who, **chosen))


def wanted(parameter: Any, name: str, world: World) -> bool:
    return parameter.default is parameter.empty or parameter.name in special(world).get(name, {})


def leaks(query: Query, name: str, world: World) -> list[str]:
    """Return who learns something from a query that must tell them nothing; nothing at all is told when nobody can see anything."""
    whole = asked(query, name, world.everything(), world)
    found = []
    for stranger, who in world.strangers().items():
        if name in OF_CREDITOR and who.creditors != world.of_another_creditor().creditors:
            continue
        try:
            answer = asked(query, name, who, world)
        except (NotAllowed, NotFound):
            continue
        if traces(answer):
            found.append(f"{stranger} sees {sorted(set(traces(answer)))}")
        elif answer == whole:
            found.append(f"{stranger} is told the same as who sees everything: {str(answer)[:200]}")
    return found


def test_nobody_learns_about_a_customer_out_of_scope(world):
    assert {name: seen for name in WALKED if (seen := leaks(QUERIES[name], name, world))} == {}


def test_every_exception_names_a_query():
    assert [name for name in (*EXEMPT, *OF_CREDITOR) if name not in QUERIES] == []
    assert OF_CREDITOR.isdisjoint(EXEMPT)


def every_name(actor: Actor, customer_id: int) -> list[str]:
    return list(Customer.objects.filter(pk=customer_id).values_list("name", flat=True))


def every_id(actor: Actor, customer_ids: list[int]) -> dict[int, str]:
    return dict.fromkeys(Customer.objects.filter(pk__in=customer_ids).values_list("pk", flat=True), "")


def how_many(actor: Actor) -> int:
    return Customer.objects.count()


def whose(actor: Actor, stranger: str) -> str:
    return actor.name + stranger


@pytest.mark.parametrize("query", [every_name, every_id, how_many])
def test_a_query_that_forgets_the_scope_is_caught(world, query):
    assert [told.split(" sees ")[0].split(" is told ")[0] for told in leaks(query, query.__name__, world)] == list(world.strangers())


def test_a_query_that_asks_for_something_unknown_is_not_passed_over(world):
    with pytest.raises(KeyError, match="stranger"):
        leaks(whose, "whose", world)
