"""What a machine wrote: it never counts as a reply, never stops a reminder, and nobody answers it."""

import re
from email.message import Message

from encaisse.kit.folding import folded
from encaisse.messages.rules.incoming import header

ANSWERING_HEADERS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponse",
    "X-Auto-Response-Suppress-Reply",
    "X-AutoReply-From",
    "X-Mail-Autoreply",
)
BULK = frozenset({"auto_reply", "auto-reply", "bulk", "junk", "list"})
ROBOTS = re.compile(r"^(?:no-?reply|ne-?pas-?repondre|nepasrepondre|do-?not-?reply|mailer-daemon|postmaster|auto-?reply)(?:[+._-].*)?@")
SUBJECTS = re.compile(
    r"^(?:automatic reply|auto reply|autoreply|auto response|out of (?:the )?office|away from (?:the )?office|on (?:annual )?leave"
    r"|reponse automatique|message d absence|absence du bureau|absent(?:e)? (?:du bureau|jusqu|du \d)|notification d absence"
    r"|accuse de reception automatique|je suis (?:absent|en conge)|i am (?:out of|away))"
)


def says_it_is_automatic(mail: Message) -> bool:
    """Say whether a mail itself tells that a machine wrote it (RFC 3834)."""
    return header(mail, "Auto-Submitted").partition(";")[0].strip().lower() not in {"", "no"}


def is_automatic(mail: Message, *, sender: str) -> bool:
    """Say whether a machine wrote a mail: it says so itself, or its sender or its subject does."""
    return (
        says_it_is_automatic(mail)
        or any(mail[name] is not None for name in ANSWERING_HEADERS)
        or header(mail, "Precedence").lower() in BULK
        or bool(ROBOTS.match(sender))
        or bool(SUBJECTS.match(folded(header(mail, "Subject"))))
    )
