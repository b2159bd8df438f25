"""The picture on top of letters: what is taken, and how a letter draws it."""

import base64
import re
import struct

from encaisse.kit.refusals import Refusal, gettext_noop

LARGEST = 1 << 20
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# Frames of a JPEG that give its size; C4, C8 and CC are tables.
SIZED = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
SVG_HEAD = re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<svg\b", re.DOTALL)
# An SVG that runs something, or reads something from elsewhere, is no picture.
ACTIVE = re.compile(rb"<!doctype|<!entity|<script|<foreignobject|\bon[a-z]+\s*=|(?:href|src)\s*=\s*[\"'](?!#|data:image/)", re.IGNORECASE)


class LogoTooLarge(Refusal):
    sentence = gettext_noop("This picture weighs %(size)s kB, more than the %(largest)s kB a letterhead may weigh. Save it smaller.")


class NotALogo(Refusal):
    sentence = gettext_noop("This file is no picture a letter can print. Choose a PNG, a JPEG or an SVG.")


class ActiveLogo(Refusal):
    sentence = gettext_noop(
        "This SVG holds scripts or links to other files, which a letter does not print. Export it as a plain SVG or PNG."
    )


def check_logo(content: bytes) -> str:
    """Return the media type of a logo, told by its bytes and not by its name; refuse what is no picture."""
    if len(content) > LARGEST:
        raise LogoTooLarge(size=len(content) >> 10, largest=LARGEST >> 10)
    if content.startswith((PNG, JPEG)):
        measured(content)
        return "image/png" if content.startswith(PNG) else "image/jpeg"
    if not SVG_HEAD.match(content):
        raise NotALogo
    if ACTIVE.search(content):
        raise ActiveLogo
    return "image/svg+xml"


def as_svg(content: bytes) -> str:
    """Return a logo as the SVG a letter draws: a photograph is set into one of its own size."""
    if not content.startswith((PNG, JPEG)):
        return content.decode("utf-8", "replace")
    width, height = measured(content)
    kind = "png" if content.startswith(PNG) else "jpeg"
    inside = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/{kind};base64,{inside}"/></svg>'
    )


def measured(content: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG or a JPEG."""
    size = png_size(content) if content.startswith(PNG) else jpeg_size(content)
    if size is None or not all(size):
        raise NotALogo
    return size


def png_size(content: bytes) -> tuple[int, int] | None:
    if content[12:16] != b"IHDR" or len(content) < 24:  # noqa: PLR2004 - the header ends there
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk the segments of a JPEG to the frame that gives its size."""
    place = 2
    while place + 9 < len(content) and content[place] == 0xFF:  # noqa: PLR2004 - every segment begins so
        marker, (length,) = content[place + 1], struct.unpack(">H", content[place + 2 : place + 4])
        if marker in SIZED:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    return None
