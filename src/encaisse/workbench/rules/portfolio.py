"""How the portfolio is looked at: filters, grouping, order and columns, under a name one may keep and share."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from encaisse.customers.rules import Filters
from encaisse.kit.refusals import Refusal, gettext_noop

LONGEST_NAME = 60


class Grouping(StrEnum):
    """What the customers are grouped by."""

    COLLECTOR = "collector"
    SALESPERSON = "salesperson"
    GROUP = "group"
    SEGMENT = "segment"
    REGION = "region"
    CREDITOR = "creditor"


class Shown(StrEnum):
    """A column that may be left out; who owes and how much always shows."""

    NEXT = "next"
    COMMENT = "comment"
    OLDEST = "oldest"
    OVERDUE = "overdue"
    NOT_DUE = "not_due"
    AGES = "ages"
    CREDIT = "credit"


USUAL = (Shown.NEXT, Shown.OLDEST, Shown.OVERDUE, Shown.NOT_DUE, Shown.AGES, Shown.CREDIT)
REVIEWED = (Shown.NEXT, Shown.COMMENT, Shown.OLDEST, Shown.OVERDUE)
USUAL_SORT = "-overdue"
# What of an address makes the view: never the page, the day or the close, which pass.
MAKES_THE_VIEW = ("q", "creditor", "segment", "collector", "salesperson", "group", "region", "late", "by", "sort", "cols")


class ViewWithoutName(Refusal):
    sentence = gettext_noop("A view is kept under a name of 1 to %(longest)s characters, not “%(name)s”. Give it one you will recognise.")


class ViewNameTaken(Refusal):
    sentence = gettext_noop("You already keep a view named “%(name)s”. Choose another name, or delete that one first.")


class ViewOfAnother(Refusal):
    sentence = gettext_noop("“%(name)s” belongs to %(owner)s. Save it under a name of your own, then change yours.")


class CountChanged(Refusal):
    sentence = gettext_noop(
        "The filter now gives %(found)s customers, not %(expected)s as when you looked. Nothing was done: look again, then repeat."
    )


def check_name(name: str, *, taken: bool) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise ViewWithoutName(name=name, longest=LONGEST_NAME)
    if taken:
        raise ViewNameTaken(name=name)


def remembered(asked: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return what of an address makes the view, in one order: two that look the same are the same."""
    told = {name: [value for value in asked[name] if value] for name in MAKES_THE_VIEW if any(asked.get(name, ()))}
    usual = {"sort": {USUAL_SORT}, "cols": {each.value for each in USUAL}}
    return {name: values for name, values in told.items() if set(values) != usual.get(name)}


def check_count(found: int, *, expected: int | None) -> None:
    """Refuse to act on all rows of a filter that gives others than those that were looked at."""
    if expected is not None and found != expected:
        raise CountChanged(found=found, expected=expected)


def narrowed(filters: Filters, grouping: Grouping, key: str) -> Filters:
    """Return the filters of one group: the key "0" holds those without any."""
    number = int(key) if key.isdecimal() else 0
    match grouping:
        case Grouping.COLLECTOR:
            return replace(filters, collector_id=number)
        case Grouping.SALESPERSON:
            return replace(filters, salesperson_id=number)
        case Grouping.GROUP:
            return replace(filters, group_id=number)
        case Grouping.SEGMENT:
            return replace(filters, segment=key)
        case Grouping.REGION:
            return replace(filters, region=key)
        case Grouping.CREDITOR:
            return replace(filters, creditor_id=number)
