from encaisse.intake.actions.fec import import_fec
from encaisse.intake.actions.kept import Watch, nobody_watches

__all__ = ["Watch", "import_fec", "nobody_watches"]
