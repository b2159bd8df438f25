"""Dialling by a click."""

import re

from encaisse.kit.refusals import Refusal, gettext_noop

EXTENSION = re.compile(r"[A-Za-z0-9+#*@._/-]{1,32}")


class NoDialer(Refusal):
    sentence = gettext_noop("No telephone is set up for you. Give your own under “My profile › My address as a sender”, or dial by hand.")


class BadExtension(Refusal):
    sentence = gettext_noop("“%(extension)s” is no telephone of an exchange: at most 32 letters, digits and signs, without spaces.")


def check_extension(extension: str) -> None:
    if not EXTENSION.fullmatch(extension):
        raise BadExtension(extension=extension)
