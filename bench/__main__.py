"""`run.py bench [--rows N] [--only NAME …] [--json]`: a line per figure. Exit code 1 when a bar is missed."""

import argparse
import importlib
import os
import subprocess
import sys
from pathlib import Path

from bench.figures import say

HERE = Path(__file__).resolve().parent
PARTS = ("fec", "dunning", "small", "aged_balance", "pages", "letters", "mails")


def main() -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="lines of the ledger, and open items of the portfolio")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[part for part in PARTS if (HERE / f"{part}.py").exists()])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        return measure(options.part, options.rows, as_json=options.json)
    # Each part in its own process: memory is counted apart, and one part's caches do not serve the next.
    codes = []
    for part in options.only:
        argv = [sys.executable, "-m", "bench", "--part", part, "--rows", str(options.rows), *(["--json"] if options.json else [])]
        codes.append(subprocess.run(argv, check=False, cwd=HERE.parent).returncode)
    return max(codes, default=0)


def measure(part: str, rows: int, *, as_json: bool) -> int:
    from bench.database import own_database  # noqa: PLC0415 - Django wakes up in the part's own process

    os.environ["ENCAISSE_OUTBOUND"] = "live"
    with own_database(part):
        figures = importlib.import_module(f"bench.{part}").figures(rows)
        missed = 0
        for figure in figures:
            print(figure.told(as_json=as_json), flush=True)
            missed += not figure.ok
    say(f"{part}: {missed} missed" if missed else f"{part}: every bar held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
