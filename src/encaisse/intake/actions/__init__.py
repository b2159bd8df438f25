"""Writes of intake: a file taken in, whole or not at all."""

from encaisse.intake.actions.fec import DEFAULT_SOURCE, import_fec
from encaisse.intake.actions.kept import Watch, nobody_watches
from encaisse.intake.actions.tables import Choices, import_list

__all__ = ["DEFAULT_SOURCE", "Choices", "Watch", "import_fec", "import_list", "nobody_watches"]
