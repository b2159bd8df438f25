"""The people of the demonstration, as the terminal names them."""

from encaisse.demo.rules.company import COLLEAGUES


def logins() -> list[str]:
    """Return a line per person: one click on the sign-in page is enough."""
    return [f"{each.name:<26} {each.title:<40} {each.email}" for each in COLLEAGUES]
