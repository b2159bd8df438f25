"""Rule 21: a message written by hand counts as a contact, and advances the level only if somebody ticked it."""

from encaisse.dunning.rules.scenario import Level
from encaisse.kit.refusals import Refusal, gettext_noop

CAP_REACHED = gettext_noop("A cap of contacts is reached until %(until)s.")
ADDRESS_WRITTEN = gettext_noop("This address was written to today already.")


class NoStepToAdvance(Refusal):
    sentence = gettext_noop("No step is planned for this customer: there is no level to advance. Untick it, and send the message as it is.")


class NoticeNotByHand(Refusal):
    sentence = gettext_noop(
        "The step planned is a formal notice or beyond: it is approved on its own text. Untick the level, or approve it."
    )


def check_advance(level: int | None) -> None:
    """Refuse to let a message by hand stand for nothing, or for a formal notice."""
    if level is None:
        raise NoStepToAdvance
    if level >= Level.FORMAL_NOTICE:
        raise NoticeNotByHand
