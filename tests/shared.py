"""Reference files that lie beside the checkout and are no part of the project: real exports, field data."""

from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parent.parent.parent / "shared"


def shared(name: str) -> Path:
    """Return the path of a reference file, or skip the test saying which one is missing."""
    path = BESIDE / name
    if not path.exists():
        pytest.skip(f"the reference file shared/{name} does not lie beside this checkout", allow_module_level=True)
    return path
