"""Reading cells of lists: amounts and dates as people write them, in one form per column, detected once."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

SPACES = re.compile("[\\s\u00a0\u202f']")
CURRENCY_SIGNS = re.compile(r"(?i)(€|\beur\b|\$|£|\busd\b|\bgbp\b|\bchf\b)")
SIGNED = re.compile(r"[-+]?\d+(?:\.\d+)?")
DATE_ORDERS = ("dmy", "ymd", "mdy")
EXCEL_EPOCH = date(1899, 12, 30)
MONTHS = {
    word: number
    for number, words in enumerate(
        ("janvier janv jan january", "fevrier fevr fev feb february", "mars mar march", "avril avr apr april", "mai may", "juin jun june",
         "juillet juil jul july", "aout aug august", "septembre sept sep september", "octobre oct october", "novembre nov november",
         "decembre dec december"),
        start=1,
    )
    for word in words.split()
}  # fmt: skip


def decimal_mark(samples: Iterable[str]) -> str:
    """Return the decimal mark of a column: the mark that comes last, or the one followed by one or two digits."""
    votes = {",": 0, ".": 0}
    for sample in samples:
        plain = SPACES.sub("", sample)
        last = max(plain.rfind(","), plain.rfind("."))
        if last < 0:
            continue
        digits_after = len(re.match(r"\d*", plain[last + 1 :]).group())  # type: ignore[union-attr]
        both = "," in plain and "." in plain
        votes[plain[last]] += 2 if both else (1 if digits_after != 3 else 0)  # noqa: PLR2004 - three digits may be thousands
    return "." if votes["."] > votes[","] else ","


def amount_in(text: str, *, mark: str) -> Decimal | None:
    """Return an amount written the way of its column: spaces and the other mark are thousands; (12) and 12- and 12 CR are negative."""
    plain = CURRENCY_SIGNS.sub("", SPACES.sub("", text))
    sign = 1
    if re.fullmatch(r"\(.*\)", plain):
        plain, sign = plain[1:-1], -1
    if match := re.fullmatch(r"(?i)(.*?)(cr|dr|c|d|-)", plain):
        plain, sign = match[1], -sign if match[2].lower() in ("cr", "c", "-") else sign
    plain = plain.replace("." if mark == "," else ",", "").replace(mark, ".")
    plain = plain.replace("\u2212", "-")
    try:
        return sign * Decimal(plain) if SIGNED.fullmatch(plain.removeprefix("+")) or re.fullmatch(r"[-+]?\.\d+", plain) else None
    except InvalidOperation:
        return None


def date_order(samples: Sequence[str]) -> str:
    """Return the order of the parts of a column's dates: the first order in which all are dates; day first when both could be."""
    fits = {order: sum(date_in(sample, order=order) is not None for sample in samples) for order in DATE_ORDERS}
    return max(DATE_ORDERS, key=lambda order: fits[order])


def date_in(text: str, *, order: str) -> date | None:
    """Return a date written the way of its column."""
    text = text.strip().split("T")[0].split(" 00:00")[0]
    if parts := re.fullmatch(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{2,4})(?: \d{1,2}:\d{2}.*)?", text):
        return ordered([int(part) for part in parts.groups()], order="ymd" if len(parts[1]) == 4 else order)  # noqa: PLR2004
    if parts := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return ordered([int(part) for part in parts.groups()], order="ymd")
    if parts := re.fullmatch(r"(\d{1,2})[-/. ]?([^\W\d]+)\.?[-/. ]?(\d{2,4})", text):
        month = MONTHS.get(unaccented(parts[2]))
        return ordered([int(parts[1]), month, int(parts[3])], order="dmy") if month else None
    return excel_day(text)


def excel_day(text: str) -> date | None:
    """Return the day of a spreadsheet's serial number, within this century."""
    if re.fullmatch(r"\d{5}(\.0+)?", text) and 32874 <= int(text[:5]) <= 73050:  # noqa: PLR2004 - 1990 to 2099
        return EXCEL_EPOCH + timedelta(days=int(text[:5]))
    return None


def ordered(parts: Sequence[int], *, order: str) -> date | None:
    named = dict(zip(order, parts, strict=True))
    year = named["y"] + (2000 if named["y"] < 100 else 0)  # noqa: PLR2004 - two-digit years are of this century
    try:
        return date(year, named["m"], named["d"])
    except ValueError:
        return None


def unaccented(word: str) -> str:
    return word.casefold().translate(str.maketrans("éèêûùàâîô", "eeeuuaaio"))


def cell_text(value: object) -> str:
    """Return the text of a spreadsheet's cell, as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{Decimal(repr(value)).normalize():f}"
    return str(value).strip()
