"""The pages of the workbench: each view asks one query or one action, and shows it."""

from encaisse.workbench.views import calls, contacts, day, file, gestures, lists, portfolio, qualify

__all__ = ["calls", "contacts", "day", "file", "gestures", "lists", "portfolio", "qualify"]
