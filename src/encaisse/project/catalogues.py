"""Catalogues: collect the sentences of every room, compile them, and say which are not translated. Needs no gettext program."""

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parent.parent
LANGUAGE = "fr"
WIDTH = 140
SHARED = ("ui", "kit")  # words of every page and every refusal

# Without dates and names: a catalogue changes only when a sentence does.
HEADER = rb"""msgid ""
msgstr ""
"Language: fr\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

"""

KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


# French keeps a mark and its word on one line: catalogues are typed with plain spaces, and compiled with those of print.
LOOSE_SPACE = re.compile(r"(?<=«) | (?=[»:;?!])|(?<=\d) (?=h\b)|(?<=\d h) (?=\d)")


def compile_all(package: Path = PACKAGE) -> None:
    for file in package.glob("*/locale/*/LC_MESSAGES/*.po"):
        with file.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, as_printed(read_catalogue(file)))


def as_printed(catalogue: Catalog) -> Catalog:
    """Return a catalogue whose French sentences never break before their colon, nor inside their quotation marks."""
    if str(catalogue.locale) == LANGUAGE:
        for message in catalogue:
            told = message.string
            message.string = spaced(told) if isinstance(told, str) else tuple(spaced(each) for each in told or ())
    return catalogue


def spaced(sentence: str) -> str:
    return LOOSE_SPACE.sub("\u00a0", sentence)


def read_catalogue(file: Path) -> Catalog:
    with file.open("rb") as written:
        return read_po(written, locale=file.parent.parent.name)


def unindented(code: str) -> str:
    """Return what a template asks to translate, with its indentation gone: the reader of Python minds it."""
    return "\n".join(line.lstrip() for line in code.split("\n"))


def sentences(room: Path) -> Iterator[tuple[str, int, Any, str | None]]:
    """Yield place, line number, sentence(s) and context of everything a room shows."""
    for file in sorted([*room.rglob("*.py"), *room.rglob("*.html"), *room.rglob("*.txt")]):
        if "migrations" in file.parts or (file.suffix != ".py" and "templates" not in file.parts):
            continue
        source = file.read_text(encoding="utf-8")
        code = source if file.suffix == ".py" else unindented(templatize(source, origin=str(file)))
        for number, sentence, _comments, context in extract("python", BytesIO(code.encode()), KEYWORDS):
            if sentence and sentence != ("", ""):
                yield str(file.relative_to(room.parent.parent)), number, sentence, context


def collected(room: Path) -> Catalog:
    catalogue = Catalog(locale=LANGUAGE, project="Encaisse", charset="utf-8")
    for place, number, sentence, context in sentences(room):
        catalogue.add(sentence, locations=[(place, number)], context=context)
    return catalogue


def french_of(room: Path) -> Path:
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def collect(room: Path) -> None:
    """Bring a room's French catalogue up to date; new sentences wait for their translation."""
    wanted = collected(room)
    if not len(wanted):
        return
    file = french_of(room)
    kept = read_catalogue(file) if file.exists() else Catalog(locale=LANGUAGE)
    kept.update(wanted, no_fuzzy_matching=True)
    kept.obsolete.clear()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as written:
        written.write(HEADER)
        write_po(written, kept, width=WIDTH, sort_by_file=True, omit_header=True, include_lineno=False)


def untranslated(room: Path) -> list[str]:
    """Return what a room shows and its French catalogue does not say, a sentence each."""
    known = [read_catalogue(french_of(each)) for each in (room, *(room.parent / shared for shared in SHARED)) if french_of(each).exists()]
    wanted = [message for message in collected(room) if message.id]
    return [f"{room.name}: “{first(message)}” is not in French" for message in wanted if not any(is_said(kept, message) for kept in known)]


def said_in_two_ways(package: Path = PACKAGE) -> list[str]:
    """Return what two rooms say differently: catalogues are merged, so one of the two would be shown in both, a sentence each."""
    said: dict[tuple[str, str | None, bool], dict[str, str]] = {}
    for file in sorted(package.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/django.po")):
        for message in read_catalogue(file):
            told = message.string if isinstance(message.string, str) else "|".join(message.string or ())
            if message.id and told.strip("|"):
                said.setdefault((first(message), message.context, message.pluralizable), {}).setdefault(spaced(told), file.parents[3].name)
    return [
        f"“{sentence}” is “{'” and “'.join(ways)}” in French ({', '.join(ways.values())}): one would be shown for both"
        for (sentence, _context, _counted), ways in said.items()
        if len(ways) > 1
    ]


def is_said(kept: Catalog, message: Message) -> bool:
    found = kept.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
    if found is None or found.fuzzy:
        return False
    said = found.string if isinstance(found.string, tuple | list) else [found.string]
    return all(said)


def first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def rooms(package: Path = PACKAGE) -> Iterable[Path]:
    return sorted(path.parent for path in package.glob("*/__init__.py"))


def main(argv: list[str]) -> int:
    """Run `compile`, `collect` or `check`, for all rooms or those named."""
    settings.configure()
    order, *names = argv
    chosen = [room for room in rooms() if not names or room.name in names]
    if order == "compile":
        compile_all()
    elif order == "collect":
        for room in chosen:
            collect(room)
    missing = [line for room in chosen for line in untranslated(room)] if order in ("check", "collect") else []
    missing += said_in_two_ways() if order == "check" else []
    sys.stdout.writelines(f"{line}\n" for line in missing)
    return 1 if missing and order == "check" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
