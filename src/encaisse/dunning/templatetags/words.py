"""The words of dunning's screens, total over the values they name (a test says so)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from encaisse.dunning.rules.condition_entry import ConditionKind
from encaisse.dunning.rules.decisions import Reason
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.progress import Presentation
from encaisse.dunning.rules.reprise import GoLiveChoice, GoLiveFlag
from encaisse.dunning.rules.scenario import Channel, Copies, SenderRole, StepMode
from encaisse.dunning.rules.who_changes import Shift

Words = str | Promise

CHANNELS: Mapping[Channel, tuple[str, Words]] = {
    Channel.EMAIL: ("mail", _("E-mail")),
    Channel.SMS: ("message", _("SMS")),
    Channel.LETTER: ("mail-forward", _("Letter")),
    Channel.REGISTERED_LETTER: ("file-certificate", _("Registered letter")),
    Channel.CALL: ("phone", _("Call")),
    Channel.VISIT: ("briefcase", _("Visit")),
    Channel.FAX: ("printer", _("Fax")),
    Channel.PORTAL: ("world-upload", _("Customer portal")),
    Channel.INTERNAL_TASK: ("checkbox", _("Internal task")),
    Channel.SALES_TASK: ("user-dollar", _("Task for sales")),
    Channel.BLOCK_REQUEST: ("lock", _("Block request")),
    Channel.HAND_OVER: ("gavel", _("Hand-over")),
}
VOICES: Mapping[SenderRole, Words] = {SenderRole.TEAM: _("The collector’s team"), SenderRole.CREDITOR: _("The company itself")}
LEVEL_TONES: Mapping[int, str] = {0: "info", 1: "", 2: "accent", 3: "warn", 4: "bad", 5: "bad"}
CALL_SCRIPTS: Mapping[str, Words] = {
    "PREVENTIVE": _("Call script: preventive call before the due date"),
    "FIRST_OVERDUE": _("Call script: first call after the due date"),
    "BROKEN_PROMISE": _("Call script: promise not kept"),
    "DISPUTE_FOLLOWUP": _("Call script: follow-up of a dispute"),
    "FINANCIAL_DIFFICULTY": _("Call script: financial difficulty"),
    "INCOMING": _("Call script: incoming call"),
}
WORK_TEXTS: Mapping[str, Words] = {
    "CHECK:CHORUS_STATUS": _("Task: check the state on Chorus Pro"),
    "COMMITTEE": _("Task: credit committee"),
    "PROC:CHOICE": _("Task: choose the procedure"),
    "PROC:PUBLIC": _("Task: procedure against a public body"),
    "VAT_272": _("Task: write-off and recovery of VAT"),
}
CONDITION_KINDS: Mapping[ConditionKind, Words] = {
    ConditionKind.ITEM_AMOUNT_AT_LEAST: _("invoice of at least (amount)"),
    ConditionKind.BALANCE_AT_LEAST: _("overdue of at least (amount)"),
    ConditionKind.BALANCE_BELOW: _("overdue below (amount)"),
    ConditionKind.LATE_RATE_ABOVE: _("pays late more often than (%)"),
    ConditionKind.OVERDUE_OVER_LIMIT: _("overdue above the credit limit"),
    ConditionKind.OVERDUE_DAYS_ABOVE: _("later than (days)"),
    ConditionKind.NO_REPLY_SINCE_LAST_STEP: _("no reply since the last step"),
    ConditionKind.MOBILE_KNOWN: _("mobile number known"),
    ConditionKind.EINVOICE_CODE_NOT_IN: _("e-invoice not in state (codes)"),
}
MODES: Mapping[StepMode, tuple[str, Words]] = {
    StepMode.AUTOMATIC: ("bolt", _("automatic")),
    StepMode.TO_APPROVE: ("user-check", _("to approve")),
    StepMode.MANUAL: ("user", _("by hand")),
}
# What keeps an account from being reminded, in three words: the sentence says the rest.
REASONS: Mapping[Reason, tuple[Words, str]] = {
    Reason.GO_LIVE_OPEN: (_("Go-live not closed"), "warn"),
    Reason.INSOLVENCY: (_("Insolvency"), "bad"),
    Reason.LEGAL: (_("With legal"), "bad"),
    Reason.MANUAL: (_("Held by a person"), "held"),
    Reason.CLOSURE: (_("Customer closed"), "held"),
    Reason.CREDITS_COVER: (_("Credits to allocate"), "warn"),
    Reason.PART_PAYMENT: (_("Just paid in part"), "good"),
    Reason.REPLY: (_("Reply to answer"), "accent"),
    Reason.SALES_WINDOW: (_("With sales"), "info"),
    Reason.CAPS: (_("Contacted enough"), "held"),
    Reason.BELOW_THRESHOLD: (_("Below the minimum"), ""),
    Reason.NO_CONTACT: (_("No address"), "bad"),
    Reason.CONTACT_AWAY: (_("Contact away"), "held"),
    Reason.STALE_FACTS: (_("Facts too old"), "warn"),
    Reason.ITEMS_HELD: (_("Held item by item"), "held"),
    Reason.QUIET_PERIOD: (_("Quiet period"), "held"),
    Reason.NOTHING_OPEN: (_("Nothing open"), ""),
    Reason.NOTHING_LATE: (_("Nothing late"), ""),
    Reason.NOT_YET: (_("Next step not due yet"), "info"),
    Reason.CONTACT_GAP: (_("Contacted less than 3 days ago"), "info"),
    Reason.CLOSED_DAY: (_("Not a working day"), ""),
    Reason.ACTED_TODAY: (_("Already acted today"), "good"),
    Reason.TAKEN_BACK: (_("Taken back today"), "info"),
    Reason.SCENARIO_ENDED: (_("Scenario ended"), "warn"),
    Reason.ADDRESS_TAKEN: (_("Shared address"), "info"),
    Reason.NOT_SENT: (_("Could not leave"), "bad"),
    Reason.OLD_BALANCE: (_("Old balance"), "warn"),
    Reason.STEP_DUE: (_("Step due"), "good"),
    Reason.TONE_KEPT: (_("Tone kept"), "good"),
    Reason.PROMISE_BROKEN: (_("Promise not kept"), "bad"),
    Reason.PROMISE_BROKEN_NOT_REACHED: (_("Promise not kept, not reached"), "bad"),
    Reason.INSTALMENT_MISSED: (_("Instalment missed"), "bad"),
    Reason.PLAN_NOTICE: (_("Notice of the plan"), "bad"),
    Reason.PLAN_NOTICE_RUN: (_("Plan ended"), "bad"),
    Reason.CREDITS_TO_CHOOSE: (_("Credits: call or send the net"), "warn"),
}
NOT_DECIDED: tuple[Words, str] = (_("Not decided yet"), "warn")
HOLD_REASONS: Mapping[HoldReason, Words] = {
    HoldReason.CUSTOMER_REQUEST: _("Asked by the customer"),
    HoldReason.INTERNAL_CHECK: _("Internal check under way"),
    HoldReason.COMMERCIAL_TALKS: _("Commercial talks under way"),
    HoldReason.PAYMENT_ANNOUNCED: _("Payment announced"),
    HoldReason.WAITING_FOR_DOCUMENT: _("Waiting for a document"),
    HoldReason.MANAGEMENT_DECISION: _("Decision of the management"),
    HoldReason.OTHER: _("Other reason"),
}
FLAGS: Mapping[GoLiveFlag, tuple[Words, str]] = {
    GoLiveFlag.LONG_LATE: (_("More than 60 days late"), "warn"),
    GoLiveFlag.DOUBTFUL: (pgettext_lazy("item", "Doubtful"), "bad"),
    GoLiveFlag.CARRIED_FORWARD: (_("Carried forward without detail"), "held"),
    GoLiveFlag.PAST_LIMITATION: (_("Past limitation"), "bad"),
}
CHOICES: Mapping[GoLiveChoice, tuple[Words, str]] = {
    GoLiveChoice.START_AT_R1: (_("Start at R1"), "good"),
    GoLiveChoice.REACHED_R1: (_("R1 already reached"), "info"),
    GoLiveChoice.REACHED_R2: (_("R2 already reached"), "info"),
    GoLiveChoice.REACHED_R3: (_("R3 already reached"), "info"),
    GoLiveChoice.REACHED_FORMAL_NOTICE: (_("Formal notice already sent"), "warn"),
    GoLiveChoice.REACHED_LEGAL: (_("Already with legal"), "bad"),
    GoLiveChoice.PLAN: (_("In a payment plan"), "held"),
    GoLiveChoice.DISPUTE: (_("In dispute"), "held"),
    GoLiveChoice.LEAVE_OUT: (_("Left out"), ""),
}
PRESENTATIONS: Mapping[Presentation, Words] = {
    Presentation.PRESENTED: _("Presented: a notice was left"),
    Presentation.DELIVERED: _("Received: the acknowledgement is signed"),
    Presentation.UNCLAIMED: _("Notified and not claimed"),
    Presentation.REFUSED: _("Refused by the addressee"),
    Presentation.UNKNOWN_ADDRESS: _("Address unknown: returned"),
    Presentation.POSTED: _("Handed to the post: its number or its slip"),
    Presentation.REJECTED: _("Not posted: the provider could not make it"),
}
SEGMENTS: Mapping[str, Words] = {
    "": _("Everyone else"),
    "KEY_ACCOUNT": _("Key customer"),
    "SME": _("SME"),
    "SMALL": _("Small customer"),
    "CONSUMER": _("Consumer"),
    "PUBLIC": _("Public sector"),
    "CLOSE_FOLLOW_UP": _("Close follow-up"),
    "STRATEGIC": _("Strategic customer"),
}
SOURCES: Mapping[str, Words] = {
    "fec": _("General ledger (FEC)"),
    "csv": _("CSV list"),
    "xlsx": _("Excel list"),
    "bank": _("Bank"),
    "manual": pgettext_lazy("source", "By hand"),
}
SECTIONS: Mapping[str, Words] = {
    "claimed": _("Overdue"),
    "also_due": _("Also overdue"),
    "credit": _("Credits to deduct"),
    "disputed": _("Disputed, not claimed"),
    "promised": pgettext_lazy("section", "Promised"),
    "in_plan": _("In a payment plan"),
    "held": _("Set aside"),
    "to_come": _("Not due yet or only just, for information"),
}
# What a new version changes for a customer.
SHIFTS: Mapping[Shift, tuple[Words, str]] = {
    Shift.SAME: (_("Nothing changes"), ""),
    Shift.EARLIER: (_("Earlier"), "warn"),
    Shift.LATER: (_("Later"), "info"),
    Shift.OTHER_STEP: (_("Another step"), "accent"),
    Shift.NEW_ACTION: (_("An action where there was none"), "warn"),
    Shift.NO_ACTION: (_("No action any more"), "held"),
    Shift.HELD: (_("Held in any case"), "held"),
}
VERSION_STATES: Mapping[str, tuple[Words, str]] = {
    "draft": (pgettext_lazy("version", "draft"), "warn"),
    "to_approve": (_("waits for approval"), "accent"),
    "published": (pgettext_lazy("version", "published"), "good"),
    "cancelled": (pgettext_lazy("version", "cancelled"), ""),
}
COPIES: Mapping[Copies, Words] = {
    Copies.COMPANY: _("copies of invoices as the company chose"),
    Copies.NONE: _("no copy of invoices"),
    Copies.ASKED: _("copies of all the invoices asked for"),
    Copies.NEW: _("copies of the newly late invoices"),
}
REPLAY_STATES: Mapping[str, tuple[Words, str]] = {
    "waiting": (pgettext_lazy("replay", "waiting"), "info"),
    "running": (pgettext_lazy("replay", "running"), "accent"),
    "done": (pgettext_lazy("replay", "done"), "good"),
    "cancelled": (pgettext_lazy("replay", "cancelled"), ""),
    "failed": (pgettext_lazy("replay", "failed"), "bad"),
}
