"""An import killed at any moment leaves nothing, and the same file is taken in afterwards as if nothing had happened."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from bench.fec_file import write_fec
from django.db import connection

from encaisse.creditors.models import Creditor
from encaisse.customers.models import Customer
from encaisse.db import run_sql
from encaisse.intake.models import Import, ImportFinding
from encaisse.ledger.models import Allocation, Document, OpenItem

KILLS = 20
SOURCES = Path(__file__).resolve().parent.parent.parent / "src"
CHILD = """
import sys, django
django.setup()
from datetime import date
from encaisse.intake import actions
from encaisse.kit.actor import system_actor
print("ready", flush=True)
with open(sys.argv[2], "rb") as file:
    actions.import_fec(system_actor(), int(sys.argv[1]), file, name="987654321FEC20251231.txt", on=date(2026, 1, 5))
"""


def child(creditor_id: int, path: Path) -> subprocess.Popen[bytes]:
    database = connection.settings_dict
    environment = {
        **os.environ, "PYTHONPATH": str(SOURCES), "DJANGO_SETTINGS_MODULE": "encaisse.project.settings", "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"]), "PGUSER": database["USER"], "PGDATABASE": database["NAME"],
    }  # fmt: skip
    running = subprocess.Popen([sys.executable, "-c", CHILD, str(creditor_id), str(path)], env=environment, stdout=subprocess.PIPE)
    assert running.stdout is not None
    assert running.stdout.readline() == b"ready\n"
    return running


def traces() -> dict[str, int]:
    tables = len(run_sql("intake.stage_tables"))
    kinds = (Import, ImportFinding, Document, OpenItem, Allocation, Customer)
    return {"tables": tables, **{kind.__name__: kind.objects.count() for kind in kinds}}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_an_import_leaves_nothing(tmp_path: Path) -> None:
    creditor = Creditor.objects.create(name="Vins", siren="987654321")
    path = tmp_path / "fec.txt"
    write_fec(path, 8000)
    first = child(creditor.pk, path)
    start = time.perf_counter()
    assert first.wait() == 0
    took = time.perf_counter() - start
    whole = traces()
    forget()
    nothing = traces()
    rng = random.Random(11)  # noqa: S311 - the same moments each time
    blows = 0
    while blows < KILLS:
        running = child(creditor.pk, path)
        time.sleep(rng.random() * took * 0.8)
        running.send_signal(signal.SIGKILL)
        running.wait()
        wait_for_the_server()
        left = traces()
        assert left in (nothing, whole)  # whole: it had been faster than the blow
        blows += left == nothing
        if left == whole:
            forget()
    assert child(creditor.pk, path).wait() == 0
    assert traces() == whole
    forget()


def wait_for_the_server() -> None:
    """Wait until the killed client's session has noticed and rolled back."""
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute("select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.05)


def forget() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "truncate intake_import, intake_finding, ledger_document, ledger_open_item, ledger_allocation, ledger_customer_balance,"
            " customers_customer, customers_party, customers_last_fact cascade"
        )
