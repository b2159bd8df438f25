"""The demonstration, as its people would have made it: set up, files imported, then day after day."""

from typing import TYPE_CHECKING

from encaisse.kit.fronts import wake_on_demand

if TYPE_CHECKING:
    from encaisse.demo.actions.make import AlreadyThere, HouseNotEmpty, NotWhileSending, Tell, make_demonstration
else:
    wake_on_demand(__name__)

__all__ = ["AlreadyThere", "HouseNotEmpty", "NotWhileSending", "Tell", "make_demonstration"]
