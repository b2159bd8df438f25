"""What a person must say of an answer found on a portal."""

from encaisse.kit.refusals import Refusal, gettext_noop


class EmptyAnswer(Refusal):
    sentence = gettext_noop("Paste what the portal answers: it is kept as it was, and dealt with as a reply.")
