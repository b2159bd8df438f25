"""Words and tones for states and channels. `{% load messages %}`."""

from email.utils import parsedate_to_datetime
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from encaisse.messages.queries import Health, MessageRow, SenderRow
from encaisse.messages.rules import LETTERS, Channel, Language, MessageState, Outcome
from encaisse.messages.rules.mail_policy import Finding
from encaisse.messages.rules.trials import Tried
from encaisse.ui.formats import instant_text
from encaisse.ui.templatetags.encaisse import chip

register = template.Library()

STATES: dict[MessageState, Promise | str] = {
    MessageState.READY: _("Waiting"),
    MessageState.SENDING: _("Leaving"),
    MessageState.SENT: _("Sent"),
    MessageState.FAILED: _("Failed"),
    MessageState.UNKNOWN: _("Outcome unknown"),
    MessageState.WITHDRAWN: _("Withdrawn"),
}
LETTER_STATES: dict[MessageState, Promise | str] = STATES | {
    MessageState.READY: _("To print"),
    MessageState.SENDING: _("Printed"),
    MessageState.SENT: _("Posted"),
}
TONES = {
    MessageState.READY: "info",
    MessageState.SENDING: "info",
    MessageState.SENT: "good",
    MessageState.FAILED: "bad",
    MessageState.UNKNOWN: "warn",
    MessageState.WITHDRAWN: "",
}
CHANNELS: dict[Channel, Promise | str] = {
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("SMS"),
    Channel.LETTER: _("Letter"),
    Channel.REGISTERED_LETTER: _("Registered letter"),
    Channel.FAX: _("Fax"),
}
ICONS = {
    Channel.EMAIL: "mail",
    Channel.SMS: "message",
    Channel.LETTER: "mail-forward",
    Channel.REGISTERED_LETTER: "file-certificate",
    Channel.FAX: "printer",
}
OUTCOMES: dict[Outcome, Promise | str] = {
    Outcome.STARTED: _("Started, no answer"),
    Outcome.ACCEPTED: _("Accepted"),
    Outcome.TRAPPED: _("Kept in the trapped mail"),
    Outcome.PUT_OFF: _("Put off by the other side"),
    Outcome.UNREACHABLE: _("Server out of reach"),
    Outcome.REFUSED: _("Refused"),
    Outcome.UNKNOWN: _("No answer"),
}
AUDIENCES: dict[str, Promise | str] = {
    "ALL": pgettext_lazy("audience", "All customers"),
    "B2B": _("Businesses"),
    "B2B_KEY": _("Key accounts"),
    "B2C": _("Consumers"),
    "PUBLIC": _("Public bodies"),
    "AGENCY_ANY": _("Agency"),
    "LEGAL": _("Legal"),
}
MODEL_NAMES: dict[str, Promise | str] = {
    "PREV_EMAIL": _("Before the due date"),
    "PREV_EMAIL_B2C": _("Before the due date, consumer"),
    "PREV_STATEMENT": _("Statement of due dates"),
    "SMS_PREV": _("SMS before the due date"),
    "REMIND1_EMAIL": _("First reminder"),
    "REMIND1_EMAIL_B2C": _("First reminder, consumer"),
    "SMS_OVERDUE": _("SMS of reminder"),
    "REMIND2_EMAIL": _("Second reminder"),
    "SALES_EMAIL": _("Message from the salesperson"),
    "CFO_EMAIL": _("Message from the CFO"),
    "CEO_LETTER": _("Letter from general management"),
    "MED_B2B": _("Formal notice, business"),
    "MED_B2C": _("Formal notice, consumer"),
    "FINAL_NOTICE": _("Last notice before legal collection"),
    "PROMISE_CONFIRM": _("Promise confirmed"),
    "PROMISE_BROKEN": _("Promise not kept"),
    "DISPUTE_ACK": _("Dispute received"),
    "DISPUTE_RESOLVED": _("Answer to a dispute"),
    "PLAN_AGREEMENT": _("Payment plan agreement"),
    "PLAN_NOTICE": _("Notice of a payment plan"),
    "ORDER_BLOCK": _("Orders on hold"),
    "ORDER_UNBLOCK": _("Orders resumed"),
    "BILL_RETURN": _("Bill to return accepted"),
    "BANK_REJECT_NOTICE": _("Payment returned by the bank"),
    "PUBLIC_REMIND": _("Reminder to a public body"),
    "PUBLIC_INTEREST": _("Default interest, public body"),
    "AGENCY_FIRST_LETTER": _("First letter of the agency"),
    "CLAIM_DECLARATION": _("Filing of claim"),
    "RETENTION_CLAIM": _("Reclaim of goods"),
    "VAT_272": _("Duplicate for VAT relief"),
    "PENALTY_NOTE": _("Statement of penalties"),
    "THANKS": _("Thanks for a payment"),
    "STATEMENT": _("Statement of account"),
    "STATEMENT_SEND": _("Statement of account, by e-mail"),
    "DUPLICATE_SEND": _("Copy of invoices"),
    "FREE": _("Written by hand"),
}
LANGUAGES: dict[Language, Promise | str] = {"fr": _("French"), "en": _("English")}


