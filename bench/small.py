"""20,000 items of 2,000 payers, the whole command from the shell: start of the interpreter, the run, the answer."""

import json
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
    times = []
    for _ in range(TIMES):
        with connection.cursor() as cursor:
            cursor.execute(EMPTY)
        times.append(timed(command))
    say(f"whole command: {', '.join(f'{each:.2f}' for each in times)} s")
    return [Figure("20,000 items of 2,000 payers, whole command (s)", statistics.median(times), None, 1.5)]


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
    answer = subprocess.run(argv, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert json.loads(answer.stdout)["decided"] == ITEMS // 10
