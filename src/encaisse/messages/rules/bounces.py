"""Mail that came back (RFC 3464), and what it says of the address."""

import re
from dataclasses import dataclass
from email.message import Message

from encaisse.messages.rules.incoming import IDENTIFIER, header, part_bytes, part_words, plain
from encaisse.messages.rules.replies import SOFT_BEFORE_DOUBT, BounceKind

DAEMONS = re.compile(r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|bounces?)(?:[+._-].*)?@", re.IGNORECASE)
CODE = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
REPLY_CODE = re.compile(r"\b([45])\d\d\b")
# Subjects of permanent failures that speak of the message or the moment, not of the address: a full mailbox, a policy, a size.
NOT_THE_ADDRESS = frozenset({"2.2", "2.3", "3.4", "4.7", "7.0", "7.1", "7.23", "7.25", "7.26", "7.509"})
# Subjects of refusals, before the mail was taken, that only an address nobody has, or no longer, can cause.
OF_NOBODY = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1", "4.1"})
FAILED, DELAYED = "failed", "delayed"


@dataclass(frozen=True, slots=True)
class Bounce:
    """A message that did not arrive: whose address, how badly, which of our messages, in the words of the server."""

    kind: BounceKind
    recipient: str
    code: str
    detail: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A server's word that is no failure: delivered, delayed, relayed."""

    action: str


def bounce_of(mail: Message, *, sender: str) -> Bounce | Notice | None:
    """Return what a report of a mail server says, None for a mail that is none."""
    if status := delivery_status(mail):
        return of_report(mail, status)
    if mail.get_content_type() == "multipart/report" and mail.get_param("report-type") == "disposition-notification":
        return Notice("read")
    if DAEMONS.match(sender) or header(mail, "Return-Path") == "<>":
        return of_words(mail)
    return None


def delivery_status(mail: Message) -> dict[str, str]:
    """Return the fields of the first recipient of a report, in small letters."""
    parts = [part for part in mail.walk() if part.get_content_type() == "message/delivery-status"]
    if not parts:
        return {}
    blocks = parts[0].get_payload()
    fields: dict[str, str] = {}
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message) and block["Action"] is not None:
            return {name.lower(): plain(str(value)) for name, value in block.items()}
    for line in part_bytes(parts[0]).decode("utf-8", "replace").splitlines():
        name, found, value = line.partition(":")
        if found:
            fields.setdefault(name.strip().lower(), plain(value))
    return fields


def of_report(mail: Message, status: dict[str, str]) -> Bounce | Notice:
    action = status.get("action", "").lower()
    detail = status.get("diagnostic-code", "").partition(";")[2].strip() or status.get("diagnostic-code", "") or status.get("status", "")
    if action != FAILED and not (action == "" and status.get("status", "").startswith(("4", "5"))):
        return Notice(action or DELAYED)
    code = code_in(status.get("status", "")) or code_in(detail)
    named = status.get("original-recipient") or status.get("final-recipient") or ""
    recipient = named.rpartition(";")[2].strip().strip("<>").lower()
    return Bounce(kind_of(code, detail), recipient, code, detail[:400], original_ids(mail))


def of_words(mail: Message) -> Bounce | None:
    """Read a report that no standard describes, as mail programs have written them for thirty years."""
    from flufl.bounce import all_failures  # noqa: PLC0415 - a part of every command's start, needed by a report alone

    try:
        temporary, permanent = all_failures(mail)
    except Exception:  # noqa: BLE001 - a hundred heuristics meet a broken mail: it is then no report
        return None
    found = sorted(permanent) or sorted(temporary)
    if not found:
        return None
    words = "\n".join(part_words(part) for part in mail.walk() if part.get_content_type() == "text/plain")
    code = code_in(words)
    kind = kind_of(code, words[:2000]) if permanent else BounceKind.SOFT
    return Bounce(kind, found[0].decode("ascii", "replace").lower(), code, plain(words)[:400], original_ids(mail))


def code_in(words: str) -> str:
    found = CODE.search(words)
    return found.group() if found else ""


def kind_of(code: str, detail: str) -> BounceKind:
    """Hard when the address itself is refused for good; a full mailbox, a policy or a busy server is soft."""
    grade, _, subject = code.partition(".")
    if grade == "5":
        return BounceKind.SOFT if subject in NOT_THE_ADDRESS else BounceKind.HARD
    if grade == "4":
        return BounceKind.SOFT
    replied = REPLY_CODE.search(detail)
    return BounceKind.SOFT if replied and replied.group(1) == "4" else BounceKind.HARD


def refused_outright(recipient: str, words: str) -> Bounce | None:
    """Return the bounce that a server's refusal stands for when its code says that nobody has the address; None when it speaks of us."""
    code = code_in(words)
    grade, _, subject = code.partition(".")
    return Bounce(BounceKind.HARD, recipient, code, plain(words)[:400], ()) if grade == "5" and subject in OF_NOBODY else None


def original_ids(mail: Message) -> tuple[str, ...]:
    """Return the Message-IDs of the mail that came back, from the part that quotes it."""
    found: list[str] = []
    for part in mail.walk():
        if part is mail:
            continue
        if part["Message-ID"] is not None:
            found += IDENTIFIER.findall(str(part["Message-ID"]))
        elif part.get_content_type() in {"text/rfc822-headers", "text/plain"}:
            found += re.findall(r"(?im)^message-id:\s*(<[^<>\s]{1,250}>)", part_words(part))
    return tuple(dict.fromkeys(found))


def health_after(kind: BounceKind, *, soft_count: int) -> str | None:
    """Return what an address's health becomes: dead after a hard bounce, doubtful after the third soft one, else unchanged."""
    if kind is BounceKind.HARD:
        return "dead"
    return "doubtful" if soft_count >= SOFT_BEFORE_DOUBT else None


# What providers call a message that did not arrive, and the reasons that speak of the address itself.
UNDELIVERED = frozenset({"bounced", "rejected", "failed"})
OF_THE_ADDRESS = frozenset({"invalid", "bounced", "unsubscribed"})


def told_by_provider(*, recipient: str, mail_id: str, words: str, reason: str) -> Bounce:
    """Return what a provider tells as a mail server would have: by its code when it gives one, else by its reason."""
    code = code_in(words)
    kind = kind_of(code, words) if code else (BounceKind.HARD if reason in OF_THE_ADDRESS else BounceKind.SOFT)
    bare = mail_id.strip().strip("<>")
    return Bounce(kind, recipient.strip().lower(), code, plain(words or reason)[:400], (f"<{bare}>",) if bare else ())