@register.filter
def state_words(row: Any) -> str:
    return str((LETTER_STATES if row.channel in LETTERS else STATES)[MessageState(row.state)])


@register.filter
def state_name(state: str) -> str:
    return str(STATES[MessageState(state)])


@register.filter
def state_tone(state: str) -> str:
    return TONES[MessageState(state)]


@register.filter
def channel_name(channel: str) -> str:
    return str(CHANNELS[Channel(channel)])


@register.filter
def channel_icon(channel: str) -> str:
    return ICONS[Channel(channel)]


@register.filter
def outcome_words(outcome: str) -> str:
    return str(OUTCOMES[Outcome(outcome)])


@register.filter
def audience_words(audience: str) -> str:
    return str(AUDIENCES.get(audience, audience))


@register.filter
def model_name(code: str) -> str:
    return str(MODEL_NAMES.get(code, code))


@register.filter
def language_name(language: Language) -> str:
    return str(LANGUAGES[language])


@register.filter
def translated(sentence: str) -> str:
    """Say a sentence of a rule in the reader's language."""
    return gettext(sentence) if sentence else ""


@register.simple_tag
def health_of_channel(health: Health) -> SafeString:
    """Say in a word whether a way out works."""
    if health.is_failing:
        return chip(gettext("In trouble"), "bad", title=gettext(health.last_error) if health.last_error else "")
    return chip(gettext("Works"), "good") if health.last_ok_at else chip(gettext("Never tried"), "warn")


@register.simple_tag
def trial_state(tried: Tried | None) -> SafeString:
    """Say whether a channel was tried, by whom and what came of it."""
    if not tried:
        return chip(gettext("not tried"), "warn")
    by = f"{tried.made_by_name} · {instant_text(tried.made_at)}"
    if tried.outcome == Outcome.TRAPPED:
        return chip(gettext("tried, kept in the trap"), "info", title=by)
    if tried.has_arrived:
        return chip(gettext("tried"), "good", title=by)
    return chip(gettext("tried, did not leave"), "bad", title=f"{by} · {gettext(tried.detail) if tried.detail else ''}")


@register.simple_tag
def sender_state(row: SenderRow | None) -> SafeString:
    """Say whether an address is in use."""
    if row is None:
        return chip(gettext("none chosen"))
    return chip(gettext("in use"), "good") if row.identity.is_verified else chip(gettext("waits for its link"), "warn")


@register.filter
def finding_words(finding: Finding) -> str:
    """Say what was seen in a zone, in the reader's language."""
    return gettext(finding.sentence) % finding.values


HANDED_STATES: dict[MessageState, Promise | str] = STATES | {MessageState.SENT: _("Handed over")}


@register.simple_tag
def handed_chip(row: MessageRow) -> SafeString:
    """Show where a letter of a postal provider stands: waiting, handed over, or kept in the trap."""
    if row.was_trapped and row.state is MessageState.SENT:
        return chip(_("Trapped"), "held")
    return chip(HANDED_STATES[row.state], TONES[row.state])


@register.filter
def dated(header: str) -> str:
    """Write the date of a mail for its reader; one that says no date is shown as it is."""
    try:
        return instant_text(parsedate_to_datetime(header))
    except ValueError:
        return header
