"""Why this customer was, or was not, reminded: the decision in words. English source sentences, translated by the door that shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from encaisse.dunning.rules.decisions import Act, Decision, Figures, HeldItem, Reason, Section, Task, TaskKind
from encaisse.dunning.rules.scenario import Level
from encaisse.dunning.rules.values import Away, ItemHold
from encaisse.kit.refusals import gettext_noop


@dataclass(frozen=True, slots=True)
class Sentence:
    """A code for machines, an English source text with %(name)s places, and its figures."""

    code: str
    text: str
    figures: Figures

    def __str__(self) -> str:
        return self.text % self.figures


REASONS: dict[Reason, str] = {
    Reason.GO_LIVE_OPEN: gettext_noop("The go-live screen of this creditor is not closed yet: nothing leaves before a person closes it."),
    Reason.INSOLVENCY: gettext_noop("Insolvency judgment of %(judgment_on)s: what was born before it is claimed by legal only."),
    Reason.LEGAL: gettext_noop("The file is with legal."),
    Reason.MANUAL: gettext_noop("Held by a person until %(until_on)s: %(why)s"),
    Reason.CLOSURE: gettext_noop(
        "The customer is closed from %(from_on)s to %(to_on)s: messages wait until 2 working days after reopening."
    ),
    Reason.CREDITS_COVER: gettext_noop(
        "Credits and unallocated money of %(credits)s %(currency)s have covered the overdue of %(overdue)s %(currency)s "
        "since %(covered_on)s: accounting allocates them first."
    ),
    Reason.PART_PAYMENT: gettext_noop("%(amount)s %(currency)s came on %(paid_on)s: 3 working days of silence after a part payment."),
    Reason.REPLY: gettext_noop("The customer replied on %(reply_on)s: answer first."),
    Reason.SALES_WINDOW: gettext_noop("Sales has been on it since %(task_on)s: finance sends nothing for 3 working days."),
    Reason.CAPS: gettext_noop("This person was contacted as often as allowed by %(channel)s."),
    Reason.BELOW_THRESHOLD: gettext_noop("%(net)s %(currency)s net is below the minimum of %(minimum)s."),
    Reason.NO_CONTACT: gettext_noop("No healthy address to reach this customer by %(channel)s or another channel: find a contact."),
    Reason.CONTACT_AWAY: gettext_noop(
        "%(name)s is away, back on %(back_on)s, and nobody else can be written to: 3 working days at most, then it goes to them."
    ),
    Reason.STALE_FACTS: gettext_noop("The accounts or the bank are not known recently enough: refresh them before asking for money."),
    Reason.ITEMS_HELD: gettext_noop("Everything overdue is held item by item."),
    Reason.QUIET_PERIOD: gettext_noop("Quiet period from %(from_on)s to %(to_on)s: second reminders and above wait."),
    Reason.NOTHING_OPEN: gettext_noop("Nothing is open."),
    Reason.NOTHING_LATE: gettext_noop("Nothing is late."),
    Reason.NOT_YET: gettext_noop("The next step is not due yet."),
    Reason.CONTACT_GAP: gettext_noop("The last contact is less than 3 working days old."),
    Reason.CLOSED_DAY: gettext_noop("Not a working day on both sides."),
    Reason.ACTED_TODAY: gettext_noop("Something was already done today."),
    Reason.TAKEN_BACK: gettext_noop("Somebody took back today what was planned: nothing more leaves today."),
    Reason.SCENARIO_ENDED: gettext_noop("The scenario is over, or waits for a decision of a person."),
    Reason.ADDRESS_TAKEN: gettext_noop("Another account with a larger overdue speaks to the same address today."),
    Reason.NOT_SENT: gettext_noop("The message could not leave: its line on the customer file says why."),
    Reason.OLD_BALANCE: gettext_noop(
        "What is due today is too small beside the rest to set the tone: it goes with the next step of the rest."
    ),
    Reason.STEP_DUE: gettext_noop("Due at this level: %(weight)s of %(overdue)s %(currency)s overdue."),
    Reason.TONE_KEPT: gettext_noop("The tone of the last message is kept: the items already at that level are still open."),
    Reason.PROMISE_BROKEN: gettext_noop("The promise of %(amount)s %(currency)s for %(promised_for)s was not kept: call today."),
    Reason.PROMISE_BROKEN_NOT_REACHED: gettext_noop(
        "The promise of %(amount)s %(currency)s for %(promised_for)s was not kept and nobody was reached: say it in writing."
    ),
    Reason.INSTALMENT_MISSED: gettext_noop("The instalment of %(missed_on)s was missed (%(amount)s): call."),
    Reason.PLAN_NOTICE: gettext_noop("The instalment of %(missed_on)s is still missing (%(amount)s): notice of the plan, to approve."),
    Reason.PLAN_NOTICE_RUN: gettext_noop("The notice of the plan has run: the whole balance may be claimed."),
    Reason.CREDITS_TO_CHOOSE: gettext_noop(
        "Credits of %(credits)s %(currency)s have covered the overdue since %(covered_on)s and are still not allocated: "
        "call, or send the net."
    ),
}

ITEM_HOLDS: dict[ItemHold, str] = {
    ItemHold.DISPUTE: gettext_noop("%(amount)s disputed, not claimed"),
    ItemHold.PROMISE: gettext_noop("%(amount)s noted for %(until)s"),
    ItemHold.PROMISE_TO_CHECK: gettext_noop("%(amount)s promised, to check against the bank"),
    ItemHold.PLAN: gettext_noop("%(amount)s in a payment plan"),
    ItemHold.MANUAL: gettext_noop("%(amount)s held by a person"),
    ItemHold.PAUSE: gettext_noop("%(amount)s paused"),
    ItemHold.EINVOICE_STATE: gettext_noop("%(amount)s whose payment was announced on the e-invoicing platform"),
    ItemHold.EINVOICE_DISPUTED: gettext_noop("%(amount)s disputed on the e-invoicing platform, not claimed"),
    ItemHold.EINVOICE_REFUSED: gettext_noop("%(amount)s refused on the e-invoicing platform, not claimed"),
    ItemHold.EINVOICE_SUSPENDED: gettext_noop("%(amount)s suspended on the e-invoicing platform: a document is missing"),
    ItemHold.EINVOICE_NOT_ARRIVED: gettext_noop("%(amount)s whose e-invoice has not reached the customer"),
    ItemHold.EINVOICE_CANCELLED: gettext_noop("%(amount)s cancelled on the e-invoicing platform"),
    ItemHold.EINVOICE_FACTORED: gettext_noop("%(amount)s assigned to a factor on the e-invoicing platform"),
    ItemHold.LEGAL_STOP: gettext_noop("%(amount)s with legal"),
    ItemHold.INSOLVENCY: gettext_noop("%(amount)s born before the insolvency judgment"),
    ItemHold.TO_QUALIFY: gettext_noop("%(amount)s to qualify"),
    ItemHold.STALE_FACTS: gettext_noop("%(amount)s on which the facts are too old"),
    ItemHold.CREDITED: gettext_noop("%(amount)s credited by name"),
}

TASKS: dict[TaskKind, str] = {
    TaskKind.ALLOCATE_CREDITS: gettext_noop("Accounting: allocate %(amount)s of credits"),
    TaskKind.OLD_BALANCE: gettext_noop("Old balance to deal with: %(amount)s"),
    TaskKind.PRESENTATION_DATE_MISSING: gettext_noop("Note the date on which the formal notice was presented"),
    TaskKind.FORMAL_NOTICE_TO_DECIDE: gettext_noop("The last step was left untouched: close this task to have the formal notice drafted"),
    TaskKind.NO_REMINDER_DELIVERED: gettext_noop("No formal notice yet: no written reminder has reached the customer"),
    TaskKind.FIND_A_CONTACT: gettext_noop("Find a contact"),
    TaskKind.PROMISE_TO_CHECK: gettext_noop("Check the promise against the bank"),
    TaskKind.REFRESH_FACTS: gettext_noop("Refresh the accounts and the bank"),
    TaskKind.MESSAGE_BOUNCED: gettext_noop("A message came back: find another address"),
    TaskKind.ADDRESS_OBJECTS: gettext_noop("They want no more e-mails at this address: call, and agree on how to write to them"),
    TaskKind.FIND_PAYMENT: gettext_noop("Accounting: find the payment the customer says was made"),
    TaskKind.SMS_ANSWERED: gettext_noop("The customer answered by SMS: read it and act on it"),
    TaskKind.SEND_COPY: gettext_noop("Copies to send to the customer"),
    TaskKind.EINVOICE_DISPUTED: gettext_noop("Disputed on the e-invoicing platform: answer the customer, or open the dispute"),
    TaskKind.EINVOICE_REFUSED: gettext_noop("Refused on the e-invoicing platform: contest the refusal, or credit and invoice again"),
    TaskKind.EINVOICE_TO_COMPLETE: gettext_noop("Suspended on the e-invoicing platform: send the document that is missing"),
    TaskKind.EINVOICE_NOT_ARRIVED: gettext_noop("The e-invoice has not reached the customer: correct it and issue it again"),
    TaskKind.EINVOICE_CANCELLED: gettext_noop("Cancelled on the e-invoicing platform: enter the credit note"),
    TaskKind.EINVOICE_FACTORED: gettext_noop("Assigned to a factor on the e-invoicing platform: say whether the mandate lets us dun"),
}

LEVELS: dict[Level, str] = {
    Level.PREVENTIVE: gettext_noop("Preventive"),
    Level.R1: gettext_noop("R1"),
    Level.R2: gettext_noop("R2"),
    Level.R3: gettext_noop("R3"),
    Level.FORMAL_NOTICE: gettext_noop("Formal notice"),
    Level.LEGAL: gettext_noop("Legal"),
}

SECTIONS: dict[Section, str] = {
    Section.CLAIMED: gettext_noop("Overdue"),
    Section.ALSO_DUE: gettext_noop("Also overdue"),
    Section.DISPUTED: gettext_noop("Disputed, not claimed"),
    Section.CREDIT: gettext_noop("Credits to deduct"),
    Section.TO_COME: gettext_noop("Not due yet or only just, for information"),
    Section.PROMISED: gettext_noop("Noted for"),
    Section.IN_PLAN: gettext_noop("In a payment plan"),
    Section.HELD: gettext_noop("Set aside"),
}

COURTESY = gettext_noop("A courtesy before the due date.")
JOINS = gettext_noop("Joined to the message of %(creditor)s.")
JOINS_ANOTHER = gettext_noop("Joined to the message of another company.")
SPEAKS_FOR = gettext_noop("The message also speaks for %(creditor)s.")
SPEAKS_FOR_ANOTHER = gettext_noop("The message also speaks for another company.")
ONE_CALL = gettext_noop("One call also for %(customer)s of %(creditor)s: it rings at the same number.")
THANKS = gettext_noop("Thank you for %(amount)s %(currency)s")
SOMEBODY_ELSE = gettext_noop("%(name)s is away, back on %(back_on)s: another contact is written to")
TO_THEM_ALL_THE_SAME = gettext_noop("%(name)s is away, back on %(back_on)s: it goes to them all the same, nobody else can be written to")
NEXT_DATE = gettext_noop("Looked at again on %(until)s, or as soon as a fact changes")
NO_DATE = gettext_noop("Looked at again as soon as a fact changes")


def explain(decision: Decision) -> tuple[Sentence, ...]:
    """Say a decision in sentences: the reason first, then what is left alone beside it, the work it asks, and when it may change."""
    sentences = [reason_of(decision)]
    if isinstance(decision, Act):
        sentences += [Sentence("thanks", THANKS, {"amount": amount, "currency": currency}) for currency, amount in decision.thanks.items()]
        sentences += [away_of(decision.away)] if decision.away else []
    sentences += [said_of(each) for each in decision.item_holds]
    sentences += [asked_by(each) for each in decision.tasks]
    return (*sentences, next_date(decision.until))


def sentence_of(reason: Reason, figures: Mapping[str, Any]) -> str:
    """Return the sentence of a kept reason: a courtesy weighs nothing, for nothing is late."""
    return COURTESY if reason is Reason.STEP_DUE and not figures.get("currency") else REASONS[reason]


def reason_of(decision: Decision) -> Sentence:
    if isinstance(decision, Act) and decision.level == Level.PREVENTIVE and decision.reason is Reason.STEP_DUE:
        return Sentence("courtesy", COURTESY, {})
    return Sentence(decision.reason.value, REASONS[decision.reason], decision.figures)


def away_of(away: Away) -> Sentence:
    code, words = ("somebody_else", SOMEBODY_ELSE) if away.is_replaced else ("to_them_all_the_same", TO_THEM_ALL_THE_SAME)
    return Sentence(code, words, {"name": away.name, "back_on": away.back_on})


def joined_to(creditor: str) -> Sentence:
    """Say through whose message an account speaks (rule 6); a company out of the reader's reach is not named."""
    return Sentence("joined", JOINS if creditor else JOINS_ANOTHER, {"creditor": creditor})


def speaks_for(creditor: str) -> Sentence:
    return Sentence("speaks_for", SPEAKS_FOR if creditor else SPEAKS_FOR_ANOTHER, {"creditor": creditor})


def one_call_with(customer: str, creditor: str) -> Sentence:
    """Say with which other account a call is made (rule 6: calls are always common)."""
    return Sentence("one_call", ONE_CALL, {"customer": customer, "creditor": creditor})


def said_of(held: HeldItem) -> Sentence:
    figures: Figures = {"amount": held.amount, "currency": held.currency, "until": held.until or ""}
    return Sentence(held.reason.value, ITEM_HOLDS[held.reason], figures)


def asked_by(task: Task) -> Sentence:
    return Sentence(task.kind.value, TASKS[task.kind], {"amount": task.amount, "currency": task.currency})


def next_date(until: date | None) -> Sentence:
    return Sentence("next", NO_DATE, {}) if until is None else Sentence("next", NEXT_DATE, {"until": until})
