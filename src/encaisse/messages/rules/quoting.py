"""What a person wrote in a reply, apart from what their program repeated of ours."""

import re

# The line with which mail programs open what they quote, French and English.
OPENINGS = (
    re.compile(r"^\s*(?:Le|Il giorno)\s.{4,200}\sa\s+écrit\s*:\s*$", re.IGNORECASE),
    re.compile(r"^\s*On\s.{4,200}\swrote:\s*$", re.IGNORECASE),
    re.compile(r"^\s*-{2,}\s*(?:message d.origine|original message|message transf|forwarded message)", re.IGNORECASE),
    re.compile(r"^\s*_{10,}\s*$"),
    re.compile(r"^\s*(?:\*?De|\*?From)\s*:\*?\s.+$", re.IGNORECASE),
)
HEADERS_FOLLOW = re.compile(r"^\s*\*?(?:Envoyé|Sent|Date|À|To|Objet|Subject)\s*:", re.IGNORECASE)
NEEDS_HEADERS = OPENINGS[-1]
WRAPPED = re.compile(r"^\s*(?:Le|On)\s.{4,}$")
WRAPPED_END = re.compile(r"(?:a\s+écrit\s*:|wrote:)\s*$", re.IGNORECASE)


def own_words(text: str) -> tuple[str, str]:
    """Split a text in what was written and what was quoted below; a quote above or between stays where it is."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    place = next((number for number in range(len(lines)) if opens_quote(lines, number)), None)
    if place is None:
        place = trailing_quote(lines)
    own, quoted = "\n".join(lines[:place]).strip(), "\n".join(lines[place:]).strip()
    return (own, quoted) if own else (quoted, "")


def opens_quote(lines: list[str], number: int) -> bool:
    line = lines[number]
    if NEEDS_HEADERS.match(line):
        return any(HEADERS_FOLLOW.match(after) for after in lines[number + 1 : number + 4])
    if any(opening.match(line) for opening in OPENINGS):
        return True
    return bool(WRAPPED.match(line) and number + 1 < len(lines) and WRAPPED_END.search(lines[number + 1]) and len(lines[number + 1]) < 120)  # noqa: PLR2004 - a line of mail


def trailing_quote(lines: list[str]) -> int:
    """Return where the lines marked « > » begin that go on to the end."""
    place = len(lines)
    while place and (lines[place - 1].lstrip().startswith(">") or not lines[place - 1].strip()):
        place -= 1
    return place if any(line.lstrip().startswith(">") for line in lines[place:]) else len(lines)
