"""The template language, bounded: a template may say and choose; it may not loop, include, assign or run for long.

Loaded when the first text is written, not when the program starts: it is a tenth of a command's start.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, ClassVar

from liquid import BoundTemplate, Environment, StrictUndefined
from liquid.exceptions import LiquidError

TAGS = frozenset({"if", "unless", "case", "comment", "content", "output", "#", "illegal"})
FILTERS = frozenset({"upcase", "downcase", "capitalize", "default", "strip", "append", "prepend"})


class Sandbox(Environment):
    loop_iteration_limit: ClassVar[int] = 100
    context_depth_limit: ClassVar[int] = 8
    local_namespace_limit: ClassVar[int] = 1_000
    output_stream_limit: ClassVar[int] = 200_000

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        self.tags = {name: tag for name, tag in self.tags.items() if name in TAGS}
        self.filters = {name: filter_ for name, filter_ in self.filters.items() if name in FILTERS}


SANDBOX = Sandbox(undefined=StrictUndefined)


@lru_cache(maxsize=512)
def parsed(source: str) -> BoundTemplate:
    """Return a text ready to be filled in; raise ValueError, with the reason, when it cannot be read."""
    try:
        return SANDBOX.from_string(source)
    except LiquidError as fault:
        raise ValueError(str(fault).splitlines()[0]) from fault


def paths(source: str) -> frozenset[str]:
    return frozenset(parsed(source).global_variable_paths())


def filled_in(source: str, words: Mapping[str, Any]) -> str:
    """Fill a text in; raise ValueError, with the reason, when it cannot be."""
    try:
        return parsed(source).render(**words)
    except LiquidError as fault:
        raise ValueError(str(fault).splitlines()[0]) from fault
