"""Who watches an import is told the phase (loading, reading, recording), what is done, and of how much."""

from collections.abc import Callable

Watch = Callable[[str, int, int], None]


def nobody_watches(phase: str, done: int, total: int) -> None:
    pass
