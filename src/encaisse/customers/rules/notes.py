"""Notes: the colleagues they name, and the files that may be put beside them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from encaisse.kit.folding import folded
from encaisse.kit.refusals import Refusal, gettext_noop

LARGEST_ATTACHMENT = 15 * 2**20
MOST_ATTACHMENTS = 10
LONGEST_NAME = 200
MEGABYTE = 2**20
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE = "application/vnd.openxmlformats-officedocument."
# Ending → media type, and how such a file begins when it always begins the same way.
KINDS: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "webp": ("image/webp", (b"RIFF",)),
    "docx": (f"{OFFICE}wordprocessingml.document", (ZIP,)),
    "xlsx": (f"{OFFICE}spreadsheetml.sheet", (ZIP,)),
    "pptx": (f"{OFFICE}presentationml.presentation", (ZIP,)),
    "odt": ("application/vnd.oasis.opendocument.text", (ZIP,)),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", (ZIP,)),
    "doc": ("application/msword", (OLE,)),
    "xls": ("application/vnd.ms-excel", (OLE,)),
    "msg": ("application/vnd.ms-outlook", (OLE,)),
    "eml": ("message/rfc822", ()),
    "txt": ("text/plain", ()),
    "csv": ("text/csv", ()),
    "zip": ("application/zip", (ZIP,)),
}
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa")


class AttachmentTooLarge(Refusal):
    sentence = gettext_noop("“%(name)s” weighs %(size)s MB, at most %(largest)s are kept here. Send it in parts, or as a smaller PDF.")


class AttachmentEmpty(Refusal):
    sentence = gettext_noop("“%(name)s” is empty. Choose the file again.")


class KindNotKept(Refusal):
    sentence = gettext_noop("“%(name)s” is of a kind that is not kept here. Use one of: %(known)s.")


class NotWhatItSays(Refusal):
    sentence = gettext_noop("“%(name)s” does not hold what its name says. Open it, save it again as %(ending)s, and attach that file.")


class TooManyAttachments(Refusal):
    sentence = gettext_noop("%(count)s files at once are too many, %(most)s at most. Put them in a ZIP, or in several notes.")


class MentionOfNobody(Refusal):
    sentence = gettext_noop("Nobody here is called “@%(name)s”, or several are. Write the whole name after the @, or leave the @ out.")


class MentionOutOfSight(Refusal):
    sentence = gettext_noop("%(name)s may not read this note on this file. Mention somebody who may, or have the customer given to them.")


@dataclass(frozen=True, slots=True)
class NewAttachment:
    name: str
    content: bytes

    @property
    def ending(self) -> str:
        return PurePath(self.name).suffix.lstrip(".").lower()

    @property
    def media_type(self) -> str:
        return KINDS[self.ending][0]


def check_attachments(attachments: Iterable[NewAttachment]) -> None:
    """Refuse a file too large, of a kind that is not kept, or that is not what its name says."""
    given = list(attachments)
    if len(given) > MOST_ATTACHMENTS:
        raise TooManyAttachments(count=len(given), most=MOST_ATTACHMENTS)
    for each in given:
        check_attachment(each)


def check_attachment(attachment: NewAttachment) -> None:
    name, size = attachment.name, len(attachment.content)
    if attachment.ending not in KINDS:
        raise KindNotKept(name=name, known=", ".join(KINDS))
    if not size:
        raise AttachmentEmpty(name=name)
    if size > LARGEST_ATTACHMENT:
        raise AttachmentTooLarge(name=name, size=-(-size // MEGABYTE), largest=LARGEST_ATTACHMENT // MEGABYTE)
    beginnings = KINDS[attachment.ending][1]
    if attachment.content.startswith(PROGRAMS) or (beginnings and not attachment.content.startswith(beginnings)):
        raise NotWhatItSays(name=name, ending=attachment.ending)


def plain_name(name: str) -> str:
    """Return a file's name without folders or control characters, short enough to keep, its ending whole."""
    bare = "".join(letter for letter in PurePath(name.replace("\\", "/")).name if letter.isprintable()).strip() or "file"
    ending = PurePath(bare).suffix
    return bare if len(bare) <= LONGEST_NAME else bare[: LONGEST_NAME - len(ending)] + ending


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may be named in a note."""

    id: int
    name: str
    email: str

    @property
    def handle(self) -> str:
        return self.email.partition("@")[0]


# An @ that begins a word: an e-mail address names nobody.
AT = re.compile(r"(?<![\w.@+-])@(?=\w)")
WORD = re.compile(r"[\w.\-’']+")


def mentioned(body: str, colleagues: Iterable[Colleague]) -> tuple[int, ...]:
    """Return who a note names after an @: by name, by first name when one person bears it, or by the beginning of an address."""
    known = list(colleagues)
    found: dict[int, None] = {}
    for at in AT.finditer(body):
        found[named_at(body[at.end() :], known).id] = None
    return tuple(found)


def named_at(rest: str, colleagues: list[Colleague]) -> Colleague:
    words = WORD.match(rest)
    first = words[0].rstrip(".-’'") if words else ""
    plain = folded(rest[:LONGEST_NAME])
    whole = [each for each in colleagues if begins_with(plain, folded(each.name))]
    if whole:
        return max(whole, key=lambda each: len(each.name))
    short = [each for each in colleagues if folded(first) in {folded(each.handle), folded(each.name.split()[0] if each.name else "")}]
    if len(short) != 1:
        raise MentionOfNobody(name=first)
    return short[0]


def begins_with(plain: str, name: str) -> bool:
    return bool(name) and plain.startswith(name) and not plain[len(name) : len(name) + 1].isalnum()
