"""20,000 items of 2,000 payers, the whole command from the shell: start of the interpreter, the run, the answer.

The interpreter may keep compiled modules, as it does by itself: a first run, not counted, fills its cache.
"""

import json
import os
import statistics
import subprocess
import sys

from django.db import connection

from bench.figures import Figure, say, timed
from bench.portfolio import ON, fill

ITEMS = 20_000
TIMES = 3
EMPTY = """
truncate dunning_action_item, dunning_planned_action, dunning_decision, dunning_signal, dunning_run, dunning_item_step,
  dunning_item_progress
"""


def figures(_rows: int) -> list[Figure]:
    fill(ITEMS)
    _first, *times = [afresh() for _ in range(1 + TIMES)]
    say(f"whole command: {', '.join(f'{each:.2f}' for each in times)} s")
    return [Figure("20,000 items of 2,000 payers, whole command (s)", statistics.median(times), None, 1.5)]


def afresh() -> float:
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)
    return timed(command)


def command() -> None:
    argv = [
        sys.executable,
        "-c",
        "from encaisse.project.cli import main; raise SystemExit(main())",
        "run",
        "--on",
        ON.isoformat(),
        "--json",
    ]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    answer = subprocess.run(argv, capture_output=True, text=True, check=False, env=environment)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["decided"] == ITEMS // 10
