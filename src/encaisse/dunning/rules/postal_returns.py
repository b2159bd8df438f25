"""What a postal provider answers, line by line: of which letter, what became of it, on which day, with which proof."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from encaisse.dunning.rules.progress import Presentation
from encaisse.kit.folding import folded
from encaisse.kit.refusals import Refusal, gettext_noop

MOST_LINES = 50_000
LARGEST = 20 * 2**20

STATUSES: Mapping[str, Presentation] = {
    **{each.value: each for each in Presentation},
    **dict.fromkeys(("depose", "poste", "pris en charge", "accepted"), Presentation.POSTED),
    **dict.fromkeys(("presente", "avise", "notified"), Presentation.PRESENTED),
    **dict.fromkeys(("distribue", "recu", "received", "ar signe"), Presentation.DELIVERED),
    **dict.fromkeys(("refuse",), Presentation.REFUSED),
    **dict.fromkeys(("non reclame", "avise non reclame", "pli avise et non reclame", "not claimed"), Presentation.UNCLAIMED),
    **dict.fromkeys(("npai", "adresse inconnue", "destinataire inconnu", "unknown", "unknown address"), Presentation.UNKNOWN_ADDRESS),
    **dict.fromkeys(("rejete", "anomalie", "error"), Presentation.REJECTED),
}
FAILURE = re.compile(
    r"reje|erreur|echec|echou|anomalie|impossible|invalide|incomplet|illisible|absente?|manquant"
    r"|non (?:conforme|affranchi|imprim|trait|distribu)"
    r"|error|fail|invalid|incomplete|unreadable|missing|reject|cannot|could not|unable|not (?:printed|posted|processed|deliver)"
)
LONGEST_WORDS = 400
COLUMNS: Mapping[str, frozenset[str]] = {
    "reference": frozenset({"reference", "ref"}),
    "status": frozenset({"status", "statut", "etat", "outcome"}),
    "date": frozenset({"date", "on", "date statut"}),
    "number": frozenset({"tracking number", "tracking", "number", "numero", "numero de suivi", "suivi"}),
    "proof": frozenset({"proof", "preuve", "fichier"}),
    "words": frozenset(
        {"reason", "motif", "message", "detail", "comment", "commentaire", "libelle", "error", "erreur", "cause", "anomalie"}
    ),
}


class NotAReturn(Refusal):
    sentence = gettext_noop(
        "“%(name)s” is no answer of a postal provider: a CSV or JSON file with reference, status and date is expected. "
        "Ask the provider for it."
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of the file, as it reads."""

    line: int
    reference: str
    outcome: Presentation
    on: date
    number: str = ""
    proof: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A line that could not be taken, and why: a refusal is kept to be said in the language of whoever reads it."""

    line: int
    code: str
    value: str = ""
    refusal: Mapping[str, Any] | None = None


def answers(name: str, content: bytes) -> Iterator[Answer | Finding]:
    """Read the lines of a file; a bad one is a finding, the others go on."""
    if len(content) > LARGEST:
        raise NotAReturn(name=name)
    for number, row in enumerate(rows_of(name, content), 2 if not name.lower().endswith(".json") else 1):
        yield read_line(number, row)


def rows_of(name: str, content: bytes) -> Iterable[Mapping[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    rows = list(json_rows(name, text) if name.lower().endswith(".json") else csv_rows(text))
    if not rows or len(rows) > MOST_LINES or not {"reference", "status", "date"} <= set(rows[0]):
        raise NotAReturn(name=name)
    return rows


def csv_rows(text: str) -> Iterator[Mapping[str, str]]:
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield named(row)


def json_rows(name: str, text: str) -> Iterator[Mapping[str, str]]:
    try:
        value = json.loads(text)
    except ValueError as fault:
        raise NotAReturn(name=name) from fault
    listed = value if isinstance(value, list) else [value]
    for row in listed:
        if not isinstance(row, dict):
            raise NotAReturn(name=name)
        yield named(row)


def named(row: Mapping[Any, Any]) -> dict[str, str]:
    """Return the columns known, whatever the provider calls them."""
    found = {}
    for heading, value in row.items():
        plain = " ".join(folded(str(heading or "").replace("_", " ")).split())
        for column, spellings in COLUMNS.items():
            if plain in spellings:
                found[column] = str(value if value is not None else "").strip()
    return found


def read_line(line: int, row: Mapping[str, str]) -> Answer | Finding:
    status = " ".join(folded(row.get("status", "").replace("-", " ")).split())
    outcome, words = STATUSES.get(status) or STATUSES.get(status.replace(" ", "_")), row.get("words", "")
    if outcome is None and FAILURE.search(status):
        # A provider that says in its own words that it could not: its words are kept.
        outcome, words = Presentation.REJECTED, " – ".join(part for part in (row.get("status", ""), words) if part)
    if outcome is None:
        return Finding(line, "status", row.get("status", ""))
    on = day_of(row.get("date", ""))
    if on is None:
        return Finding(line, "date", row.get("date", ""))
    return Answer(line, row.get("reference", ""), outcome, on, row.get("number", ""), row.get("proof", ""), words[:LONGEST_WORDS])


def day_of(written: str) -> date | None:
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%Y%m%d"):
        try:
            return datetime.strptime(written[:10], shape).date()  # noqa: DTZ007 - a day, no instant
        except ValueError:
            continue
    return None
