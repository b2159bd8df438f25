"""What changed, in words: the audit keeps names, codes and ISO days; people read fields, values, days and amounts of their own language."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext

from encaisse.kit.actor import Role
from encaisse.kit.refusals import gettext_noop
from encaisse.ui.formats import amount_text, day_text, instant_text, list_text, money_text, number_text
from encaisse.ui.words import ROLE_NAMES

FIELDS = {
    "about": gettext_noop("about"), "accept_stale": gettext_noop("old figures accepted"), "account": gettext_noop("bank account"),
    "accounts": gettext_noop("accounts"), "action_id": gettext_noop("planned action"), "actions": gettext_noop("actions"),
    "address": gettext_noop("address"), "address_taken": gettext_noop("shared addresses"), "advances": gettext_noop("moves the level"),
    "after": gettext_noop("text after"), "allocations": gettext_noop("allocations"), "amount": gettext_noop("amount"),
    "as": gettext_noop("taken for"), "at": gettext_noop("at"), "back_on": gettext_noop("back on"), "bad": gettext_noop("faults found"),
    "batch_id": gettext_noop("batch"), "before": gettext_noop("before"), "by": gettext_noop("replaced by"),
    "calls": gettext_noop("calls a day"), "capital": gettext_noop("capital"), "changed": gettext_noop("what changed"),
    "channel": gettext_noop("channel"), "choice": gettext_noop("choice"), "city": gettext_noop("city"),
    "closings": gettext_noop("closings"), "code": gettext_noop("code"), "codes": gettext_noop("states"),
    "comments": gettext_noop("comments"), "common_calls": gettext_noop("common calls"), "completed": gettext_noop("completed"),
    "contacts": gettext_noop("contacts"), "country": gettext_noop("country"), "created": gettext_noop("created"),
    "credit_id": gettext_noop("credit"), "currency": gettext_noop("currency"), "customer_ids": gettext_noop("numbers of the customers"),
    "customers": gettext_noop("customers"), "day": gettext_noop("day"), "days": gettext_noop("days"), "debit_id": gettext_noop("debit"),
    "decided": gettext_noop("decided"), "document": gettext_noop("document"), "documents": gettext_noop("documents"),
    "domain": gettext_noop("domain"), "duty": gettext_noop("duty"), "ecb": gettext_noop("ECB rate"), "email": gettext_noop("e-mail"),
    "expected_on": gettext_noop("money expected on"), "fact": gettext_noop("fact"), "fee_amount": gettext_noop("fee"),
    "fields": gettext_noop("particulars"), "file": gettext_noop("file"), "filed_by": gettext_noop("filed"),
    "files": gettext_noop("files"), "findings": gettext_noop("findings"), "first_year": gettext_noop("first year"),
    "for": gettext_noop("promised for"), "for_consumers": gettext_noop("for consumers"), "from": gettext_noop("before"),
    "from_level": gettext_noop("from level"), "from_on": gettext_noop("from"), "full": gettext_noop("everybody decided again"),
    "group_id": gettext_noop("group"), "handover_for": gettext_noop("handed over for"), "handover_to": gettext_noop("handed over to"),
    "happened_at": gettext_noop("happened at"), "held": gettext_noop("held"), "host": gettext_noop("server"), "how": gettext_noop("how"),
    "iban": gettext_noop("IBAN"), "iban_ends": gettext_noop("IBAN ends with"), "is_default": gettext_noop("by default"),
    "is_paused": gettext_noop("paused"), "is_restricted": gettext_noop("restricted"), "is_set": gettext_noop("is set"),
    "is_shared": gettext_noop("shared"), "item_id": gettext_noop("due line"), "items": gettext_noop("due lines"),
    "job": gettext_noop("job"), "joined": gettext_noop("joined"), "joins": gettext_noop("joins the message of"),
    "joint": gettext_noop("joint reminders"), "kind": gettext_noop("kind"), "known": gettext_noop("already known"),
    "language": gettext_noop("language"), "last_year": gettext_noop("last year"), "left_out": gettext_noop("left out"),
    "judgment_on": gettext_noop("judgment of"),
    "legal_form": gettext_noop("legal form"), "legal_individual": gettext_noop("legal rate, individuals"),
    "legal_mentions": gettext_noop("legal mentions"), "legal_professional": gettext_noop("legal rate, professionals"),
    "letter": gettext_noop("right"), "limit_mb": gettext_noop("limit in MB"), "made_with": gettext_noop("made with"),
    "manager_id": gettext_noop("manager"), "mediator_address": gettext_noop("mediator’s address"),
    "mediator_name": gettext_noop("mediator"), "mediator_site": gettext_noop("mediator’s site"), "members": gettext_noop("members"),
    "mentions": gettext_noop("mentions"), "messages": gettext_noop("messages"), "month": gettext_noop("month"),
    "may_dun": gettext_noop("we dun for the factor"),
    "months": gettext_noop("months removed"), "name": gettext_noop("name"), "nature": gettext_noop("nature"),
    "noted": gettext_noop("noted"), "number": gettext_noop("number"), "objected_at": gettext_noop("objected at"),
    "on": gettext_noop("on"), "open_rows": gettext_noop("open rows"), "outcome": gettext_noop("outcome"),
    "outlook": gettext_noop("outlook"), "password_changed": gettext_noop("password changed"), "payer_id": gettext_noop("payer"),
    "payment_day": gettext_noop("usual payment day"), "permission": gettext_noop("permission"), "phone": gettext_noop("phone"),
    "place": gettext_noop("place"), "planned": gettext_noop("planned"), "portal": gettext_noop("portal"),
    "portals": gettext_noop("portals"), "postcode": gettext_noop("postcode"), "purpose": gettext_noop("purpose"),
    "reason": gettext_noop("reason"), "reason_code": gettext_noop("reason"), "receivable_rows": gettext_noop("rows of receivables"),
    "region": gettext_noop("region"), "registry": gettext_noop("registry"), "reopened": gettext_noop("reopened"),
    "replaced_by": gettext_noop("replaced by"),
    "reopened_item_ids": gettext_noop("due lines opened again"), "result": gettext_noop("result"),
    "retired_on": gettext_noop("retired on"), "role": gettext_noop("role"), "rows": gettext_noop("rows"),
    "segment": gettext_noop("segment"), "sending_slot": gettext_noop("sending slot"), "sent": gettext_noop("words sent"),
    "sent_on": gettext_noop("sent on"), "service_code": gettext_noop("service code"), "settled": gettext_noop("settled"),
    "sha256": gettext_noop("fingerprint"), "short_name": gettext_noop("short name"), "sign_in": gettext_noop("sign-in"),
    "simulate": gettext_noop("simulation"), "siren": gettext_noop("SIREN"), "siret": gettext_noop("SIRET"),
    "source": gettext_noop("source"), "source_id": gettext_noop("source"), "stand_in": gettext_noop("stand-in"),
    "stand_in_id": gettext_noop("stand-in"), "starts_on": gettext_noop("applies from"), "state": gettext_noop("state"),
    "step": gettext_noop("step"), "stop": gettext_noop("asks to stop"), "street": gettext_noop("street"),
    "subject": gettext_noop("subject"), "suggested": gettext_noop("suggested"), "supplier_number": gettext_noop("supplier number"),
    "team_id": gettext_noop("team"), "terms_code": gettext_noop("payment terms"), "ticket": gettext_noop("ticket"),
    "timezone": gettext_noop("time zone"), "to": gettext_noop("after"), "to_on": gettext_noop("until"),
    "true_until_on": gettext_noop("true until"), "unchanged": gettext_noop("unchanged"), "until": gettext_noop("until"),
    "until_on": gettext_noop("until"), "updated": gettext_noop("updated"), "use": gettext_noop("use"), "user": gettext_noop("user"),
    "value_id": gettext_noop("given to"), "vat_number": gettext_noop("VAT number"), "version": gettext_noop("version"),
    "waiting": gettext_noop("waiting"), "warnings": gettext_noop("warnings"), "was": gettext_noop("was"),
    "website": gettext_noop("website"), "why": gettext_noop("why"),
}  # fmt: skip
# The fields that hold codes: what else they hold is told as it is written.
CODED = frozenset({
    "as", "changed", "channel", "choice", "duty", "fields", "filed_by", "from", "how", "kind", "language", "letter", "nature", "outcome",
    "outlook", "reason", "result", "segment", "sign_in", "state", "suggested", "to", "use",
})  # fmt: skip
COUNTED = frozenset({"held", "planned"})  # how many of each code
VALUES = {
    "CLOSE_FOLLOW_UP": gettext_noop("close follow-up"), "CONSUMER": gettext_noop("consumers"), "KEY_ACCOUNT": gettext_noop("key account"),
    "PUBLIC": gettext_noop("public bodies"), "SMALL": gettext_noop("small customers"), "SME": gettext_noop("small and medium companies"),
    "STRATEGIC": gettext_noop("strategic"), "absent": gettext_noop("away"), "accepted": gettext_noop("accepted"),
    "act": gettext_noop("acts"), "acted_today": gettext_noop("already acted today"),
    "taken_back": gettext_noop("taken back today"), "address": gettext_noop("by the address"),
    "address_objects": gettext_noop("address objects"), "address_taken": gettext_noop("shared address"),
    "allocate_credits": gettext_noop("allocate credits"), "already_paid": gettext_noop("already paid"),
    "approve": gettext_noop("approves"), "auto_reply": gettext_noop("automatic reply"),
    "below_threshold": gettext_noop("below the minimum"), "block_request": gettext_noop("block request"),
    "bounce": gettext_noop("message that came back"), "call": gettext_noop("call"), "call_back": gettext_noop("to call back"),
    "caps": gettext_noop("contacted enough"), "closed_day": gettext_noop("not a working day"), "closure": gettext_noop("customer closed"),
    "colleague": gettext_noop("mail of a colleague"), "collector": gettext_noop("collector"),
    "commercial_talks": gettext_noop("commercial talks"), "complaint": gettext_noop("complaint"),
    "contact_away": gettext_noop("contact away"), "contact_gap": gettext_noop("contacted less than 3 days ago"),
    "contacts": gettext_noop("contacts"), "copy_request": gettext_noop("copy wanted"), "corrected": gettext_noop("corrected"),
    "corrected_for_them": gettext_noop("corrected, the customer’s error"),
    "credited": gettext_noop("credited"), "credits_cover": gettext_noop("credits to allocate"),
    "credits_to_choose": gettext_noop("credits: call or send the net"), "customer_request": gettext_noop("asked by the customer"),
    "customers": gettext_noop("customers"), "dead": gettext_noop("no longer reaches"), "deposited": gettext_noop("deposited"),
    "dispatches": gettext_noop("sendings"), "dispute": gettext_noop("dispute"), "disputed": gettext_noop("contested"),
    "doubtful": gettext_noop("doubtful"), "down": gettext_noop("portal down"), "einvoice": gettext_noop("e-invoices"),
    "einvoice_cancelled": gettext_noop("e-invoice cancelled"), "einvoice_disputed": gettext_noop("e-invoice disputed"),
    "einvoice_factored": gettext_noop("e-invoice factored"), "einvoice_not_arrived": gettext_noop("e-invoice that did not arrive"),
    "einvoice_refused": gettext_noop("e-invoice refused"), "einvoice_to_complete": gettext_noop("e-invoice to complete"),
    "email": gettext_noop("e-mail"), "en": gettext_noop("in English"), "fax": gettext_noop("fax"), "fec": gettext_noop("FEC"),
    "files": gettext_noop("PDFs"), "find_a_contact": gettext_noop("find a contact"), "find_payment": gettext_noop("find a payment"),
    "formal_notice_to_decide": gettext_noop("formal notice to decide"), "fr": gettext_noop("in French"),
    "gesture": gettext_noop("commercial gesture"), "go_live_open": gettext_noop("go-live not closed"), "gone": gettext_noop("gone away"),
    "good": gettext_noop("good"), "hand_over": gettext_noop("hand-over"), "hard": gettext_noop("for good"),
    "insolvency": gettext_noop("insolvency"), "instalment_missed": gettext_noop("instalment missed"),
    "internal_check": gettext_noop("internal check"), "internal_task": gettext_noop("internal task"),
    "invoices": gettext_noop("invoices"), "items": gettext_noop("open items"), "items_held": gettext_noop("held item by item"),
    "leave_out": gettext_noop("left out"), "left": gettext_noop("has left"), "legal": gettext_noop("with legal"),
    "letter": gettext_noop("letter"), "levels": gettext_noop("levels"), "life_cycle": gettext_noop("life of e-invoices"),
    "management_decision": gettext_noop("decision of the management"), "manual": gettext_noop("held by a person"),
    "message_bounced": gettext_noop("message came back"), "mobile": gettext_noop("mobile"), "no_answer": gettext_noop("no answer"),
    "no_contact": gettext_noop("no address"), "no_reminder_delivered": gettext_noop("no reminder delivered"),
    "none": gettext_noop("no sign-in"), "not_a_customer": gettext_noop("no customer’s"),
    "not_sent": gettext_noop("could not leave"), "not_yet": gettext_noop("next step not due yet"),
    "nothing_late": gettext_noop("nothing late"), "nothing_open": gettext_noop("nothing open"),
    "notice": gettext_noop("notice of a server"), "oauth2": gettext_noop("OAuth2"), "old_balance": gettext_noop("old balance"),
    "other": gettext_noop("other"), "paid": gettext_noop("paid"), "part_payment": gettext_noop("just paid in part"),
    "password": gettext_noop("password"), "payment_announced": gettext_noop("payment announced"), "payments": gettext_noop("payments"),
    "person": gettext_noop("by a person"), "phone": gettext_noop("phone"), "plan": gettext_noop("plan"),
    "plan_notice": gettext_noop("notice of the plan"), "plan_notice_run": gettext_noop("plan ended"), "portal": gettext_noop("portal"),
    "postal": gettext_noop("postal address"), "presentation_date_missing": gettext_noop("date of presentation missing"),
    "promise": gettext_noop("promise"), "promise_broken": gettext_noop("promise not kept"),
    "promise_broken_not_reached": gettext_noop("promise not kept, not reached"), "promise_to_check": gettext_noop("promise to check"),
    "promised": gettext_noop("promised"), "put_off": gettext_noop("put off"), "quiet_period": gettext_noop("quiet period"),
    "reached": gettext_noop("reached"), "reached_formal_notice": gettext_noop("formal notice reached"),
    "reached_legal": gettext_noop("legal reached"), "reached_r1": gettext_noop("first reminder reached"),
    "reached_r2": gettext_noop("second reminder reached"), "reached_r3": gettext_noop("third reminder reached"),
    "refresh_facts": gettext_noop("refresh the facts"), "refused": gettext_noop("was refused"),
    "registered_letter": gettext_noop("registered letter"), "reply": gettext_noop("reply"), "request": gettext_noop("requests"),
    "sales_task": gettext_noop("task for sales"), "sales_window": gettext_noop("with sales"), "salesperson": gettext_noop("salesperson"),
    "scenario": gettext_noop("scenario"), "scenario_ended": gettext_noop("scenario ended"), "seen": gettext_noop("seen"),
    "send_copy": gettext_noop("send a copy"), "sms": gettext_noop("SMS"), "sms_answered": gettext_noop("SMS answered"),
    "soft": gettext_noop("for a while"), "stale_facts": gettext_noop("facts too old"),
    "start_at_r1": gettext_noop("starts at the first reminder"), "started": gettext_noop("started"), "step_due": gettext_noop("step due"),
    "sure": gettext_noop("sure"), "switchboard": gettext_noop("switchboard"), "thread": gettext_noop("by the message it answers"),
    "to_dun": gettext_noop("to be chased"), "token": gettext_noop("by the address it answers"), "tone_kept": gettext_noop("tone kept"),
    "trapped": gettext_noop("trapped"), "unfounded": gettext_noop("unfounded"), "unknown": gettext_noop("unknown"),
    "unreachable": gettext_noop("unreachable"), "unsubscribe": gettext_noop("unsubscribed"), "view": gettext_noop("views"),
    "visit": gettext_noop("visit"), "voicemail": gettext_noop("voicemail"),
    "liquidation": gettext_noop("liquidation"), "receivership": gettext_noop("receivership"), "safeguard": gettext_noop("safeguard"),
    "waiting_for_document": gettext_noop("waiting for a document"), "watch": gettext_noop("to watch"),
    "wrong_number": gettext_noop("wrong number"),
}  # fmt: skip
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
AMOUNTS = ("amount", "_amount", "capital")
# An earlier version kept yes and no as these; what is kept is never rewritten.
KEPT_AS_WORDS = ("True", "False")


def field_words(name: str) -> str:
    """Name a field; one of an earlier version keeps its code, a due line its number."""
    if name.isdecimal():
        return f"{gettext(FIELDS['item_id'])} {name}"
    return gettext(FIELDS[name]) if name in FIELDS else name


def code_words(code: str) -> str:
    return gettext(VALUES[code]) if code in VALUES else field_words(code)


def changes_in_words(change: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say each thing that changed: its name, and what it is now, in words."""
    currency = str(change.get("currency") or "")
    return [(field_words(name), value_words(name, value, currency=currency)) for name, value in change.items() if value not in (None, "")]


