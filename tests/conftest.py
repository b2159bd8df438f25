"""One throw-away PostgreSQL per checkout, started by the first test that needs it and shared by every pytest of the checkout.

`ENCAISSE_TEST_DB` names the database, so that several people may test at the same time; `ENCAISSE_TEST_POSTGRES=system` (or a
folder of binaries) takes another PostgreSQL than the wheel's.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import translation
from pytest_django import DjangoDbBlocker

from encaisse.db.embedded import Profile, Server, attach

CHECKOUT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ENCAISSE_TEST_VAR", CHECKOUT / "var" / "test"))

NEVER_EMPTIED = {
    "workbench_review_comment": "the_review_comments_are_never_emptied",
    "workbench_closed_balance": "the_closed_balances_are_never_emptied",
    "workbench_closed_item": "the_closed_items_are_never_emptied",
    "workbench_close": "the_closes_are_never_emptied",
}


def pytest_configure() -> None:
    # Tests under pytest-playwright run inside an event loop; the live server and its database calls are ours.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


def other_binaries() -> Path | None:
    wish = os.environ.get("ENCAISSE_TEST_POSTGRES", "")
    if wish == "system":
        found = sorted(Path("/usr/lib/postgresql").glob("1[5-9]/bin"))
        return found[0] if found else pytest.exit("No system PostgreSQL of version 15 or later is installed.", returncode=2)
    return Path(wish) if wish else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    binaries = other_binaries()
    server = attach(VAR / (binaries.parent.name if binaries else "wheel"), profile=Profile.THROWAWAY, binaries=binaries)
    yield server
    server.release()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: Server, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the server, before pytest-django makes the test database."""
    database = connections["default"].settings_dict
    database.update(HOST=postgres.host, PORT="5432", USER="postgres", PASSWORD="")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let tests that commit empty their tables afterwards: in the product, closes and comments refuse it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for table, trigger in NEVER_EMPTIED.items():
            cursor.execute(f"alter table {table} disable trigger {trigger}")


def pytest_collection_finish() -> None:
    name_the_database()


def name_the_database() -> None:
    mine = os.environ.get("ENCAISSE_TEST_DB", "")
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = "test_encaisse" + (f"_{mine}" if mine else "")


@pytest.fixture(autouse=True)
def in_the_language_of_the_house() -> None:
    """Forget the language of the last page an earlier test looked at: commands and refusals speak it until another is chosen."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_job_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Empty the queue after a test that commits: its tables are no Django models, so the flush forgets them."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(request.fixturenames):
        with request.getfixturevalue("django_db_blocker").unblock(), connections["default"].cursor() as cursor:
            cursor.execute("truncate procrastinate_jobs cascade")
