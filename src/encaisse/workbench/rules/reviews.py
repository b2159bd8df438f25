"""The portfolio review: what is said of a customer or of an item, how sure the money is, when and how much is expected."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop

LONGEST_COMMENT = 500


class Outlook(StrEnum):
    """How sure the money is."""

    SURE = "sure"
    WATCH = "watch"
    DOUBTFUL = "doubtful"


class CommentSaysNothing(Refusal):
    sentence = gettext_noop("This comment says nothing yet. Write a few words, choose an outlook, or tell when how much is expected.")


class CommentTooLong(Refusal):
    sentence = gettext_noop("This comment has %(length)s characters; a review keeps %(longest)s. Put the rest into a note.")


class ExpectedOfNothing(Refusal):
    sentence = gettext_noop("An expected receipt is a positive amount, not %(amount)s. Leave it empty when nothing is expected.")


class ExpectedBefore(Refusal):
    sentence = gettext_noop("%(expected)s has passed: money expected is for today or later. What came in already shows in the balance.")


class CommentElsewhere(Refusal):
    sentence = gettext_noop("%(item)s is not an invoice of this customer. Comment on it from its own customer's file.")


@dataclass(frozen=True, slots=True)
class Review:
    """What is said: in words, how sure, when and how much is expected."""

    body: str = ""
    outlook: Outlook | None = None
    expected_on: date | None = None
    expected_amount: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        return not self.body.strip() and self.outlook is None and self.expected_on is None and self.expected_amount is None


def check_review(review: Review, *, on: date) -> None:
    """Refuse a comment that says nothing, says too much, or expects what cannot come."""
    if review.is_empty:
        raise CommentSaysNothing
    if len(review.body) > LONGEST_COMMENT:
        raise CommentTooLong(length=len(review.body), longest=LONGEST_COMMENT)
    if review.expected_amount is not None and review.expected_amount <= 0:
        raise ExpectedOfNothing(amount=review.expected_amount)
    if review.expected_on is not None and review.expected_on < on:
        raise ExpectedBefore(expected=review.expected_on)
