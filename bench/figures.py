"""A figure: what was measured, the floor measured beside it, and the bar the ratio must stay under."""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

MEBI = 1024.0  # ru_maxrss counts kibibytes on Linux


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` and `floor` in seconds (or the unit the name says); `bar` bounds the ratio, or the value itself when there is no floor.

    `at_least`: the bar is a rate to reach rather than a limit to stay under.
    """

    name: str
    value: float
    floor: float | None
    bar: float
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        return None if self.floor is None else self.value / self.floor

    @property
    def ok(self) -> bool:
        judged = self.value if self.ratio is None else self.ratio
        return judged >= self.bar if self.at_least else judged <= self.bar

    def told(self, *, as_json: bool) -> str:
        if as_json:
            return json.dumps(asdict(self) | {"ratio": self.ratio, "ok": self.ok})
        floor = "" if self.floor is None else f"floor {self.floor:.3f}  ratio {self.ratio:.2f}"
        return f"{'ok  ' if self.ok else 'MISS'} {self.name:<58} {self.value:>10.3f}  {floor:<30} bar {self.bar:g}"


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_of(work: Callable[[], Any], *, times: int = 3) -> float:
    return statistics.median(timed(work) for _ in range(times))


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def peak_mebibytes() -> float:
    """Return the largest memory this process has used so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBI


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
