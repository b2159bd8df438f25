"""Writes of intake: a file taken in, whole or not at all."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.intake.actions.einvoices import import_einvoices
    from encaisse.intake.actions.fec import DEFAULT_SOURCE, import_fec
    from encaisse.intake.actions.invoice_files import import_files, import_folder
    from encaisse.intake.actions.life_cycle import import_life_cycle
    from encaisse.intake.actions.strays import ask_again_stray, attach_stray, leave_out_stray
    from encaisse.intake.actions.tables import Choices, import_list
    from encaisse.intake.actions.uploads import drop_upload, keep_upload, start_upload, take_upload
else:
    wake_on_demand(__name__)

__all__ = [
    "DEFAULT_SOURCE",
    "Choices",
    "ask_again_stray",
    "attach_stray",
    "drop_upload",
    "import_einvoices",
    "import_fec",
    "import_files",
    "import_folder",
    "import_life_cycle",
    "import_list",
    "keep_upload",
    "leave_out_stray",
    "start_upload",
    "take_upload",
]
