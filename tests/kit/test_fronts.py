"""A front gives what its modules give, wakes them when asked, and is not fooled by a module that bears the name of what it gives."""

import subprocess
import sys
import textwrap
from importlib import import_module
from pathlib import Path

import pytest

from encaisse.kit.fronts import names_given

FRONT = """
from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from {room}.release import release, settle
    from {room}.planned import earliest
else:
    wake_on_demand(__name__)

__all__ = ["earliest", "release", "settle"]
"""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    name = f"room_{tmp_path.name}"
    package = tmp_path / name
    package.mkdir()
    (package / "__init__.py").write_text(FRONT.format(room=name))
    (package / "release.py").write_text("def release(): return 'released'\ndef settle(): return 'settled'\n")
    (package / "planned.py").write_text("def earliest(): return 'first'\n")
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_a_front_sleeps_until_a_name_is_asked(room: str) -> None:
    front = import_module(room)
    assert f"{room}.planned" not in sys.modules
    assert front.earliest() == "first"
    assert f"{room}.planned" in sys.modules
    assert f"{room}.release" not in sys.modules


def test_a_function_is_not_hidden_by_the_module_of_its_name(room: str) -> None:
    import_module(f"{room}.release")
    assert import_module(room).release() == "released"


def test_a_name_the_front_does_not_give_is_an_error(room: str) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'anything'"):
        import_module(room).anything()


def test_everything_a_front_announces_it_gives(room: str) -> None:
    front = import_module(room)
    assert sorted(front.__all__) == sorted(front.given)


def test_only_the_imports_for_the_type_checker_are_given() -> None:
    text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from a.b import c, d\n"
    assert names_given(text) == {"c": "a.b", "d": "a.b"}


def test_the_daily_run_wakes_neither_the_letters_nor_the_mailboxes_nor_the_telephone_numbers() -> None:
    wake = """
        import sys
        from encaisse.project import cli
        cli.set_up_django()
        import encaisse.dunning.management.commands.run
        import encaisse.dunning.actions.run
        print(sorted({"imap_tools", "phonenumbers", "schwifty", "typst"} & set(sys.modules)))
    """
    argv = [sys.executable, "-c", textwrap.dedent(wake)]
    answer = subprocess.run(argv, capture_output=True, text=True, check=True, env=None)
    assert answer.stdout.strip() == "[]"
