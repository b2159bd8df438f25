"""The tables of facts shipped with the product: currencies, payment terms, legal maxima, rates."""

import json
from importlib.resources import files
from typing import Any


def shipped(package: str, name: str) -> Any:
    """Return a table shipped in the `data` folder of a room."""
    return json.loads((files(package) / "data" / f"{name}.json").read_text(encoding="utf-8"))
