"""A long JSON answer written as its rows come: one line, in constant memory."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def json_pieces(head: Mapping[str, Any], name: str, rows: Iterable[Any]) -> Iterator[str]:
    """Yield an object that ends with a list, piece by piece: what `json.dumps({**head, name: [*rows]})` says."""
    yield json.dumps(dict(head), ensure_ascii=False)[:-1] + (", " if head else "") + f"{json.dumps(name)}: ["
    for place, row in enumerate(rows):
        yield (", " if place else "") + json.dumps(row, ensure_ascii=False)
    yield "]}\n"
