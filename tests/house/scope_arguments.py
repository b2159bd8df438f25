"""What every query is asked in the small world, by the name of the parameter; and the queries that say nothing about a customer."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q

from encaisse.audit.queries import Filters as AuditFilters
from encaisse.creditors import queries as creditors
from encaisse.customers import queries as customers
from encaisse.customers.rules import Filters
from encaisse.kit.actor import Permission
from encaisse.messages.queries import MessageFilters, incoming
from encaisse.workbench.queries.file import Commitments
from house.scope_world import AT, COLLECTOR, ON, STATES, SYSTEM, WEEK, WORD, World

CONDITION = "a condition or its parameters: what others join, and what this test proves through them"
GIVEN = "works on what the caller was given by a query that is walked here; reads nothing more about a customer"
OF_ITS_OWN = "names no customer: people, roles, texts, calendars, files on disk"
SEVERAL = "the run itself, of whole creditors: only the system and whoever may run it for everyone ask"

EXEMPT = {
    "audit.in_reach": CONDITION,
    "commitments.in_sight": CONDITION,
    "creditors.in_reach": CONDITION,
    "customers.scope.in_scope": CONDITION,
    "customers.scope.people_in_scope": CONDITION,
    "customers.scope.scope_parameters": CONDITION,
    "disputes.customers_in_sight": CONDITION,
    "dunning.orders.in_reach": CONDITION,
    "intake.imports.in_reach": CONDITION,
    "ledger.balances.parameters": CONDITION,
    "ledger.freshness.in_reach": CONDITION,
    "creditors.calendar": OF_ITS_OWN,
    "files.missing_files": OF_ITS_OWN,
    "messages.channels.server_of_installation": OF_ITS_OWN,
    "messages.templates.shipped_template": OF_ITS_OWN,
    "messages.templates.template": OF_ITS_OWN,
    "messages.templates.template_versions": OF_ITS_OWN,
    "messages.templates.templates": OF_ITS_OWN,
    "dunning.scenarios.check_reach": CONDITION,
    "dunning.scenarios.scenario_cards": OF_ITS_OWN,
    "dunning.versions.draft_of": OF_ITS_OWN,
    "dunning.versions.keys_ever": OF_ITS_OWN,
    "dunning.versions.locked_scenario": OF_ITS_OWN,
    "dunning.versions.scenario_card": OF_ITS_OWN,
    "dunning.versions.scenarios_in_reach": CONDITION,
    "dunning.versions.texts": OF_ITS_OWN,
    "dunning.versions.version": OF_ITS_OWN,
    "dunning.versions.version_in_force": OF_ITS_OWN,
    "dunning.versions.version_numbered": OF_ITS_OWN,
    "dunning.versions.versions_making": OF_ITS_OWN,
    "dunning.versions.versions_of": OF_ITS_OWN,
    "dunning.changing.compared": SEVERAL,
    "dunning.changing.who_changes": SEVERAL,
    "dunning.followers.customers_given": "how many customers in sight follow a scenario of their own: names none",
    "dunning.followers.items_given": "how many invoices in sight follow a scenario of their own: names none",
    "ledger.rates.entered_rates": OF_ITS_OWN,
    "ledger.rates.rates": OF_ITS_OWN,
    "people.names": OF_ITS_OWN,
    "people.own_absences": OF_ITS_OWN,
    "people.own_card": OF_ITS_OWN,
    "people.people": OF_ITS_OWN,
    "people.people_with_role": OF_ITS_OWN,
    "people.permission_table": OF_ITS_OWN,
    "people.person": OF_ITS_OWN,
    "people.stand_ins": OF_ITS_OWN,
    "people.away": OF_ITS_OWN,
    "people.team_names": OF_ITS_OWN,
    "people.teams": OF_ITS_OWN,
    "people.teams_of": OF_ITS_OWN,
    "messages.senders.own_sender": OF_ITS_OWN,
    "messages.senders.sender_to_verify": OF_ITS_OWN,
    "messages.senders.senders_of_people": OF_ITS_OWN,
    "messages.senders.senders_of_teams": OF_ITS_OWN,
    "people.user_file": OF_ITS_OWN,
    "people.user_files": OF_ITS_OWN,
    "workbench.day.calls_noted": "how many calls a person made: names no customer",
    "workbench.day.collector_cards": OF_ITS_OWN,
    "workbench.day.collectors": OF_ITS_OWN,
    "workbench.day.sees_many": OF_ITS_OWN,
    "workbench.day.today_of": OF_ITS_OWN,
    "workbench.day.user_by_email": OF_ITS_OWN,
    "customers.cards.parties_by_siren": "parties stand above creditors; an import asks with the numbers of its own file and is told ids",
    "files.content": "whoever was given the hash by a row in sight may read its bytes; a hash cannot be guessed",
    "files.media_type": "as above",
    "files.linked": "the room stands below customers: it is asked for a customer already in sight, within the creditors in reach",
    "ledger.items.rounds": "gives back the ids asked; what it counts keeps to the scope, as the ledger's own test says",
    "ledger.situation.situation_preview": SEVERAL,
    "ledger.verification.differences": SEVERAL,
    "dunning.payers.payer_state": SEVERAL,
    "dunning.payers.payer_states": SEVERAL,
    "dunning.verifying.differences": SEVERAL,
    "dunning.verifying.wrongly_skipped": SEVERAL,
    "workbench.closes.closed_parameters": CONDITION,
    "workbench.closes.differences": SEVERAL,
    "workbench.portfolio.lines": "shows the balances it was given; what it adds is walked by itself",
    "workbench.portfolio.closed_lines": "as above",
    "workbench.saved_views.saved_views": "names no customer: how one looks at the portfolio",
    "dunning.approving.draft": GIVEN,
    "dunning.composing.addressed": GIVEN,
    "dunning.composing.compositions": GIVEN,
    "dunning.composing.creditor_block": GIVEN,
    "dunning.making.outgoing_of": GIVEN,
    "dunning.trials.trial": "renders what `dunning.trials.draft_of_today` gives, which is walked by itself",
    "dunning.trials.invented": "an invented customer, in the name of a company the caller was given",
    "dunning.making.rendered": GIVEN,
    "intake.previews.preview": GIVEN,
    "intake.previews.recognised_kind": GIVEN,
    "messages.outbox.queued_ids": GIVEN,
    "messages.boxes.fault_of": GIVEN,
    "messages.received.standing_of": GIVEN,
    "messages.received.digest_of": OF_ITS_OWN,
    "messages.received.is_of_our_side": OF_ITS_OWN,
    "messages.received.may_file": OF_ITS_OWN,
    "workbench.file.calendar_of": GIVEN,
    "workbench.file.payer_overdue": "adds up what `customers.paid_by` and `ledger.open_items` gave, which are walked by themselves",
    "workbench.file.header": "shows the file it was given; what it adds is walked by itself",
    "workbench.order.capacities": "how many calls people make: names no customer",
    "workbench.order.capacity_of": "as above",
    "workbench.order.pinned_without_call": GIVEN,
    "workbench.team.collectors_led": OF_ITS_OWN,
    "customers.notes.colleagues": "names of colleagues; the customer must be in scope, which its own test says",
    "customers.notes.mentioned": "names colleagues of a customer already in sight, as above",
    "customers.notes.unread_mentions": "one's own mentions only, of customers in scope: its own test says so",
    "people.colleagues": OF_ITS_OWN,
    "dunning.by_hand.warnings_before_writing": "said of a customer already in sight: `customers.customer` refuses any other",
    "workbench.by_hand.composed": "a draft to a customer already in sight: `customers.customer` refuses any other",
    "workbench.by_hand.gathered": GIVEN,
    "workbench.by_hand.is_allowed_legal": OF_ITS_OWN,
    "workbench.by_hand.recipients": GIVEN,
    "workbench.by_hand.started_from": GIVEN,
    "workbench.by_hand.template_of": OF_ITS_OWN,
    "workbench.by_hand.templates_to_start_from": OF_ITS_OWN,
    "workbench.statement.statement_pdf": GIVEN,
    "workbench.workbooks.write_statement": GIVEN,
    "workbench.writing.open_of": GIVEN,
    "workbench.writing.sections_of": GIVEN,
    "workbench.writing.sender_of": GIVEN,
    "workbench.writing.writing": GIVEN,
    "workbench.day.calls": "the list of the day, walked as `workbench.day.day`",
}
# Facts of a creditor, shown to everybody who works for it; hidden from whoever does not.
OF_CREDITOR = frozenset({
    "creditors.bank_accounts", "creditors.creditor", "creditors.creditor_by_siren", "creditors.creditors_in_reach",
    "creditors.default_iban", "creditors.may_edit", "creditors.quiet_periods", "creditors.today_of", "dunning.moment.day_of",
    "creditors.closed_days", "creditors.logo",
    "creditors.own_calendar", "dunning.oversight.caps_of", "dunning.oversight.is_supervised", "dunning.oversight.own_caps",
    "dunning.oversight.supervised", "dunning.orders.run_order", "dunning.orders.run_orders",
    "dunning.moment.facts_true_until",
    "dunning.moment.is_live", "dunning.moment.last_runs", "dunning.moment.reading", "dunning.payers.payer_ids_to_decide",
    "dunning.scenarios.scenarios_in_force", "dunning.scenarios.scenarios_since",
    "dunning.scenarios.segments_of", "dunning.standing.live_since", "intake.imports.findings",
    "intake.imports.import_file", "intake.imports.imports", "intake.uploads.upload", "intake.uploads.uploads",
    "messages.boxes.mailbox_of", "messages.boxes.mailboxes", "messages.boxes.mailboxes_to_read", "messages.boxes.mailbox_in_reach",
    "messages.boxes.way_in", "messages.boxes.creditor_of_mailbox", "messages.boxes.reply_address", "messages.received.unfiled",
    "messages.received.count_to_file", "messages.received.mails_to_file",
    "ledger.freshness.facts_true_until", "ledger.freshness.freshness",
    "messages.channels.gateway_card", "messages.channels.mail_server", "messages.channels.may_connect", "messages.channels.may_look",
    "messages.channels.server_card", "messages.channels.sms_gateway", "messages.channels.ways_out",
    "messages.trials.may_try", "messages.trials.tried",
    "messages.switches.stopped_creditors", "messages.switches.stops",
    "workbench.closes.close", "workbench.closes.closed_days", "workbench.closes.closes", "workbench.closes.first_facts",
    "workbench.compares.asked_of", "workbench.compares.pair",
    "workbench.day.freshness", "workbench.onboarding.journey", "workbench.onboarding.journeys",
})  # fmt: skip


def arguments(world: World) -> dict[str, Any]:
    calendar = creditors.calendar(SYSTEM, "")
    everything, item = world.everything(), world.disputed
    contact = customers.contacts(everything, world.customer)[0]
    file = customers.customer(everything, world.customer)
    return {
        "contact_id": contact.id, "address_id": contact.addresses[0].id, "condition": Q(), "customer": file, "state": "ready",
        "engaged": Commitments(promises=(), disputes=(), plans=()), "holds": (), "search": "",
        "import_id": world.file, "upload_id": world.upload,
        "customer_id": world.customer, "customer_ids": list(world.customers.values()), "payer_id": world.customer,
        "creditor_id": world.here, "on": ON, "since": ON - 9 * WEEK, "until": ON, "code": f"{WORD}-draft", "siren": "552100554",
        "item_id": item, "item_ids": [item], "ids": [item], "document_ids": [world.document], "number": WORD, "words": WORD,
        "channel": "email", "channels": ["email"], "plan_id": world.plan, "promise_id": world.promise, "dispute_id": world.dispute,
        "action_id": world.action, "action_ids": [world.action], "hold_id": world.hold, "facts_true_until": ON, "calendar": calendar,
        "message_id": world.message, "message_ids": [world.message], "batch_id": world.batch, "order_id": world.order,
        "attachment_id": world.attachment, "instant": AT - WEEK,
        "states": [state for state, _ in STATES.values()], "permission": Permission.CUSTOMER_VIEW, "limit": 200,
        "owner_id": COLLECTOR,
        "role": "message", "sha256": world.sha, "by": COLLECTOR, "at": None, "page": 1, "size": 50, "sort": "name", "full": True,
        "filters": Filters(), "numbers": [f"{WORD}DRAFT".upper()],
        "grouping": "collector", "close_id": world.close, "before_id": world.close, "after_id": world.later_close,
        "rows": (), "comment_ids": [world.comment],
        "mail_id": world.mail, "mailbox_id": world.mailbox, "tokens": (f"{WORD}draft",), "mail_ids": (),
        "digest": contact.addresses[0].digest, "now": AT, "all_now": True, "addresses": ("relances@alpha.fr",), "key": "k",
        "row": incoming(SYSTEM, world.mail), "mail": incoming(SYSTEM, world.mail),
    }  # fmt: skip


# Where the same name means another thing.
def special(world: World) -> dict[str, dict[str, Any]]:
    return {
        "audit.wanted": {"filters": AuditFilters()},
        "ledger.balances.balances_to_re_age": {"on": date(2030, 1, 1)},
        "messages.openings.sms_openings": {"at": AT},
        "customers.identified.customers_by_numbers": {"vat_numbers": [WORD]},
        "messages.received.message_sent_to": {"digest": b"d" * 32, "at": AT},
        "messages.received.mails_of_sender": {"digest": b"d" * 32, "since": AT - WEEK},
        "messages.received.soft_bounces": {"digest": b"d" * 32, "since": AT - WEEK},
        "messages.received.possible_customers": {"row": replace(incoming(SYSTEM, world.mail), sender=f"someone@{WORD}.fr")},
        "messages.outbox.message_list": {"filters": MessageFilters()},
    }
