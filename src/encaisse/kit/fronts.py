"""The front of a package that wakes its modules on demand: a command starts with what it uses, not with the whole room."""

import ast
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any


class Front(ModuleType):
    """A package whose imports stand under `if TYPE_CHECKING:`; each name is fetched from its module when first asked (PEP 562)."""

    given: dict[str, str]  # name → the module that gives it

    def __getattr__(self, name: str) -> Any:
        if name not in self.given:
            message = f"module {self.__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(self.given[name]), name)
        setattr(self, name, value)
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        """Keep what a module gives from being hidden by the module of the same name, which Python puts here when it is imported."""
        if not (isinstance(value, ModuleType) and name in self.given):
            super().__setattr__(name, value)


def wake_on_demand(package: str) -> None:
    """Make a package being imported a front."""
    front = sys.modules[package]
    front.given = names_given(Path(str(front.__file__)).read_text(encoding="utf-8"))  # type: ignore[attr-defined]
    front.__class__ = Front


def names_given(text: str) -> dict[str, str]:
    """Return, for each name a front imports for the type checker, the module that gives it."""
    blocks = [node for node in ast.parse(text).body if isinstance(node, ast.If)]
    imports = [line for block in blocks for line in block.body if isinstance(line, ast.ImportFrom)]
    return {alias.name: str(line.module) for line in imports for alias in line.names}
