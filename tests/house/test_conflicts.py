"""No file of the tree keeps the marks of a merge that was not finished."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.trees import CHECKOUT

FOLDERS = ("src", "tests", "docs", "frontend", "tools", "bench")
MARK = re.compile(rb"^(?:<{7}|>{7}|\|{7}) ", re.MULTILINE)
MADE = {"__pycache__", "node_modules", "images"}


def files(checkout: Path) -> Iterator[Path]:
    yield from (file for file in checkout.iterdir() if file.is_file())
    for folder in FOLDERS:
        yield from (file for file in (checkout / folder).rglob("*") if file.is_file() and not MADE & set(file.parts))


def conflicted(checkout: Path) -> list[str]:
    return sorted(str(file.relative_to(checkout)) for file in files(checkout) if MARK.search(file.read_bytes()))


def test_no_file_holds_the_marks_of_a_conflict() -> None:
    assert conflicted(CHECKOUT) == []


@pytest.mark.parametrize("mark", ["<" * 7 + " HEAD", ">" * 7 + " 1f2e3d4 (ui: Say it.)"])
def test_a_conflict_left_in_a_catalogue_is_caught(tmp_path: Path, mark: str) -> None:
    catalogue = tmp_path / "src" / "ui" / "django.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(f'msgid "Save"\n{mark}\nmsgstr "Enregistrer"\n')
    assert conflicted(tmp_path) == ["src/ui/django.po"]
