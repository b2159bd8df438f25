"""The demonstration, as its people would have made it: set up, files imported, then day after day."""

from encaisse.demo.actions.make import AlreadyThere, HouseNotEmpty, NotWhileSending, Tell, make_demonstration

__all__ = ["AlreadyThere", "HouseNotEmpty", "NotWhileSending", "Tell", "make_demonstration"]
