"""Reading a mail that came in, whoever wrote it and however badly: every function answers, none ever fails on what it is given."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.utils import getaddresses, parsedate_to_datetime

from encaisse.messages.rules.html_text import text_of_html
from encaisse.messages.rules.quoting import own_words

LARGEST_MAIL = 25 * 2**20  # bytes; of a larger one only the headers are fetched
LONGEST_TEXT = 20_000  # letters of a text shown and searched; the mail itself is kept whole
LONGEST_SUBJECT = 250
RECIPIENT_HEADERS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To", "X-Envelope-To", "Resent-To")
IDENTIFIER = re.compile(r"<[^<>\s]{1,250}>")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029]")
UNNAMED = "piece-jointe"


@dataclass(frozen=True, slots=True)
class AttachedFile:
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """A mail as it can be read: what is missing or broken is empty."""

    identity: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    dated: datetime | None
    answers: tuple[str, ...]
    text: str
    quoted: str
    files: tuple[AttachedFile, ...]
    has_html: bool


def parsed(content: bytes) -> Message:
    """Return a mail as the tolerant policy reads it: defects are noted, never raised."""
    return BytesParser(policy=policy.compat32).parsebytes(content)


def headers_of(content: bytes) -> Message:
    return BytesHeaderParser(policy=policy.compat32).parsebytes(content)


def read_incoming(content: bytes) -> IncomingMail:
    """Read a mail that came in."""
    mail = parsed(content)
    name, sender = sender_of(mail)
    text, quoted = own_words(text_of(mail))
    return IncomingMail(
        identity=identity_of(mail, content),
        sender=sender,
        sender_name=name,
        recipients=recipients_of(mail),
        subject=header(mail, "Subject")[:LONGEST_SUBJECT],
        dated=dated(mail),
        answers=answered(mail),
        text=text[:LONGEST_TEXT],
        quoted=quoted[:LONGEST_TEXT],
        files=tuple(described(part, place) for place, part in enumerate(file_parts(mail))),
        has_html=any(part.get_content_type() == "text/html" for part in mail.walk()),
    )


def identity_of(mail: Message, content: bytes) -> str:
    """Return what makes a mail the same mail when it comes again: its Message-ID with who, when and what; else its bytes."""
    named = header(mail, "Message-ID")
    told = "\n".join((named, header(mail, "From"), header(mail, "Date"), header(mail, "Subject"))).encode("utf-8", "replace")
    return hashlib.sha256(told if named else content).hexdigest()


def header(mail: Message, name: str) -> str:
    """Return a header in plain words, on one line."""
    written = as_written(mail, name)[0]
    try:
        decoded = str(make_header(decode_header(written)))
    except (LookupError, ValueError, UnicodeError, TypeError, IndexError):  # an unknown charset, a broken encoded word
        decoded = written.encode("ascii", "replace").decode()
    return plain(decoded)


def as_written(mail: Message, name: str) -> list[str]:
    """Return what stands under the name of a header, at least an empty text; bytes of no encoding as people most often meant them."""
    found = [str(value) for key, value in mail.raw_items() if key.lower() == name.lower()]
    return [in_letters(value) for value in found] or [""]


def in_letters(value: str) -> str:
    """Return the letters of bytes that a header holds as they are: UTF-8, else those of Windows."""
    content = value.encode("utf-8", "surrogateescape")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def plain(words: str) -> str:
    """Return words that a database and a page can hold."""
    held = words.encode("utf-8", "replace").decode("utf-8", "replace")
    return " ".join(CONTROL.sub(" ", held).split())


def addresses(mail: Message, names: Iterable[str]) -> list[tuple[str, str]]:
    written = [value for name in names for value in as_written(mail, name) if value]
    try:
        return [(plain(name), plain(address).lower()) for name, address in getaddresses(written) if "@" in address]
    except (ValueError, IndexError, UnicodeError):
        return []


def sender_of(mail: Message) -> tuple[str, str]:
    for name in ("From", "Reply-To", "Sender", "Return-Path"):
        if found := addresses(mail, [name]):
            shown, address = found[0]
            return decoded_name(shown), address[:254]
    return "", ""


def decoded_name(written: str) -> str:
    try:
        return plain(str(make_header(decode_header(written))))[:120]
    except (LookupError, ValueError, UnicodeError, TypeError, IndexError):
        return plain(written)[:120]


def recipients_of(mail: Message) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address for _, address in addresses(mail, RECIPIENT_HEADERS)))


def answered(mail: Message) -> tuple[str, ...]:
    """Return the Message-IDs a mail answers, the nearest first."""
    said = " ".join(str(value) for name in ("In-Reply-To", "References") for value in reversed(mail.get_all(name, [])))
    nearest, *rest = IDENTIFIER.findall(said) or [""]
    return tuple(dict.fromkeys(each for each in (nearest, *reversed(rest)) if each))


def dated(mail: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(mail["Date"]))
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def text_of(mail: Message) -> str:
    """Return the words of a mail: its plain text, else those of its HTML."""
    for kind, said in (("text/plain", lambda words: words), ("text/html", text_of_html)):
        parts = [part for part in mail.walk() if part.get_content_type() == kind and not is_file(part) and not part.is_multipart()]
        words = "\n".join(said(part_words(part)) for part in parts).strip()
        if words:
            return words
    return ""


def html_of(content: bytes) -> str:
    """Return the HTML of a mail as it was written."""
    parts = [part for part in parsed(content).walk() if part.get_content_type() == "text/html" and not is_file(part)]
    return part_words(parts[0]) if parts else ""


def part_words(part: Message) -> str:
    """Decode a part by its own charset, else as people most often meant it."""
    content = part_bytes(part)
    for charset in (str(part.get_content_charset() or "utf-8"), "utf-8", "cp1252"):
        try:
            words = content.decode(charset)
        except (LookupError, ValueError):
            continue
        return CONTROL.sub("", words.replace("\r\n", "\n")).encode("utf-8", "replace").decode()
    return CONTROL.sub("", content.decode("latin-1"))


def part_bytes(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError):  # a transfer encoding that is none
        payload = None
    if isinstance(payload, bytes):
        return payload
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"\n".join(each.as_bytes() for each in inner if isinstance(each, Message))
    return str(inner or "").encode("utf-8", "replace")


def is_file(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(file_name(part))


def file_parts(mail: Message) -> list[Message]:
    """Return what a mail carries beside its words: files, pictures, forwarded mails."""
    found: list[Message] = []
    gather(mail, found)
    return found


def gather(part: Message, found: list[Message]) -> None:
    """A forwarded mail is one file, whatever it holds itself."""
    if part.get_content_type() == "message/rfc822" or (not part.is_multipart() and (is_file(part) or not is_words(part))):
        found.append(part)
    elif part.is_multipart():
        for each in part.get_payload():
            if isinstance(each, Message):
                gather(each, found)


def is_words(part: Message) -> bool:
    return part.get_content_type() in {"text/plain", "text/html", "message/delivery-status", "text/rfc822-headers"}


def file_name(part: Message) -> str:
    try:
        named = part.get_filename()
    except (ValueError, LookupError, TypeError):
        named = None
    return decoded_name(str(named)) if named else ""


def described(part: Message, place: int) -> AttachedFile:
    media_type = part.get_content_type()
    name = file_name(part) or (f"{UNNAMED}-{place + 1}.eml" if media_type == "message/rfc822" else f"{UNNAMED}-{place + 1}")
    return AttachedFile(safe_name(name), media_type[:120], len(part_bytes(part)))


def safe_name(name: str) -> str:
    """Return a name that stays in its folder and shows its true ending."""
    kept = "".join(letter if letter.isprintable() and letter not in '/\\:*?"<>|' else "_" for letter in name).strip(". ")
    return kept[-120:] or UNNAMED


def attached_file(content: bytes, place: int) -> tuple[AttachedFile, bytes] | None:
    """Return one file of a mail, by its place."""
    parts = file_parts(parsed(content))
    if not 0 <= place < len(parts):
        return None
    return described(parts[place], place), part_bytes(parts[place])
