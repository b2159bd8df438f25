"""The source tree as the house checks see it: every module parsed once, with its room and its layer."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PACKAGE = CHECKOUT / "src" / "encaisse"


@dataclass(frozen=True)
class Module:
    """One Python file of a room; `layer` is the part of the room it belongs to: rules, models, queries, actions, views…"""

    path: Path
    package: Path

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return self.path.relative_to(self.package).with_suffix("").parts

    @property
    def room(self) -> str:
        return self.parts[0]

    @property
    def layer(self) -> str:
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def name(self) -> str:
        return ".".join(part for part in self.parts if part != "__init__")

    @cached_property
    def source(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        return tuple(ast.walk(self.tree))

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        yield from (node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))

    def calls(self) -> Iterator[ast.Call]:
        yield from (node for node in self.nodes if isinstance(node, ast.Call))


@cache
def modules(package: Path = PACKAGE) -> tuple[Module, ...]:
    """Return every module of every room but migrations, read once in a session of tests."""
    files = sorted(package.glob("*/**/*.py"))
    return tuple(Module(file, package) for file in files if "migrations" not in file.parts)


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` of an expression, leaving out calls and subscripts on the way."""
    match node:
        case ast.Attribute():
            return f"{dotted(node.value)}.{node.attr}"
        case ast.Call():
            return dotted(node.func)
        case ast.Subscript():
            return dotted(node.value)
        case ast.Name():
            return node.id
    return ""
