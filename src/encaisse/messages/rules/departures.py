"""What a mail says of somebody who has left the company, and who answers now. French and English; silent rather than wrong."""

import re
from dataclasses import dataclass

from encaisse.messages.rules.absences import READ, STAND_IN, flattened, sentence_around, stand_in_of

# Where they no longer are: the company, not an office for the day.
HOUSE_FR = (
    r"(?:societe|entreprise|compagnie|groupe|cabinet|association|maison|etablissements?|effectifs|structure|organisation|filiale|equipes?)"
)
HOUSE_EN = r"(?:company|organi[sz]ation|firm|business|group|team|corporation|employ(?:er|ment))"
HAS_LEFT = re.compile(
    rf"""
    \bne\s+fai[st]\s+plus\s+partie\s+(?:de\s+(?:la|l'|notre|nos|cette)|du|des)\s?(?:{HOUSE_FR}|personnel|service)\b
  | \bne\s+travaille\s+plus\s+(?:ici|chez|pour|dans|au|a)\b
  | \bn(?:'|e\s)\s?(?:est|suis)\s+plus\s+(?:
        (?:employee?|salariee?|collaborat\w+|en\s+poste|presente?\s+dans|au\s+sein|membre|chez|parmi\s+nous)\b
      | (?:dans|de)\s+(?:la|l'|le|les|notre|nos|cette)\s?{HOUSE_FR}\b
    )
  | \b(?:ai|a)\s+(?:definitivement\s+)?quitte\s+(?:la|l'|le|les|notre|nos|cette|son|ses|mes|mon)\s?(?:{HOUSE_FR}|fonctions?|postes?)\b
  | \b(?:suis|est)\s+(?:maintenant\s+|desormais\s+)?(?:partie?\s+)?(?:a\s+la|en)\s+retraite\b
  | \bno\s+longer\s+(?:
        work(?:s|ing)?\s+(?:here|for|at|with|in)\b | employed\b | an?\s+employee\b
      | (?:part|a\s+member)\s+of\s+(?:the\s+|our\s+|this\s+)?{HOUSE_EN}\b
      | (?:with|at|in)\s+(?:the\s+|our\s+|this\s+)?(?:{HOUSE_EN}|us)\b
    )
  | \b(?:has|have|'s|'ve)\s+(?:now\s+)?left\s+(?:the|our|this)\s+{HOUSE_EN}\b
  | \b(?:has|have|is|am|'m|'ve)\s+(?:now\s+)?retired\b
  | \bdo(?:es)?(?:\s+not|n't)\s+work\s+(?:\w+\s+){{1,4}}any\s?more\b
    """,
    re.VERBOSE,
)
OF_ONESELF = re.compile(r"\b(?:je|j'|i|i\s+am|i'm)\s*$")  # a person who writes that somebody left is not who left
SUCCESSOR = re.compile(
    rf"{STAND_IN.pattern}|interlocut\w+|succe(?:de|sseu\w+|ssor|eded)\b|desormais|dorenavant|en charge"
    r"|now\s+handled|taken\s+over|new\s+contact"
)


@dataclass(frozen=True, slots=True)
class AnnouncedDeparture:
    """Somebody has left, by the sentence that says so, and who is named in their place."""

    words: str
    successor: str = ""
    successor_address: str = ""


def announced_departure(
    text: str, *, by_machine: bool, sender: str = "", not_these: frozenset[str] = frozenset()
) -> AnnouncedDeparture | None:
    """Return what a mail says of its own writer having left, None when it says nothing of it. `not_these`: our own addresses.

    The automatic reply of a mailbox speaks of its owner; a person, of themselves only when they say “I”.
    """
    read = text[:READ]
    plain = flattened(read)
    found = HAS_LEFT.search(plain)
    if found is None:
        return None
    if not by_machine and not OF_ONESELF.search(plain[: found.start()]):
        return None
    name, address = stand_in_of(read, plain, but=not_these | {sender.lower()}, cues=SUCCESSOR)
    return AnnouncedDeparture(
        words=sentence_around(read, found.start(), found.end()),
        successor=" ".join(part for part in (name, address) if part),
        successor_address=address,
    )
