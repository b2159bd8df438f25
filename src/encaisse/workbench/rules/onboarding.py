"""The way from an empty installation to the first day: where each step stands, read from facts, never from a flag."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from encaisse.kit.refusals import Refusal, gettext_noop


class SetUp(StrEnum):
    """The steps, in their order."""

    COMPANY = "company"
    LETTERHEAD = "letterhead"
    ACCOUNT = "account"
    SENDING = "sending"
    IMPORT = "import"
    CONTACTS = "contacts"
    SCENARIOS = "scenarios"
    PEOPLE = "people"
    GO_LIVE = "go_live"
    DRY_RUN = "dry_run"
    FIRST_DAY = "first_day"


class Standing(StrEnum):
    DONE = "done"
    USUAL = "usual"  # works as it comes; may be made one's own
    LEFT = "left"  # a person went on without it
    TO_DO = "to_do"


# Nothing can be dunned without them: they wait, they are not left out.
NEEDED = frozenset({SetUp.COMPANY, SetUp.IMPORT, SetUp.GO_LIVE})


class StepNeeded(Refusal):
    sentence = gettext_noop(
        "This step cannot be left out: nothing works without it. Come back to it whenever you like, all the rest is kept."
    )


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a company that is being set up."""

    has_address: bool = False
    has_logo: bool = False
    has_account: bool = False
    has_sender: bool = False
    ledgers: int = 0
    contact_lists: int = 0
    customers: int = 0
    unreachable: int = 0
    segments: int = 0
    people: int = 0
    works_alone: bool = False
    is_live: bool = False
    has_simulated: bool = False
    has_run: bool = False
    is_supervised: bool = False


def standing(step: SetUp, facts: Facts, *, left: Collection[SetUp] = ()) -> Standing:
    """Say where a step stands. A fact wins over a step left out: what was done after all is done."""
    if is_done(step, facts):
        return Standing.DONE
    if step in left:
        return Standing.LEFT
    return Standing.USUAL if step is SetUp.SCENARIOS else Standing.TO_DO


def is_done(step: SetUp, facts: Facts) -> bool:
    done: Mapping[SetUp, bool] = {
        SetUp.COMPANY: facts.has_address,
        SetUp.LETTERHEAD: facts.has_logo,
        SetUp.ACCOUNT: facts.has_account,
        SetUp.SENDING: facts.has_sender,
        SetUp.IMPORT: facts.ledgers > 0 and facts.customers > 0,
        SetUp.CONTACTS: facts.customers > 0 and facts.unreachable == 0,
        SetUp.SCENARIOS: False,
        SetUp.PEOPLE: facts.people > 1 or facts.works_alone,
        SetUp.GO_LIVE: facts.is_live,
        SetUp.DRY_RUN: facts.has_simulated or facts.has_run,
        SetUp.FIRST_DAY: facts.is_live and facts.has_run,
    }
    return done[step]


def next_step(standings: Mapping[SetUp, Standing]) -> SetUp | None:
    """Return the first step that waits; None when all is set up."""
    return next((step for step in SetUp if standings[step] is Standing.TO_DO), None)


def progress(standings: Mapping[SetUp, Standing]) -> tuple[int, int]:
    """Return how many steps wait for nobody any more, and how many there are."""
    return sum(state is not Standing.TO_DO for state in standings.values()), len(standings)


def check_may_leave(step: SetUp) -> None:
    if step in NEEDED:
        raise StepNeeded
