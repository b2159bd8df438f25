"""Call scripts: what to say, and where each answer leads."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from encaisse.kit.data import shipped

PLACE = re.compile(r"\{\{(\w+)\}\}")
FIRST_NODE = "OPEN"
DEFAULT = "FIRST_OVERDUE"


@dataclass(frozen=True, slots=True)
class Branch:
    """An answer of the customer: the step it leads to, the outcome and the reason it stands for."""

    words: str
    goto: str = ""
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    words: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Objection:
    words: str
    answer: str


@dataclass(frozen=True, slots=True)
class Script:
    code: str
    name: str
    goal: str
    prepare: tuple[str, ...]
    nodes: Mapping[str, Node]

    def node(self, node_id: str) -> Node:
        return self.nodes.get(node_id) or self.nodes[FIRST_NODE]


class Piece(NamedTuple):
    """A part of a sentence: plain words, a figure put in its place, or a place nothing is known for."""

    words: str
    kind: str  # plain | filled | missing


@cache
def scripts(language: str) -> Mapping[str, Script]:
    """Return the scripts in a language, by code."""
    lang = "en" if language == "en" else "fr"
    return {row["code"]: script(row, lang) for row in shipped("encaisse.workbench", "call_scripts")["scripts"]}


def script(row: Mapping[str, Any], lang: str) -> Script:
    nodes = {node["id"]: Node(node["id"], node[lang], tuple(branch(each, lang) for each in node["branches"])) for node in row["nodes"]}
    return Script(row["code"], row[f"name_{lang}"], row[f"goal_{lang}"], tuple(row[f"prepare_{lang}"]), nodes)


def branch(row: Mapping[str, Any], lang: str) -> Branch:
    return Branch(row[f"when_{lang}"], row.get("goto", ""), row.get("outcome", ""), row.get("reason", ""))


@cache
def objections(language: str) -> tuple[Objection, ...]:
    lang = "en" if language == "en" else "fr"
    return tuple(Objection(row[lang], row[f"answer_{lang}"]) for row in shipped("encaisse.workbench", "call_scripts")["objections"])


def script_for(code: str, language: str) -> Script:
    """Return the script of an action's template (CALL:FIRST_OVERDUE), or the first call after the due date."""
    known = scripts(language)
    return known.get(code.removeprefix("CALL:")) or known[DEFAULT]


def pieces(words: str, values: Mapping[str, str]) -> tuple[Piece, ...]:
    """Put the known figures in a sentence; what is not known stays a blank that the caller sees."""
    found, end = [], 0
    for place in PLACE.finditer(words):
        found.append(Piece(words[end : place.start()], "plain"))
        value = values.get(place[1], "")
        found.append(Piece(value or "…", "filled" if value else "missing"))
        end = place.end()
    found.append(Piece(words[end:], "plain"))
    return tuple(piece for piece in found if piece.words)
