"""What a fax gateway answers in its own words: sent, or not, and why. No standard says how: words are looked for in both languages."""

import re
from dataclasses import dataclass

from encaisse.messages.rules.incoming import plain
from encaisse.messages.rules.replies import BounceKind

LONGEST = 400
FAILED = re.compile(
    r"\b(?:[ée]chec|[ée]chou|erreur|impossible|injoignable|occup[ée]e?\b|rejet|abandon|invalide"
    r"|non (?:attribu|d[ée]livr|transmis|remis|distribu)"
    r"|pas (?:[ée]t[ée] |pu |de (?:r[ée]ponse|tonalit[ée]))|sans r[ée]ponse"
    r"|fail|error|busy|no (?:answer|response|carrier)|unreachable|undeliver|unable|rejected|invalid|unassigned|aborted"
    r"|not (?:be )?(?:delivered|sent|transmitted|in service))",
    re.IGNORECASE,
)
OF_THE_NUMBER = re.compile(
    r"(?:num[ée]ro|number)[^.\n]{0,40}(?:invalid|non attribu|inexistant|inconnu|unassigned|unknown|not in service|does not exist)"
    r"|(?:invalid|unassigned|unknown|wrong) (?:fax )?number|not a fax|pas un fax|voice (?:line|number)",
    re.IGNORECASE,
)
SENT = re.compile(
    r"\b(?:succ[èe]s|succ?ess|transmis|envoy[ée]|remis|d[ée]livr[ée]|delivered|sent|transmitted|received|completed?)", re.IGNORECASE
)
ENDS = re.compile(r"(?<=[.!?])\s+|\n+")


@dataclass(frozen=True, slots=True)
class FaxReport:
    """Whether a fax went through; when not, whether its number is at fault, and the words of the failure."""

    has_failed: bool
    kind: BounceKind
    words: str


def fax_report(subject: str, text: str) -> FaxReport | None:
    """Read the answer of a gateway; None when it says neither that it went nor that it did not."""
    failing = [each.strip() for each in (*ENDS.split(text), subject) if FAILED.search(each) or OF_THE_NUMBER.search(each)]
    if failing:
        words = plain(" ".join(dict.fromkeys(failing)) if text.strip() else subject)[:LONGEST]
        kind = BounceKind.HARD if OF_THE_NUMBER.search(f"{subject} {text}") else BounceKind.SOFT
        return FaxReport(True, kind, words)
    if SENT.search(f"{subject} {text}"):
        return FaxReport(False, BounceKind.SOFT, plain(subject)[:LONGEST])
    return None


def is_of_the_gateway(sender: str, pattern: str, *, is_automatic: bool) -> bool:
    """Say whether the gateway itself writes: from its own domain, or as a machine."""
    domain, gateway = sender.rpartition("@")[2].lower(), pattern.rpartition("@")[2].lower()
    if not domain or not gateway:
        return is_automatic
    return is_automatic or domain == gateway or domain.endswith(f".{gateway}") or gateway.endswith(f".{domain}")
