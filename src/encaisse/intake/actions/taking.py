"""One list being taken in: who, whose, what rows, how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from encaisse.creditors.queries import CreditorCard
from encaisse.intake.models import Import
from encaisse.intake.rules.rows import Read, Reader


@dataclass(frozen=True, slots=True)
class Taking:
    creditor: CreditorCard
    kept: Import
    rows: Sequence[Read]
    reader: Reader
    on: date
    accept_vanishing: bool = False
    proofs: Mapping[str, Path] = field(default_factory=dict)  # files that came along, by their name in small letters
