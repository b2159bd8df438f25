"""What a version must keep before it may apply: each fault is a refusal with its remedy. Levels, days, texts, the law."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from encaisse.dunning.rules.scenario import (
    ENCLOSING,
    INTERNAL,
    SPOKEN,
    WRITTEN,
    AnyOf,
    ApprovedBy,
    BalanceAtLeast,
    BalanceBelow,
    Channel,
    Condition,
    EInvoiceCodeNotIn,
    ItemAmountAtLeast,
    LateRateAbove,
    Level,
    OffsetFrom,
    OverdueDaysAbove,
    Scenario,
    SenderRole,
    Step,
    StepMode,
)
from encaisse.dunning.rules.values import ZERO
from encaisse.kit.refusals import Refusal, gettext_noop

SCRIPT = "CALL:"
CALL_SCRIPTS = ("PREVENTIVE", "FIRST_OVERDUE", "BROKEN_PROMISE", "DISPUTE_FOLLOWUP", "FINANCIAL_DIFFICULTY", "INCOMING")
# A preventive step lapses 2 working days before the due date: nearer ones never leave.
LAST_PREVENTIVE = -2
LETTERS = frozenset({Channel.LETTER, Channel.REGISTERED_LETTER, Channel.FAX})


class VersionFault(Refusal):
    """A fault of a version; `key` is the step it is about, empty for the whole line."""

    def __init__(self, key: str = "", **values: object) -> None:
        self.key = key
        super().__init__(**values)


class NoStep(VersionFault):
    sentence = gettext_noop("A scenario has at least one step. Add one.")


class OffsetsNotGrowing(VersionFault):
    sentence = gettext_noop("Days never go back along the line: this step is at %(offset)s days and the one before at %(before)s. Move it.")


class NegativeInterval(VersionFault):
    sentence = gettext_noop(
        "An interval is 0 days or more; this step has %(interval)s. Write how long after the previous step it may come."
    )


class LevelGoesDown(VersionFault):
    sentence = gettext_noop(
        "The level never goes down along the line: this step is of level %(level)s after one of level %(before)s. "
        "Raise it, or move it earlier."
    )


class FirstCurativeNotSet(VersionFault):
    sentence = gettext_noop(
        "No first curative step: an invoice met late would start nowhere. Choose the step of level R1 to R3 where such an invoice starts."
    )


class PreventiveTooLate(VersionFault):
    sentence = gettext_noop(
        "A preventive step lapses two working days before the due date: at %(offset)s days it would never leave. Set it to −3 or earlier."
    )


class CurativeTooEarly(VersionFault):
    sentence = gettext_noop("A reminder comes after the due date: set this step to 1 day or more, or make it preventive.")


class NeverAutomatic(VersionFault):
    sentence = gettext_noop("A formal notice and what follows it are always approved by a person. Choose “to approve” or “by hand”.")


class SpokenByHand(VersionFault):
    sentence = gettext_noop("A call or a visit is made by a person. Choose “by hand”.")


class TextUnknown(VersionFault):
    sentence = gettext_noop("No text is called “%(template)s”. Choose one of the list.")


class TextMissing(VersionFault):
    sentence = gettext_noop("This step has nothing to say. Choose its text, or its call script.")


class TextOfAnotherChannel(VersionFault):
    sentence = gettext_noop("“%(template)s” is not written for this channel. Choose a text made for it, or another channel.")


class ScriptMissing(VersionFault):
    sentence = gettext_noop("A call or a visit needs a call script. Choose one.")


class LegalTextTooEarly(VersionFault):
    sentence = gettext_noop(
        "“%(template)s” is a formal text: it belongs to levels 4 and 5 only. Choose a reminder, or raise the level of the step."
    )


class LegalTextMissing(VersionFault):
    sentence = gettext_noop(
        "“%(template)s” carries no formal mention: from level 4 on, what is written uses a text locked by law. Choose one of them."
    )


class EnclosuresNotCarried(VersionFault):
    sentence = gettext_noop("This channel carries no enclosure. Choose an e-mail, a letter or a fax, or enclose nothing at this step.")


class StatementWithNotice(VersionFault):
    sentence = gettext_noop(
        "A formal notice lists only what it claims: a statement beside it would claim more. Enclose copies of its invoices instead."
    )


class NoticeNotRegistered(VersionFault):
    sentence = gettext_noop("A formal notice is a registered letter: everything after it runs from the day it is presented. Choose it.")


class NoticeNeverDue(VersionFault):
    sentence = gettext_noop(
        "This formal notice would never become due: it lists only invoices at level R2 with a written reminder. "
        "Add a written reminder and a step of level R2 before it."
    )


class NoNoticeToRunFrom(VersionFault):
    sentence = gettext_noop(
        "This step counts from a formal notice, and none comes before it. Count it from the due date, or add the notice."
    )


class SalesThreatens(VersionFault):
    sentence = gettext_noop("Sales never speaks of the law: from level 4 on, choose another sender.")


class InternalIsNoContact(VersionFault):
    sentence = gettext_noop("Internal work reaches nobody: it is not a contact. Untick it.")


class ReachesTheCustomer(VersionFault):
    sentence = gettext_noop("What the customer reads or hears is a contact: the bank’s days and the caps hold for it. Tick it.")


class ConditionImpossible(VersionFault):
    sentence = gettext_noop("The condition “%(kind)s” needs %(needed)s. Complete it, or remove it.")


class NegativeMinimum(VersionFault):
    sentence = gettext_noop("A minimum amount is 0 or more. Correct it.")


class KeyTwice(VersionFault):
    sentence = gettext_noop("Two steps bear the same name “%(key)s”: a step is never taken twice. Remove one of them.")


@dataclass(frozen=True, slots=True)
class Texts:
    """What may be said: the channels of each template, those locked by law, the call scripts."""

    channels: Mapping[str, Collection[str]]
    legal: Collection[str]
    scripts: Collection[str] = CALL_SCRIPTS


def check_version(scenario: Scenario, texts: Texts) -> None:
    """Refuse a version that breaks a rule: the first fault of the line is raised."""
    for fault in faults(scenario, texts):
        raise fault


def faults(scenario: Scenario, texts: Texts) -> Iterator[VersionFault]:
    """Yield every fault of a version, in the order of the line."""
    if not scenario.steps:
        yield NoStep()
        return
    if scenario.minimum_amount < 0:
        yield NegativeMinimum()
    yield from faults_of_the_line(scenario)
    for step in scenario.steps:
        yield from faults_of_a_step(step, texts)


def faults_of_the_line(scenario: Scenario) -> Iterator[VersionFault]:
    seen: set[str] = set()
    for step in scenario.steps:
        if step.key in seen:
            yield KeyTwice(step.key)
        seen.add(step.key)
    for before, step in pairwise(scenario.steps):
        if step.level < before.level:
            yield LevelGoesDown(step.key, level=int(step.level), before=int(before.level))
        if step.offset_from is before.offset_from and step.offset_days < before.offset_days:
            yield OffsetsNotGrowing(step.key, offset=step.offset_days, before=before.offset_days)
    if not is_curative_start(scenario):
        yield FirstCurativeNotSet()
    yield from faults_of_notices(scenario)


def is_curative_start(scenario: Scenario) -> bool:
    place = scenario.first_curative_position
    return 0 <= place < len(scenario.steps) and Level.R1 <= scenario.steps[place].level <= Level.R3


def faults_of_notices(scenario: Scenario) -> Iterator[VersionFault]:
    notice = scenario.formal_notice_position
    for step in scenario.steps:
        if step.offset_from is OffsetFrom.NOTICE_RUN and (notice is None or step.position <= notice):
            yield NoNoticeToRunFrom(step.key)
    if notice is None:
        return
    before = scenario.steps[:notice]
    is_reminded = any(step.channel in WRITTEN and step.level >= Level.R1 for step in before)
    if not is_reminded or not any(step.level >= Level.R2 for step in before):
        yield NoticeNeverDue(scenario.steps[notice].key)


def faults_of_a_step(step: Step, texts: Texts) -> Iterator[VersionFault]:
    """Yield what a step breaks by itself, whatever stands around it."""
    if step.interval_days < 0:
        yield NegativeInterval(step.key, interval=step.interval_days)
    if step.minimum_amount < 0:
        yield NegativeMinimum(step.key)
    yield from faults_of_a_day(step)
    if step.level >= Level.FORMAL_NOTICE and step.mode is StepMode.AUTOMATIC:
        yield NeverAutomatic(step.key)
    elif step.channel in SPOKEN and step.mode is not StepMode.MANUAL:
        yield SpokenByHand(step.key)
    if step.level >= Level.FORMAL_NOTICE and step.sender_role in {SenderRole.SALESPERSON, SenderRole.SALES_MANAGER}:
        yield SalesThreatens(step.key)
    if step.channel in INTERNAL and step.is_contact:
        yield InternalIsNoContact(step.key)
    if step.reaches_customer and not step.is_contact:
        yield ReachesTheCustomer(step.key)
    yield from faults_of_enclosures(step)
    yield from faults_of_a_text(step, texts)
    for condition in each_condition(step.conditions):
        if needed := what_a_condition_lacks(condition):
            yield ConditionImpossible(step.key, kind=kind_of(condition), needed=needed)


def faults_of_enclosures(step: Step) -> Iterator[VersionFault]:
    if step.encloses_by_itself and step.channel not in ENCLOSING:
        yield EnclosuresNotCarried(step.key)
    if step.with_statement and step.level >= Level.FORMAL_NOTICE:
        yield StatementWithNotice(step.key)


def faults_of_a_day(step: Step) -> Iterator[VersionFault]:
    if step.level == Level.PREVENTIVE and step.offset_days >= LAST_PREVENTIVE:
        yield PreventiveTooLate(step.key, offset=step.offset_days)
    if step.level >= Level.R1 and step.offset_from is OffsetFrom.DUE_DATE and step.offset_days < 1:
        yield CurativeTooEarly(step.key)


def faults_of_a_text(step: Step, texts: Texts) -> Iterator[VersionFault]:
    if step.level == Level.FORMAL_NOTICE and step.channel is not Channel.REGISTERED_LETTER and step.channel not in INTERNAL:
        yield NoticeNotRegistered(step.key)
    if step.channel in SPOKEN:
        if step.template.removeprefix(SCRIPT) not in texts.scripts or not step.template.startswith(SCRIPT):
            yield ScriptMissing(step.key)
    elif step.channel in WRITTEN:
        yield from faults_of_a_written_text(step, texts)


def faults_of_a_written_text(step: Step, texts: Texts) -> Iterator[VersionFault]:
    if not step.template:
        yield TextMissing(step.key)
        return
    if step.template not in texts.channels:
        yield TextUnknown(step.key, template=step.template)
        return
    if not carries(texts.channels[step.template], step.channel):
        yield TextOfAnotherChannel(step.key, template=step.template)
    is_legal = step.template in texts.legal
    if is_legal and step.level < Level.FORMAL_NOTICE:
        yield LegalTextTooEarly(step.key, template=step.template)
    if not is_legal and step.level >= Level.FORMAL_NOTICE:
        yield LegalTextMissing(step.key, template=step.template)


def carries(channels: Collection[str], channel: Channel) -> bool:
    """Say whether a text is written for a channel. A fax is a letter that is not posted; a mail may be posted as a letter."""
    if channel is Channel.FAX:
        return any(letter.value in channels for letter in LETTERS)
    return channel.value in channels or (channel is Channel.LETTER and Channel.EMAIL.value in channels)


def each_condition(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for condition in conditions:
        if isinstance(condition, AnyOf):
            yield from each_condition(condition.conditions)
        else:
            yield condition


def kind_of(condition: Condition) -> str:
    return type(condition).__name__


AN_AMOUNT = gettext_noop("an amount above 0")
A_SHARE = gettext_noop("a share between 0 and 100 %")
DAYS = gettext_noop("a number of days, 0 or more")
CODES = gettext_noop("at least one code between 200 and 299")
ROLES = gettext_noop("at least one role")


def what_a_condition_lacks(condition: Condition) -> str:
    """Return what a condition needs to be possible, in English; nothing when it is whole."""
    match condition:
        case ItemAmountAtLeast(amount) | BalanceAtLeast(amount) | BalanceBelow(amount):
            return "" if amount > ZERO else AN_AMOUNT
        case LateRateAbove(rate):
            return "" if ZERO <= rate < Decimal(1) else A_SHARE
        case OverdueDaysAbove(days):
            return "" if days >= 0 else DAYS
        case EInvoiceCodeNotIn(codes):
            return "" if codes and all(200 <= code <= 299 for code in codes) else CODES  # noqa: PLR2004 - the life cycle's own numbers
        case ApprovedBy(roles):
            return "" if roles else ROLES
        case _:
            return ""
