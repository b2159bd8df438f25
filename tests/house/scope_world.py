"""A small world to look at from outside: customers whose every trace is recognisable, and strangers who must see none of it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

from encaisse.commitments import actions as commitments
from encaisse.commitments.rules import Instalment
from encaisse.creditors import actions as creditor_actions
from encaisse.creditors import queries as creditors
from encaisse.customers import actions as customers
from encaisse.customers import queries as customer_queries
from encaisse.customers.rules import NewContact
from encaisse.customers.rules.notes import NewAttachment
from encaisse.customers.rules.objections import Use
from encaisse.customers.rules.portals import PortalTerms
from encaisse.disputes import actions as disputes
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries as dunning_queries
from encaisse.dunning.models import (
    ActionItem,
    Decision,
    Deposit,
    DraftWording,
    ItemStep,
    LetterFact,
    PlannedAction,
    PostalReturn,
    Replay,
    ReplayPayer,
    Run,
    RunOrder,
    ScenarioRequest,
    Signal,
    Supervision,
    TextToDeposit,
)
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.files import actions as files
from encaisse.intake.models import Import, ImportFinding, StrayFile, Upload
from encaisse.kit.actor import Actor, Grant, Mode, Permission, Scope
from encaisse.ledger import actions as ledger
from encaisse.ledger.models import Document
from encaisse.ledger.rules.evidence import DispatchChannel, DispatchFacts, FileFacts, ParticularsFacts
from encaisse.messages.actions import stop_sending
from encaisse.messages.models import (
    Complaint,
    ContactEvent,
    FaxGateway,
    Incoming,
    JointWords,
    LetterRoute,
    Mailbox,
    Message,
    PrintBatch,
    SmsAnswer,
    SmsDoor,
)
from encaisse.people.models import User
from encaisse.proceedings import actions as proceedings
from encaisse.proceedings.rules import InsolvencyKind
from encaisse.workbench import actions as workbench
from encaisse.workbench.models import Call, Pin, Place, Visit
from encaisse.workbench.rules.reviews import Review
from ledger.world import ON, SYSTEM, a_creditor, a_customer, a_source, an_item

# Whatever concerns the customers out of scope bears this word, an id from here on, or this amount.
WORD, FIRST_ID, AMOUNT = "zoulou", 7_100_000, "7171.17"
FIRST_PLAIN_ID = 50_000  # beyond what migrations made; the numbering of an earlier test is forgotten
TRACE = re.compile(rf"{WORD}|(?<![\d-])71\d{{5}}(?!\d)|{AMOUNT}", re.IGNORECASE)
COLLECTOR, COLLEAGUE = 7, 8
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
STATES = {
    "call": ("approved", "call"),
    "task": ("approved", "internal_task"),
    "deposit": ("approved", "portal"),
    "mail": ("approved", "email"),
    "draft": ("to_approve", "email"),
}


class World:
    """Creditor `here` with one collector's customers, full of facts, and a colleague's bare one; creditor `there` with a bare one."""

    def __init__(self) -> None:
        count_from(FIRST_PLAIN_ID)
        for user_id in (COLLECTOR, COLLEAGUE):
            User.objects.create(pk=user_id, email=f"{user_id}@alpha.fr", name=str(user_id))
        self.here, self.there = a_creditor(name="Alpha"), a_creditor("443061841", "Omega")
        creditor_actions.add_bank_account(SYSTEM, self.here, name="x", iban="FR7630006000011234567890189", is_default=True)
        self.neighbour = a_customer(self.here, "Y1", "Yankee")
        customers.assign(SYSTEM, [self.neighbour], duty="collector", value_id=COLLEAGUE, on=ON)
        self.far = a_customer(self.there, "X1", "X-ray")
        self.source = a_source(self.here)
        ledger.set_freshness(SYSTEM, self.source, true_until_on=ON)
        dunning.follow_shipped(SYSTEM, self.here)
        dunning.close_go_live(SYSTEM, creditor_id=self.here, on=ON - 90 * DAY, supervised=False)
        self.of_the_creditor()
        self.portal = customers.add_portal(SYSTEM, name="Ariba")
        count_from(FIRST_ID)
        self.customers = {state: self.furnished(state) for state in STATES}
        self.customer = self.customers["draft"]
        self.call = next(each for each in dunning_queries.calls_to_make(self.everything())[0] if each.customer_id == self.customers["call"])
        ledger.re_age(SYSTEM, on=ON)
        count_from(FIRST_PLAIN_ID + 1000)  # that a company closed is no secret inside it
        self.close, self.later_close = (workbench.close_portfolio(SYSTEM, self.here, at=ON - days * DAY, on=ON).id for days in (8, 1))

    def of_the_creditor(self) -> None:
        stop_sending(SYSTEM, self.here, reason="Alpha")
        Run.objects.create(creditor_id=self.here, on=ON, ended_at=AT)
        self.replay = Replay.objects.create(creditor_id=self.here, name="Alpha", state="done", first_on=ON - WEEK, last_on=ON, most=1).pk
        file = {"creditor_id": self.here, "kind": "fec", "name": "Alpha.txt"}
        self.file = Import.objects.create(**file, source_id=self.source, file_sha256=b"f" * 32).pk
        ImportFinding.objects.create(of_import_id=self.file, position=1, severity="warning", code="unbalanced", values={"name": "Alpha"})
        blob = files.keep(SYSTEM, b"%PDF-1.4 alpha", "application/pdf")
        self.stray = StrayFile.objects.create(creditor_id=self.here, of_import_id=self.file, position=1, name="Alpha.pdf", blob_id=blob).pk
        box = {"address": "relances@alpha.fr", "host": "alpha", "read_from_on": ON, "fault": "password"}
        self.mailbox = Mailbox.objects.create(creditor_id=self.here, **box).pk
        sha = files.keep(SYSTEM, b"From: alpha@alpha.fr", "message/rfc822")
        Incoming.objects.create(
            creditor_id=self.here, content_id=sha, size=1, arrived_at=AT, identity="alpha", nature="reply", sender="alpha@alpha.fr"
        )
        self.upload = Upload.objects.create(**file, path="alpha", size=1).pk
        self.order = RunOrder.objects.create(creditor_id=self.here, on=ON, report={"told": [WORD]}).pk
        Supervision.objects.create(creditor_id=self.here)
        self.factor = ledger.add_factor(SYSTEM, self.here, name="Alpha", iban="FR7630006000011234567890189", may_dun=True)

    def furnished(self, state: str) -> int:
        """Make a customer about whom every query has something to say."""
        pk = a_customer(self.here, f"{WORD}-{state}", f"{WORD} {state}", vat_number=WORD)
        customers.assign(SYSTEM, [pk], duty="collector", value_id=COLLECTOR, on=ON)
        contact = customers.add_contact(
            SYSTEM, pk, NewContact(name=WORD, is_main=True, emails=(f"{state}@{WORD}.fr",), phones=("0472000001",))
        )
        customers.add_address(SYSTEM, contact, channel="postal", address=WORD)
        mobile = customers.add_address(SYSTEM, contact, channel="mobile", address="0612345678")
        customers.object(SYSTEM, mobile, at=AT, use=Use.SMS)
        customers.contact_away(SYSTEM, contact, back_on=ON + 4 * WEEK, on=ON, stand_in=f"{WORD} stand.in@{WORD}.fr")
        customers.write_note(SYSTEM, pk, WORD)
        [self.attachment] = customers.attach(SYSTEM, pk, [NewAttachment(f"{WORD}.txt", WORD.encode())])
        customers.set_instruction(SYSTEM, pk, WORD)
        customers.set_group(SYSTEM, pk, f"Groupe {WORD}")
        customers.propose_habit(SYSTEM, pk, value=10, on=ON)
        customers.set_closing(SYSTEM, pk, from_on=ON, to_on=ON + WEEK, name=WORD)
        item = self.receivables(pk, state)
        self.promises(pk, item)
        self.reminders(pk, item, state)
        self.messages(pk, state)
        self.comment = workbench.write_review(SYSTEM, pk, Review(body=WORD), on=ON - 2 * WEEK)
        return pk

    def receivables(self, pk: int, state: str) -> int:
        item = an_item(self.here, pk, f"{WORD}-{state}", AMOUNT, ON - 70 * DAY)
        paid, payment = an_item(self.here, pk, f"{WORD}-P{state}", "100", ON - WEEK), an_item(self.here, pk, f"{WORD}-R{state}", "-30")
        self.allocation = ledger.allocate(SYSTEM, debit_id=paid, credit_id=payment, amount=Decimal(10), on=ON)
        ledger.return_payment(SYSTEM, payment, on=ON)
        an_item(self.here, pk, f"{WORD}-M{state}", "-20", ON - WEEK)
        an_item(self.here, pk, f"{WORD}-X{state}", AMOUNT, ON - WEEK, doubt="no_document")
        document = Document.objects.get(customer_id=pk, number=f"{WORD}-{state}")
        ledger.record_delivery_state(SYSTEM, document.pk, code=210, happened_at=AT)
        self.evidence(document.pk)
        self.paid_document = Document.objects.get(customer_id=pk, number=f"{WORD}-P{state}").pk
        ledger.qualify(SYSTEM, qualified_as="to_dun", customer_ids=[pk])
        Document.objects.filter(customer_id=pk).update(qualified_as="")
        self.document = document.pk
        return item

    def evidence(self, document_id: int) -> None:
        self.evidence_sha = sha = files.keep(SYSTEM, WORD.encode(), "application/pdf")
        ledger.attach_files(SYSTEM, [FileFacts(document_id, sha, f"{WORD}.pdf")])
        ledger.record_dispatch(SYSTEM, DispatchFacts(document_id, ON, DispatchChannel.EMAIL, recipient=WORD), on=ON)
        ledger.record_particulars(SYSTEM, [ParticularsFacts(document_id, "cii", WORD, "380", Decimal(AMOUNT))])

    def promises(self, pk: int, item: int) -> None:
        calendar = creditors.calendar(SYSTEM, "")
        early = ON - 60 * DAY
        disputed, planned = (an_item(self.here, pk, f"{WORD}-{no}-{pk}", "50", ON - 60 * DAY) for no in (1, 2))
        reason = next(iter(disputes.rules.reasons()))
        self.dispute = disputes.open_dispute(SYSTEM, amounts={disputed: None}, reason=reason, on=early, calendar=calendar, comment=WORD)
        self.disputed = disputed
        ledger.assign_numbers(SYSTEM, self.factor, [f"{WORD}-1-{pk}"], on=ON)
        self.factored = Document.objects.get(customer_id=pk, number=f"{WORD}-1-{pk}").pk
        self.promise = commitments.make_promise(
            SYSTEM, item_ids=[item], amount=Decimal(100), promised_for=ON + WEEK, on=ON - DAY, given_by=WORD
        )
        self.planned = planned
        self.plan = commitments.propose_plan(SYSTEM, item_ids=[planned], instalments=[Instalment(1, ON + WEEK, Decimal(50))])
        self.hold = dunning.set_hold(SYSTEM, customer_id=pk, reason=HoldReason.OTHER, comment=WORD, on=ON, until_on=ON + WEEK)
        long_ago = date(2001, 1, 1)  # nothing was born before: it stops nothing
        self.insolvency = proceedings.note_insolvency(
            SYSTEM, pk, kind=InsolvencyKind.SAFEGUARD, judgment_on=long_ago, published_on=long_ago, court=WORD, on=ON
        )

    def reminders(self, pk: int, item: int, state: str) -> None:
        now, channel = STATES[state]
        values = {
            "creditor_id": self.here, "customer_id": pk, "version_id": 1, "position": 1, "level": 2, "mode": "to_approve",
            "net_amount": Decimal(AMOUNT), "sender_role": "COLLECTOR", "reason": {"code": "step_due", "comment": WORD},
            "step_key": "r1.email",
        }  # fmt: skip
        PlannedAction.objects.create(
            **values, decided_on=ON - DAY, planned_since=ON - DAY, state="done", channel=channel, ended_on=ON, result=WORD
        )
        posted = PlannedAction.objects.create(
            **{**values, "level": 4}, decided_on=ON - 2 * DAY, planned_since=ON - 2 * DAY, state="sent", channel="registered_letter",
            ended_on=ON - DAY, result=WORD,
        )  # fmt: skip
        PlannedAction.objects.create(
            **values, decided_on=ON - 3 * DAY, planned_since=ON - 3 * DAY, state="not_done", channel="call", ended_on=ON, result=WORD
        )
        PlannedAction.objects.create(
            **{**values, "reason": {"withdrawn": {"by": WORD, "why": WORD, "at": AT.isoformat()}}}, decided_on=ON - 4 * DAY,
            planned_since=ON - 4 * DAY, state="withdrawn", channel=channel, withdrawn_on=ON - 4 * DAY,
        )  # fmt: skip
        said = {"creditor_id": self.here, "customer_id": pk, "planned_action_id": posted.pk, "happened_on": ON, "recipient": WORD}
        proof = files.keep(SYSTEM, WORD.encode(), "application/pdf")
        fact = LetterFact.objects.create(**said, outcome="posted", tracking_number=WORD, proof_id=proof, proof_name=WORD)
        self.letter, self.letter_fact = posted, fact.pk
        tried = {"creditor_id": self.here, "customer_id": pk, "planned_action_id": posted.pk, "happened_on": ON, "portal": WORD}
        self.deposit = Deposit.objects.create(**tried, result="deposited", ticket_number=WORD, text=WORD).pk
        customers.require_portal(SYSTEM, pk, portal_id=self.portal, terms=PortalTerms(supplier_number=WORD), on=ON)
        PostalReturn.objects.get_or_create(creditor_id=self.here, sha256=WORD, name=WORD)
        SmsDoor.objects.get_or_create(creditor_id=self.here, defaults={"secret_digest": b"s" * 32, "made_at": AT})
        SmsAnswer.objects.create(
            creditor_id=self.here, customer_id=pk, identity=f"{WORD}{pk}", number="+33612345678", text=WORD, is_stop=False, arrived_at=AT
        )
        FaxGateway.objects.get_or_create(creditor_id=self.here, defaults={"pattern": "{number}@fax.example", "saved_at": AT})
        LetterRoute.objects.get_or_create(creditor_id=self.here, defaults={"duplex": True, "saved_at": AT})
        live = PlannedAction.objects.create(
            **values, decided_on=ON, planned_since=ON, state=now, channel=channel, template_code="REMIND1_EMAIL"
        )
        DraftWording.objects.create(
            creditor_id=self.here, customer_id=pk, planned_action_id=live.pk, step_key="r1.email", language="fr", subject=WORD, body=WORD,
            written_by_name=WORD,
        )  # fmt: skip
        ActionItem.objects.create(
            customer_id=pk, planned_action_id=live.pk, item_id=item, section="claimed", amount=Decimal(AMOUNT), open_amount=Decimal(AMOUNT)
        )
        ItemStep.objects.create(customer_id=pk, item_id=item, step_key=WORD, position=1, level=2, ended_on=ON, how="done")
        self.stepped = item
        self.action = live.pk
        PlannedAction.objects.filter(pk=live.pk).update(joins_id=live.pk)  # what joins a message is out of reach like the rest
        ScenarioRequest.objects.create(creditor_id=self.here, customer_id=pk, reason=WORD, asked_by_name=WORD)
        ReplayPayer.objects.create(
            replay_id=self.replay, creditor_id=self.here, customer_id=pk, lane=0, kinds={"message": 1}, cost_amount=Decimal(AMOUNT)
        )
        Decision.objects.create(
            customer_id=pk, creditor_id=self.here, decided_on=ON, verdict="hold", code="reply", overdue_amount=Decimal(AMOUNT),
            reason={"code": "reply", "comment": WORD},
        )  # fmt: skip
        Signal.objects.create(
            creditor_id=self.here, customer_id=pk, kind="credits_to_allocate", raised_on=ON, amount=Decimal(AMOUNT), comment=WORD
        )
        call = {"creditor_id": self.here, "customer_id": pk, "called_on": ON, "called_by": COLLECTOR, "comment": WORD}
        Call.objects.create(**call, result="call_back", call_back_at=AT, action_id=live.pk)
        Call.objects.create(**call, result="call_back", call_back_at=AT)
        Visit.objects.create(creditor_id=self.here, customer_id=pk, visited_on=ON, result="absent", comment=WORD)
        mine = {"creditor_id": self.here, "customer_id": pk, "user_id": COLLECTOR, "place": 1}
        Pin.objects.create(**mine, pinned_on=ON, pinned_at=AT + WEEK * 9)
        Place.objects.create(**mine, on=ON, group="call")

    def messages(self, pk: int, state: str) -> None:
        self.sha = files.keep(SYSTEM, f"{WORD} {state}".encode(), "message/rfc822")
        files.link(SYSTEM, self.sha, creditor_id=self.here, role="message", customer_id=pk)
        batch = PrintBatch.objects.create(creditor_id=self.here, sha256_id=self.sha, letter_count=1, printed_at=AT)
        self.batch = batch.pk
        made = {
            "creditor_id": self.here, "customer_id": pk, "party_id": customer_queries.customer(SYSTEM, pk).party_id, "recipient": WORD,
            "address_digest": b"d" * 32, "rendered_id": self.sha, "subject": WORD, "dated_on": ON, "not_before": AT,
        }  # fmt: skip
        Message.objects.create(**made, channel="letter", state="ready", idempotency_key="ready")
        Message.objects.create(**made, channel="email", state="ready", idempotency_key="mail")
        Message.objects.create(**made, channel="letter", state="sending", idempotency_key="print", claimed_at=AT, batch=batch)
        came_back = {"bounced_at": AT, "bounce_kind": "soft", "reply_token": f"{WORD}{state}", "mail_id": f"<{WORD}{state}>"}
        sent = Message.objects.create(
            **made, channel="email", state="sent", idempotency_key="sent", claimed_at=AT, settled_at=AT, **came_back
        )  # fmt: skip
        self.message = sent.pk
        JointWords.objects.create(message=sent, creditor_id=self.here, customer_id=pk, words=WORD)
        Complaint.objects.create(
            creditor_id=self.here, customer_id=pk, message_id=sent.pk, kind="complaint", recipient=WORD, words=WORD, happened_at=AT
        )
        self.text = TextToDeposit.objects.create(
            creditor_id=self.here, customer_id=pk, key=state, portal=WORD, subject=WORD, text=WORD, written_on=ON
        ).pk
        self.replies(pk, state)
        ContactEvent.objects.create(
            creditor_id=self.here, customer_id=pk, party_id=sent.party_id, channel="email", direction="out", happened_at=AT,
            happened_on=ON, result="sent", is_contact=True, message=sent,
        )  # fmt: skip

    def replies(self, pk: int, state: str) -> None:
        reply = {"creditor_id": self.here, "content_id": self.sha, "size": 1, "arrived_at": AT, "sender_digest": b"d" * 32}
        self.mail = Incoming.objects.create(
            **reply, customer_id=pk, identity=state, nature="reply", filed_by="person", sender=WORD, subject=WORD, text=WORD
        ).pk
        away = {"identity": f"away-{state}", "nature": "auto_reply", "filed_by": "address", "sender": f"{state}@{WORD}.fr"}
        self.away = Incoming.objects.create(
            **reply | away, customer_id=pk,
            text=f"{WORD} absent jusqu'au 30/11/2026, contactez Zoe@{WORD}.fr. Ou bien: {WORD} n'est plus dans la société.",
        ).pk  # fmt: skip

    def everything(self) -> Actor:
        return actor(Scope.ALL, all_creditors=True)

    def strangers(self) -> dict[str, Actor]:
        return {
            "a collector of another portfolio": actor(Scope.PORTFOLIO, creditors=frozenset({self.here}), own_ids=frozenset({COLLEAGUE})),
            "a signed link of another customer": actor(Scope.OWN, creditors=frozenset({self.here}), customer_id=self.neighbour),
            "somebody of another creditor": self.of_another_creditor(),
        }

    def of_another_creditor(self) -> Actor:
        return actor(Scope.ALL, creditors=frozenset({self.there}))


def actor(scope: Scope, **reach: Any) -> Actor:
    return Actor(COLLEAGUE, "Anne", grants={each: Grant(each, Mode.ACT, scope) for each in Permission}, **reach)


def count_from(first: int) -> None:
    """Number every row from here on."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select table_name from information_schema.columns
               where table_schema = 'public' and column_name = 'id' and is_identity = 'YES'"""
        )
        for (table,) in cursor.fetchall():
            cursor.execute("select setval(pg_get_serial_sequence(%s, 'id'), %s)", [f'"{table}"', first])


def told(value: object) -> object:
    """Return everything an answer holds, down to its last value."""
    match value:
        case QuerySet():
            return told(list(value.values()))
        case Model():
            return told({name: each for name, each in vars(value).items() if name != "_state"})
        case Mapping():
            return {str(told(key)): told(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset() | Iterator():
            return [told(each) for each in value]
        case memoryview() | bytes():
            value = bytes(value).decode(errors="replace")
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {each.name: told(getattr(value, each.name)) for each in fields(value)}
    return str(value)


def traces(value: object) -> list[str]:
    return TRACE.findall(repr(told(value)))