def value_words(name: str, value: Any, *, currency: str = "") -> str:
    """Say a value as the reader expects it: a day, an amount, yes or no, a code in words."""
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, Mapping):
        return mapping_words(name, value, currency)
    if isinstance(value, list):
        return list_text(value_words(name, each, currency=currency) for each in value)
    if isinstance(value, bool) or value in KEPT_AS_WORDS:
        return gettext("yes") if str(value) == "True" else gettext("no")
    if isinstance(value, int):
        return str(value) if name.endswith(("_id", "_ids", "year")) else number_text(value)
    return text_words(name, str(value), currency=currency)


def mapping_words(name: str, value: Mapping[str, Any], currency: str) -> str:
    """Say what was before and after, an amount with its currency, or several values by their names."""
    if set(value) == {"from", "to"}:
        return f"{value_words(name, value['from'], currency=currency)} → {value_words(name, value['to'], currency=currency)}"
    if set(value) == {"amount", "currency"}:
        return money_text(Decimal(str(value["amount"])), str(value["currency"]))
    said = code_words if name in COUNTED else field_words
    return list_text(f"{said(str(key))} {value_words(str(key), each, currency=currency)}" for key, each in value.items())


def text_words(name: str, value: str, *, currency: str) -> str:
    """Say a day, an instant, an amount or a code that the audit keeps as text."""
    if name == "role" and value in set(Role):
        return str(ROLE_NAMES[Role(value)])
    if name == "fields" and value in FIELDS:
        return gettext(FIELDS[value])
    if name in CODED and value in VALUES:
        return gettext(VALUES[value])
    if name.endswith(AMOUNTS) or (name.isdecimal() and "." in value):
        return amount_words(value, currency)
    return moment_words(value)


def amount_words(value: str, currency: str) -> str:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return value
    return money_text(amount, currency) if currency else amount_text(amount)


def moment_words(value: str) -> str:
    try:
        if DAY.fullmatch(value):
            return day_text(date.fromisoformat(value))
        if INSTANT.match(value):
            return instant_text(datetime.fromisoformat(value))
    except ValueError:
        return value
    return value
