"""Every contract of the floor plan is kept by the tree, and a planted violation of it is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from house.trees import CHECKOUT, PACKAGE

LINTER = Path(sys.executable).parent / "lint-imports"

PLANTED = [
    pytest.param("floors", "kit/planted.py", "from encaisse.ledger import rules", id="a room that looks up"),
    pytest.param("floors", "disputes/planted.py", "import encaisse.commitments.models", id="a room that looks sideways"),
    pytest.param("layers", "audit/queries.py", "from encaisse.audit import views", id="a query that calls a door"),
    pytest.param("pure", "ledger/rules/planted.py", "from django.db import models", id="a rule that knows Django"),
    pytest.param("acyclic", "kit/planted.py", "from encaisse.kit import planted_too", id="a cycle between files"),
]
TITLES = {
    "floors": "A room may look down, never up or sideways",
    "layers": "Inside a room, doors call forms",
    "pure": "Rules are pure",
    "acyclic": "No cycles between a room's files",
}


def lint(checkout: Path) -> str:
    done = subprocess.run(
        [LINTER, "--no-cache", "--config", checkout / "pyproject.toml"],
        cwd=checkout,
        env={"PYTHONPATH": str(checkout / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


@pytest.fixture
def copy_of_the_house(tmp_path):
    shutil.copytree(PACKAGE, tmp_path / "src" / "encaisse", ignore=shutil.ignore_patterns("static", "locale", "__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_house_keeps_every_contract():
    assert "0 broken" in lint(CHECKOUT)


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "file", "line"), PLANTED)
def test_a_planted_violation_is_caught(copy_of_the_house, contract, file, line):
    package = copy_of_the_house / "src" / "encaisse"
    planted = package / file
    planted.write_text((planted.read_text() if planted.exists() else "") + f"\n{line}\n")
    (package / "kit" / "planted_too.py").write_text("from encaisse.kit import planted\n" if contract == "acyclic" else "")
    broken = [each for each in lint(copy_of_the_house).splitlines() if each.rstrip().endswith("BROKEN")]
    assert [each for each in broken if each.startswith(TITLES[contract])]
