"""The words of the workbench's screens, total over the values they name (a test says so)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

CHANNELS: Mapping[str, tuple[str, Words]] = {
    "email": ("mail", _("E-mail")),
    "sms": ("device-mobile", _("SMS")),
    "letter": ("file-text", _("Letter")),
    "registered_letter": ("rubber-stamp", _("Registered letter")),
    "call": ("phone", _("Call")),
    "phone": ("phone", _("Phone")),
    "mobile": ("device-mobile", _("Mobile")),
    "postal": ("map-pin", _("Postal address")),
    "visit": ("briefcase", _("Visit")),
    "fax": ("printer", _("Fax")),
    "portal": ("world-upload", _("Customer portal")),
    "internal_task": ("checkbox", _("Internal task")),
    "sales_task": ("user-dollar", _("Task for sales")),
    "block_request": ("lock", _("Block request")),
    "hand_over": ("gavel", _("Hand-over to legal")),
}
RESULTS: Mapping[str, Words] = {
    "reached": _("Reached"),
    "no_answer": _("Nobody answers"),
    "voicemail": _("Voicemail"),
    "switchboard": _("Switchboard"),
    "call_back": _("Call back at…"),
    "wrong_number": _("Wrong person"),
}
RESULT_ICONS: Mapping[str, str] = {
    "reached": "phone-check",
    "no_answer": "phone-off",
    "voicemail": "record-mail",
    "switchboard": "headset",
    "call_back": "alarm",
    "wrong_number": "user-question",
}
DEPARTMENTS: Mapping[str, Words] = {
    "sales": _("Sales"),
    "order_admin": _("Order administration"),
    "logistics": _("Logistics"),
    "quality": _("Quality"),
    "after_sales": _("After-sales"),
    "accounting": _("Accounting"),
    "collections": _("Collections"),
    "credit_management": _("Credit management"),
    "finance": _("Finance"),
    "general_management": _("General management"),
    "legal": _("Legal department"),
}
SEGMENTS: Mapping[str, Words] = {
    "KEY_ACCOUNT": _("Key customer"),
    "SME": _("SME"),
    "SMALL": _("Small customer"),
    "CONSUMER": _("Consumer"),
    "PUBLIC": _("Public sector"),
    "CLOSE_FOLLOW_UP": _("Close follow-up"),
    "STRATEGIC": _("Strategic customer"),
}
# Why an address reaches less well or no more, as the rooms that learn it note it; a code of the mail server may follow.
HEALTH_REASONS: Mapping[str, Words] = {
    "came back": _("a message came back"),
    "unknown at this address": _("unknown at this address"),
    "wrong number": _("wrong number"),
    "gone away": _("gone away"),
    "noted by a person": _("noted by a person"),
}
HOLD_REASONS: Mapping[str, Words] = {
    "customer_request": _("Asked by the customer"),
    "internal_check": _("Internal check under way"),
    "commercial_talks": _("Commercial talks under way"),
    "payment_announced": _("Payment announced"),
    "waiting_for_document": _("Waiting for a document"),
    "management_decision": _("Decision of the management"),
    "other": _("Other reason"),
}
DISPUTE_OUTCOMES: Mapping[str, Words] = {
    "credited": _("Credit note: the customer was right"),
    "corrected": _("Corrected invoice: our error"),
    "corrected_for_them": _("Corrected invoice: their error"),
    "unfounded": _("Unfounded: the amount is due again"),
    "gesture": _("Commercial gesture"),
}
DUTIES: Mapping[str, Words] = {
    "accounts_payable": _("Accounts payable"),
    "buyer": _("Buyer"),
    "management": _("Management"),
    "legal": _("Legal department"),
    "reception": _("Reception"),
    "other": _("Other"),
}
HEALTHS: Mapping[str, tuple[Words, str]] = {
    "unknown": (_("Not tried yet"), ""),
    "good": (_("Reaches"), "good"),
    "doubtful": (_("May not reach"), "warn"),
    "dead": (_("No longer reaches"), "bad"),
}
PROMISES: Mapping[str, tuple[Words, str]] = {
    "open": (_("Running"), "info"),
    "kept": (_("Kept"), "good"),
    "partial": (_("Partly kept"), "warn"),
    "broken": (_("Not kept"), "bad"),
    "to_check": (_("To check"), "warn"),
    "withdrawn": (_("Withdrawn"), ""),
    "replaced": (_("Replaced"), ""),
}
MESSAGE_STATES: Mapping[str, tuple[Words, str]] = {
    "ready": (_("Ready to leave"), "info"),
    "sending": (_("On its way"), "info"),
    "sent": (_("Sent"), "good"),
    "trapped": (_("Trapped"), "held"),
    "failed": (_("Failed"), "bad"),
    "unknown": (_("Outcome unknown"), "warn"),
    "withdrawn": (_("Withdrawn"), ""),
    "bounced": (_("Came back"), "bad"),
    "to_approve": (_("To approve"), "info"),
    "approved": (_("Planned"), "info"),
    "done": (_("Done"), "good"),
    "not_done": (_("Not done"), "warn"),
}
REPLY_KINDS: Mapping[str, tuple[Words, str, str, str]] = {  # words, icon, key, tone
    "promise": (_("Promise"), "calendar-dollar", "p", "held"),
    "dispute": (_("Dispute"), "hand-stop", "l", "held"),
    "already_paid": (_("Already paid"), "cash", "d", "good"),
    "copy_request": (_("Copy wanted"), "copy", "c", "info"),
    "absent": (_("Away"), "user-off", "a", ""),
    "other": (_("Something else"), "dots", "o", ""),
}
FAMILIES: Mapping[str, Words] = {
    "money": _("Invoices and payments"),
    "message": _("Messages"),
    "call": _("Calls"),
    "commitment": _("Promises and disputes"),
    "note": _("Notes and decisions"),
    "file": _("Files"),
}
# kind → words, icon, tone
STORY: Mapping[str, tuple[Words, str, str]] = {
    "invoice": (_("Invoice"), "file-invoice", ""),
    "credit_note": (_("Credit note"), "receipt-refund", "good"),
    "deposit": (_("Deposit"), "coin", "good"),
    "payment": (_("Payment received"), "cash", "good"),
    "bill": (_("Bill of exchange"), "receipt", ""),
    "opening": (_("Opening entry"), "archive", ""),
    "returned_payment": (_("Returned payment"), "receipt-off", "bad"),
    "other": (_("Entry"), "file", ""),
    "allocated": (_("Allocated"), "link", ""),
    "unallocated": (_("Allocation undone"), "arrow-back-up", "warn"),
    "returned": (_("Payment returned unpaid"), "receipt-off", "bad"),
    "draft_worded": (_("Text edited before it left"), "pencil", ""),
    "draft_unworded": (_("Back to the template’s text"), "arrow-back-up", ""),
    "due_date_changed": (_("Due date changed"), "calendar-time", "info"),
    "delivery_state": (_("E-invoice"), "route", "info"),
    "qualified": (_("Qualified"), "checkbox", ""),
    "message": (_("Message"), "mail", "info"),
    "portal_deposit": (_("Deposit on a portal"), "world-upload", "info"),
    "letter_fact": (_("Word of the post"), "rubber-stamp", "info"),
    "call": (_("Call"), "phone-outgoing", "info"),
    "incoming_call": (_("Incoming call"), "phone-incoming", "info"),
    "visit": (_("Visit"), "briefcase", "info"),
    "contact": (_("Contact"), "phone", "info"),
    "reply": (_("Reply received"), "message-reply", "accent"),
    "sms_answer": (_("Answer by SMS"), "message-reply", "accent"),
    "sms_stop": (_("STOP to SMS"), "ban", "bad"),
    "mail_reply": (_("Reply by mail"), "message-reply", "accent"),
    "mail_auto_reply": (_("Automatic reply"), "robot", ""),
    "mail_bounce": (_("Message came back"), "mail-off", "bad"),
    "complaint": (_("Marked as unwanted mail"), "mood-sad", "bad"),
    "unsubscribe": (_("Wants no more e-mails"), "ban", "warn"),
    "mail_notice": (_("Notice of a mail server"), "server", ""),
    "mail_colleague": (_("Mail of a colleague"), "mail-forward", "info"),
    "promise": (_("Promise"), "calendar-dollar", "held"),
    "promise_withdrawn": (_("Promise withdrawn"), "calendar-off", "warn"),
    "plan": (_("Payment plan"), "list-check", "held"),
    "dispute_opened": (_("Dispute opened"), "hand-stop", "held"),
    "dispute_answered": (_("Dispute answered"), "message-2", "info"),
    "dispute_closed": (_("Dispute closed"), "circle-check", "good"),
    "note": (_("Note"), "note", ""),
    "attachment": (_("File"), "paperclip", ""),
    "restricted_note": (_("Confidential note"), "lock", ""),
    "hold": (_("Dunning held"), "player-pause", "held"),
    "hold_lifted": (_("Hold lifted"), "player-play", ""),
    "step": (_("Step"), "stairs", ""),
}
QUALIFIED: Mapping[str, Words] = {"to_dun": _("to be reminded"), "left_out": _("left out of dunning")}
STORY_TONES: Mapping[tuple[str, str], str] = {
    ("message", "failed"): "bad",
    ("message", "bounced"): "bad",
    ("message", "unknown"): "warn",
    ("message", "withdrawn"): "",
    ("message", "sent"): "good",
    ("letter_fact", "unknown_address"): "bad",
    ("letter_fact", "rejected"): "bad",
    ("letter_fact", "delivered"): "good",
    ("portal_deposit", "deposited"): "good",
    ("portal_deposit", "down"): "warn",
    ("portal_deposit", "refused"): "bad",
    ("call", "reached"): "good",
    ("call", "wrong_number"): "bad",
    ("visit", "promised"): "held",
    ("visit", "paid"): "good",
    ("visit", "refused"): "bad",
    ("visit", "gone"): "bad",
    ("step", "not_done"): "warn",
    ("step", "failed"): "bad",
}

REGION_NAMES: Mapping[str, Words] = {
    "FR": _("France"),
    "FR-ALSACE-MOSELLE": _("Alsace-Moselle"),
    "FR-GUADELOUPE": _("Guadeloupe"),
    "FR-MARTINIQUE": _("Martinique"),
    "FR-GUYANE": _("French Guiana"),
    "FR-REUNION": _("Réunion"),
    "FR-MAYOTTE": _("Mayotte"),
}
AGES = ("1–30", "31–60", "61–90", "91–120", "121–180", "> 180")
PLANS: Mapping[str, Words] = {
    "proposed": _("Proposed"),
    "accepted": _("In force"),
    "broken": _("Broken"),
    "completed": _("Completed"),
    "withdrawn": _("Withdrawn"),
}
