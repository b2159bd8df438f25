"""A customer who wants everything on its own portal: the text is deposited by a person, its ticket number is kept and found again."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command

from dunning.payers import NOTICE, payer, scenario, step
from encaisse.audit.models import Entry
from encaisse.customers import actions as customers
from encaisse.customers import queries as customer_queries
from encaisse.customers.rules import NewContact
from encaisse.customers.rules.portals import (
    AsideTooLong,
    NotAPortalAddress,
    PasswordWritten,
    PortalNamedTwice,
    PortalTerms,
    check_words,
    usual_name,
)
from encaisse.db.clock import stopped
from encaisse.disputes.models import Dispute
from encaisse.dunning import actions as dunning
from encaisse.dunning import queries
from encaisse.dunning.models import Deposit, ItemProgress, ItemStep, PlannedAction, TextToDeposit
from encaisse.dunning.rules.caps import channel_for
from encaisse.dunning.rules.deposits import (
    DepositResult,
    LevelOfADeposit,
    NotATicket,
    NotToDeposit,
    RefusedForNothing,
    TicketMissing,
    ticket_number,
)
from encaisse.dunning.rules.machine.outcome import KINDS, Kind
from encaisse.dunning.rules.manual_holds import HoldReason
from encaisse.dunning.rules.scenario import Channel, StepMode
from encaisse.dunning.rules.values import EVERY_CHANNEL
from encaisse.kit.actor import Role
from encaisse.kit.refusals import NotAllowed
from encaisse.messages.models import ContactEvent, Incoming, Message
from encaisse.workbench.actions import send_by_hand
from encaisse.workbench.queries.by_hand import recipients
from encaisse.workbench.queries.day import day as day_of
from encaisse.workbench.queries.search import finds
from encaisse.workbench.queries.story import story
from encaisse.workbench.rules.writing import Draft
from workbench.conftest import SYSTEM, World

pytestmark = pytest.mark.django_db(transaction=True)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)


class Portal:
    """A customer late enough for a second reminder, who wants it on Ariba."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.customer = world.customer("C1", "Groupe Dupont")
        self.item = world.invoice(self.customer, "F2026-1", "10000", date(2026, 10, 15))
        dunning_end(self.customer, self.item)
        portal_id = customers.add_portal(SYSTEM, name="ariba", instructions="Créer un message sous « Relances ».")
        customers.require_portal(
            SYSTEM, self.customer, portal_id=portal_id, on=MONDAY,
            terms=PortalTerms(supplier_number="AN0123", login_holder="Nadia", instructions="Citer le bon de commande."),
        )  # fmt: skip
        self.run(TUESDAY)

    def run(self, on: date) -> None:
        self.world.fresh(on)
        dunning.run_dunning(SYSTEM, on=on)

    @property
    def action(self) -> PlannedAction:
        return PlannedAction.objects.filter(customer_id=self.customer).exclude(state="withdrawn").latest("pk")

    def page(self) -> str:
        return f"/clients/{self.customer}/deposer/{self.action.pk}/"

    def note(self, **told: str) -> str:
        with stopped(datetime.combine(TUESDAY, datetime.min.time().replace(hour=10))):
            return self.world.browser().post(self.page() + "note/", told, follow=True).content.decode()


def dunning_end(customer_id: int, item_id: int) -> None:
    """The first call was made: what comes next is the second reminder, by e-mail."""
    ItemStep.objects.create(
        customer_id=customer_id, item_id=item_id, step_key="call", position=0, level=1, ended_on=date(2026, 10, 27), how="done"
    )
    ItemProgress.objects.create(
        customer_id=customer_id, item_id=item_id, last_position=0, last_level=1, last_step_key="call", last_ended_on=date(2026, 10, 27),
        last_how="done",
    )  # fmt: skip


@pytest.fixture
def ariba(world: World) -> Portal:
    with stopped(TUESDAY):
        return Portal(world)


def test_a_written_step_becomes_a_deposit_on_the_portal_and_nothing_is_mailed(ready: Portal) -> None:
    ariba = ready
    assert ariba.action.channel == "portal"
    with stopped(TUESDAY):
        [waiting] = day_of(ariba.world.actor(ariba.world.collector), on=TUESDAY).deposits
        assert waiting.portal is not None
        assert (waiting.action.customer_id, waiting.portal.name, waiting.portal.login_holder) == (ariba.customer, "Ariba", "Nadia")
        dunning.release(SYSTEM, on=TUESDAY)
    assert Message.objects.count() == 0


def test_a_step_that_a_manager_approves_is_approved_before_it_is_deposited(ariba: Portal) -> None:
    assert ariba.action.state == "to_approve"
    with stopped(TUESDAY):
        dunning.approve_actions(SYSTEM, [ariba.action.pk], on=TUESDAY)
    assert ariba.action.state == "approved"


@pytest.fixture
def ready(ariba: Portal) -> Portal:
    with stopped(TUESDAY):
        dunning.approve_actions(SYSTEM, [ariba.action.pk], on=TUESDAY)
    return ariba


def test_the_page_gives_the_text_to_paste_the_link_and_the_instructions(ready: Portal) -> None:
    with stopped(TUESDAY):
        shown = ready.world.browser().get(ready.page()).content.decode()
        listed = ready.world.browser().get("/").content.decode()
    for words in ("https://supplier.ariba.com", "AN0123", "Nadia", "Citer le bon de commande.", "F2026-1", "data-copy="):
        assert words in shown
    assert ready.page() in listed


def test_deposited_is_a_written_message_sent_its_step_ends_and_its_ticket_is_kept(ready: Portal) -> None:
    ready.note(result="deposited", ticket=" ARB-2026 0042 ")
    assert (ready.action.state, ready.action.result) == ("done", "deposited")
    progress = ItemProgress.objects.get(item_id=ready.item)
    assert (progress.last_step_key, progress.last_how, progress.delivered_reminder) == ("r2", "done", True)
    contact = ContactEvent.objects.get(customer_id=ready.customer)
    assert (contact.channel, contact.direction, contact.is_contact) == ("portal", "out", True)
    kept = Deposit.objects.get()
    assert kept.ticket_number == "ARB-20260042"
    assert "F2026-1" in kept.text
    assert Entry.objects.filter(did="deposit.noted", customer_id=ready.customer).exists()


def test_the_ticket_is_on_the_timeline_and_the_search_finds_it(ready: Portal) -> None:
    ready.note(result="deposited", ticket="ARB-42")
    actor = ready.world.actor(ready.world.collector)
    told = [event for event in story(actor, ready.customer).rows if event.kind == "portal_deposit"]
    assert [(event.reference, event.state) for event in told] == [("ARB-42", "deposited")]
    assert [found.ticket_number for found in finds(actor, "arb-4").tickets] == ["ARB-42"]
    with stopped(TUESDAY):
        page = ready.world.browser().get(f"/clients/{ready.customer}/").content.decode()
    assert "ARB-42" in page


def test_without_a_number_the_person_says_that_the_portal_gives_none(ready: Portal) -> None:
    assert "numéro" in ready.note(result="deposited", ticket="").lower()
    assert Deposit.objects.count() == 0
    ready.note(result="deposited", ticket="", has_no_number="on")
    assert ready.action.state == "done"


def test_a_portal_that_is_down_keeps_the_task_for_the_next_working_day_and_escalates_nothing(ready: Portal) -> None:
    ready.note(result="down", comment="erreur 503")
    assert (ready.action.state, ready.action.attempts, ready.action.result) == ("approved", 1, "down")
    assert ItemStep.objects.filter(item_id=ready.item).count() == 1
    actor = ready.world.actor(ready.world.collector)
    with stopped(TUESDAY):
        assert day_of(actor, on=TUESDAY).deposits == ()
    with stopped(WEDNESDAY):
        ready.run(WEDNESDAY)
        [again] = day_of(actor, on=WEDNESDAY).deposits
        assert (again.action.id, again.action.attempts) == (ready.action.pk, 1)
    assert Message.objects.count() == 0


def test_a_portal_down_until_the_step_counts_as_not_done_is_left_aside_for_what_comes_next(ready: Portal) -> None:
    ready.note(result="down")
    later = date(2026, 11, 25)
    with stopped(later):
        ready.run(later)
        wanted = customer_queries.portal_of(SYSTEM, ready.customer)
    assert PlannedAction.objects.filter(customer_id=ready.customer, state="not_done").count() == 1
    assert wanted is not None
    assert wanted.is_aside(later)
    assert not wanted.is_aside(date(2026, 12, 3))


def test_a_person_may_send_it_another_way_this_time(ready: Portal) -> None:
    with stopped(TUESDAY):
        told = {"until": "2026-11-24", "why": "maintenance"}
        ready.world.browser().post(ready.page() + "autrement/", told)
        ready.run(TUESDAY)
    assert ready.action.channel == "email"
    with stopped(TUESDAY):
        shown = ready.world.browser().get(f"/clients/{ready.customer}/people/", headers={"HX-Request": "true"}).content.decode()
    assert "maintenance" in shown


def test_a_refusal_of_the_portal_opens_the_dispute_it_is_about(ready: Portal) -> None:
    ready.note(result="refused", reason="PO_MISSING", comment="No PO on invoice")
    dispute = Dispute.objects.get()
    assert (dispute.reason, dispute.customer_id) == ("PO_MISSING", ready.customer)
    assert ItemStep.objects.filter(item_id=ready.item).count() == 1
    with stopped(WEDNESDAY):
        ready.run(WEDNESDAY)
        assert queries.explanation(SYSTEM, ready.customer, on=WEDNESDAY).verdict == "hold"


def test_what_changed_since_the_morning_is_not_deposited(ready: Portal) -> None:
    with stopped(TUESDAY):
        dunning.set_hold(SYSTEM, customer_id=ready.customer, reason=HoldReason.PAYMENT_ANNOUNCED, on=TUESDAY, until_on=date(2026, 11, 20))
    ready.note(result="deposited", ticket="ARB-42")
    assert Deposit.objects.count() == 0
    assert ready.action.state == "approved"


@pytest.mark.parametrize(
    "day", [pytest.param("2026-11-19", id="never tomorrow"), pytest.param("2026-10-01", id="never before the deposit")]
)
def test_an_answer_to_the_ticket_came_between_the_deposit_and_today(ready: Portal, day: str) -> None:
    ready.note(result="deposited", ticket="ARB-42")
    url = f"/clients/{ready.customer}/portail/ticket/{Deposit.objects.get().pk}/"
    with stopped(WEDNESDAY):
        answer = ready.world.browser().post(url, {"answered_on": day, "text": "Le paiement est prévu le 25/11."})
    assert answer.status_code == 422
    assert "Corrigez le jour" in answer.content.decode()
    assert not Incoming.objects.exists()


def test_an_answer_to_the_ticket_is_a_reply_dealt_with_by_one_key(ready: Portal) -> None:
    ready.note(result="deposited", ticket="ARB-42")
    deposit = Deposit.objects.get()
    url = f"/clients/{ready.customer}/portail/ticket/{deposit.pk}/"
    with stopped(WEDNESDAY):
        browser = ready.world.browser()
        assert "ARB-42" in browser.get(url).content.decode()
        told = {"answered_on": "2026-11-18", "text": "Le paiement est prévu le 25/11."}
        page = browser.post(url, told, follow=True)
        browser.post(url, told)
        reply = Incoming.objects.get()
        assert page.redirect_chain[-1][0] == f"/reponses/{reply.pk}/"
        assert "[ARB-42]" in reply.subject
        assert (reply.nature, reply.customer_id) == ("reply", ready.customer)
        assert ContactEvent.objects.filter(customer_id=ready.customer, direction="in", channel="portal").count() == 1
        browser.post(f"/reponses/{reply.pk}/promise/", {"promised_for": "2026-11-25", "amount": "", "given_by": "Ariba"})
    reply.refresh_from_db()
    assert reply.closed_as == "promise"


@pytest.mark.parametrize(
    ("channel", "reached", "goes"),
    [
        pytest.param(Channel.EMAIL, EVERY_CHANNEL, Channel.PORTAL, id="an e-mail is deposited"),
        pytest.param(Channel.SMS, EVERY_CHANNEL, Channel.PORTAL, id="so is an SMS: what is written goes through the portal"),
        pytest.param(Channel.SMS, frozenset(), Channel.PORTAL, id="without a mobile too"),
        pytest.param(Channel.CALL, EVERY_CHANNEL, Channel.CALL, id="a call stays a call"),
        pytest.param(Channel.CALL, EVERY_CHANNEL - {Channel.CALL}, Channel.PORTAL, id="a call nobody answers is written, on the portal"),
        pytest.param(Channel.VISIT, EVERY_CHANNEL - {Channel.VISIT}, Channel.CALL, id="a visit becomes a call first"),
        pytest.param(Channel.CALL, frozenset(), Channel.PORTAL, id="nobody else to reach"),
    ],
)
def test_whoever_wants_a_portal_is_written_to_there_alone(channel: Channel, reached: frozenset[Channel], goes: Channel) -> None:
    asked = step(0, "s", 1, 8, channel)
    assert channel_for(asked, payer(reachable=reached | {Channel.PORTAL})) is goes
    assert channel_for(asked, payer(reachable=EVERY_CHANNEL)) is channel


def test_an_sms_step_is_deposited_with_the_full_text_of_its_level(ariba: Portal) -> None:
    by_sms = scenario(replace(step(0, "sms", 2, 5, Channel.SMS), template="SMS_OVERDUE", mode=StepMode.AUTOMATIC))
    texted = dunning.publish_scenario(SYSTEM, creditor_id=ariba.world.creditor, scenario=by_sms, name_en="T", from_on=date(2026, 1, 1))
    dunning.follow(SYSTEM, creditor_id=ariba.world.creditor, segment="SME", scenario_id=texted)
    ariba.run(WEDNESDAY)
    assert (ariba.action.channel, ariba.action.template_code, ariba.action.step_key) == ("portal", "REMIND2_EMAIL", "sms")


def test_a_formal_notice_still_goes_by_registered_letter() -> None:
    reached = payer(reachable=EVERY_CHANNEL | {Channel.PORTAL})
    assert channel_for(NOTICE, reached) is Channel.REGISTERED_LETTER


def test_whoever_only_looks_deposits_nothing(ready: Portal) -> None:
    auditor = ready.world.hire("audrey", Role.AUDITOR)
    with stopped(TUESDAY):
        assert ready.world.browser(auditor).post(ready.page() + "note/", {"result": "deposited", "ticket": "A1"}).status_code == 403
    with pytest.raises(NotAllowed):
        customers.add_portal(ready.world.actor(ready.world.collector), name="Coupa")


def test_the_settings_list_the_portals_and_refuse_a_password(world: World) -> None:
    manager = world.browser(world.hire("claire", Role.CREDIT_MANAGER))
    empty = manager.get("/settings/portails/").content.decode()
    assert "Chorus Pro" in empty
    manager.post("/settings/portails/", {"name": "coupa", "address": "", "instructions": ""})
    [card] = customer_queries.portals(SYSTEM)
    assert (card.name, card.address) == ("Coupa", "https://supplier.coupahost.com")
    told = {"name": "Coupa", "address": card.address, "instructions": "Mot de passe : azerty"}
    assert "mot de passe" in manager.post(f"/settings/portails/{card.id}/", told).content.decode().lower()
    assert customer_queries.portal(SYSTEM, card.id).instructions == ""
    manager.post(f"/settings/portails/{card.id}/retire/")
    assert customer_queries.portals(SYSTEM) == []


def test_a_customer_file_says_which_portal_it_wants(world: World) -> None:
    customer = world.customer("C1", "Groupe Dupont")
    portal_id = customers.add_portal(SYSTEM, name="Tradeshift")
    browser = world.browser()
    told = {"portal": str(portal_id), "supplier_number": "F-88", "login_holder": "ADV", "address": "", "instructions": ""}
    with stopped(TUESDAY):
        browser.post(f"/clients/{customer}/portail/", told)
        wanted = customer_queries.portal_of(SYSTEM, customer)
        assert wanted is not None
        assert (wanted.name, wanted.supplier_number, wanted.since_on) == ("Tradeshift", "F-88", TUESDAY)
        assert "Tradeshift" in browser.get(f"/clients/{customer}/").content.decode()
        browser.post(f"/clients/{customer}/portail/end/")
    assert customer_queries.portal_of(SYSTEM, customer) is None


def test_what_is_written_of_a_portal_is_checked() -> None:
    assert usual_name(" CHORUS pro ") == "Chorus Pro"
    assert ticket_number(" ab 12/3 ") == "ab12/3"
    with pytest.raises(NotATicket):
        ticket_number("<script>")
    with pytest.raises(NotAPortalAddress):
        check_words("javascript:alert(1)")
    with pytest.raises(PasswordWritten):
        check_words("", "login: nadia, mdp: azerty")
    check_words("https://supplier.ariba.com", "Le mot de passe est chez Nadia")


def test_names_are_used_once_and_a_portal_is_not_left_aside_for_ever(ready: Portal) -> None:
    with pytest.raises(PortalNamedTwice):
        customers.add_portal(SYSTEM, name="ARIBA")
    with pytest.raises(AsideTooLong):
        customers.leave_portal_aside(SYSTEM, ready.customer, until=date(2027, 3, 1), on=TUESDAY)


def test_a_deposit_says_what_came_of_it(ready: Portal) -> None:
    with stopped(TUESDAY):
        with pytest.raises(TicketMissing):
            dunning.note_deposit(SYSTEM, ready.action.pk, dunning.DepositWord(result=DepositResult.DEPOSITED), on=TUESDAY)
        with pytest.raises(RefusedForNothing):
            dunning.note_deposit(SYSTEM, ready.action.pk, dunning.DepositWord(result=DepositResult.REFUSED), on=TUESDAY)
    ready.note(result="deposited", ticket="ARB-42")
    assert Decimal(ready.action.net_amount) == Decimal(10000)
    with stopped(TUESDAY), pytest.raises(NotToDeposit):
        dunning.note_deposit(SYSTEM, ready.action.pk, dunning.DepositWord(result=DepositResult.DOWN), on=TUESDAY)


KEY = "00112233445566bb"


def by_portal(portal: Portal) -> str:
    wanted = customer_queries.portal_of(SYSTEM, portal.customer)
    assert wanted is not None
    return f"portal:{wanted.portal_id}"


def written_by_hand(portal: Portal, *, body: str = "Merci de nous donner le numéro de commande.") -> TextToDeposit:
    form = {"to": by_portal(portal), "subject": "Commande", "body": body, "key": KEY, "reason": "urgent", "do": "send"}
    with stopped(datetime.combine(TUESDAY, datetime.min.time().replace(hour=10))):
        portal.world.browser().post(f"/clients/{portal.customer}/write/", form)
    return TextToDeposit.objects.get()


def test_a_message_by_hand_is_deposited_on_the_portal_and_sms_are_not_offered(ariba: Portal) -> None:
    customers.add_contact(SYSTEM, ariba.customer, NewContact(name="Roy", mobiles=("0612345678",)))
    offered = [each.way for each in recipients(SYSTEM, customer_queries.customer(SYSTEM, ariba.customer))]
    assert offered[0] == "portal"
    assert "sms" not in offered
    assert "email" in offered
    customers.no_longer_require_portal(SYSTEM, ariba.customer, on=TUESDAY)
    assert "sms" in [each.way for each in recipients(SYSTEM, customer_queries.customer(SYSTEM, ariba.customer))]


def test_it_waits_in_my_day_and_on_the_file_and_is_no_contact_yet(ariba: Portal) -> None:
    text = written_by_hand(ariba)
    assert (text.subject, text.result) == ("Commande", "")
    assert Message.objects.count() == 0
    assert ContactEvent.objects.filter(channel="portal").count() == 0
    with stopped(TUESDAY):
        shown = day_of(SYSTEM, on=TUESDAY)
        assert [each.subject for each in shown.texts] == ["Commande"]
        assert shown.deposit_count == len(shown.deposits) + 1
        browser = ariba.world.browser()
        assert "Commande" in browser.get("/").content.decode()
        assert f"/textes/{text.pk}/" in browser.get(f"/clients/{ariba.customer}/").content.decode()


def test_deposited_by_hand_it_is_a_contact_with_its_ticket_found_again(ariba: Portal) -> None:
    text = written_by_hand(ariba)
    page = f"/clients/{ariba.customer}/textes/{text.pk}/"
    with stopped(datetime.combine(TUESDAY, datetime.min.time().replace(hour=11))):
        browser = ariba.world.browser()
        assert "Merci de nous donner" in browser.get(page).content.decode()
        assert "numéro de ticket" in browser.post(page, {"result": "deposited"}).content.decode()
        browser.post(page, {"result": "deposited", "ticket": "SR-77"})
        assert browser.post(page, {"result": "deposited", "ticket": "SR-78"}).status_code == 422
    assert ContactEvent.objects.get(channel="portal").is_contact
    [told] = [row for row in story(SYSTEM, ariba.customer).rows if row.kind == "portal_deposit"]
    assert (told.reference, told.state) == ("SR-77", "deposited")
    assert [row.ticket_number for row in finds(SYSTEM, "SR-77").tickets] == ["SR-77"]
    assert PlannedAction.objects.get(pk=ariba.action.pk).state != "done"  # the step of the scenario stays what it was
    assert Entry.objects.filter(did="deposit.noted", customer_id=ariba.customer).exists()


def test_a_portal_down_keeps_the_text_for_the_next_working_day(ariba: Portal) -> None:
    text = written_by_hand(ariba)
    dunning.note_text_deposit(SYSTEM, text.pk, dunning.DepositWord(result=DepositResult.DOWN), on=TUESDAY)
    assert queries.texts_to_deposit(SYSTEM, on=TUESDAY) == []
    [again] = queries.texts_to_deposit(SYSTEM, on=WEDNESDAY)
    assert again.tries == 1


def test_a_refusal_says_why_and_a_text_is_taken_back(ariba: Portal) -> None:
    text = written_by_hand(ariba)
    with pytest.raises(RefusedForNothing):
        dunning.note_text_deposit(SYSTEM, text.pk, dunning.DepositWord(result=DepositResult.REFUSED), on=TUESDAY)
    dunning.withdraw_text(SYSTEM, text.pk)
    with pytest.raises(NotToDeposit):
        dunning.note_text_deposit(SYSTEM, text.pk, dunning.DepositWord(result=DepositResult.DOWN), on=TUESDAY)


def test_sent_twice_it_is_there_once_and_moves_no_level(ariba: Portal) -> None:
    written_by_hand(ariba)
    written_by_hand(ariba)
    assert TextToDeposit.objects.count() == 1
    ready = Draft(to=by_portal(ariba), subject="S", body="Bonjour", key=KEY[::-1], advances=True, reason="x")
    with pytest.raises(LevelOfADeposit):
        send_by_hand(SYSTEM, ariba.customer, ready, on=TUESDAY)


def test_texts_by_hand_by_the_command_line(ariba: Portal, capsys: pytest.CaptureFixture[str]) -> None:
    text = written_by_hand(ariba)
    call_command("deposits", "C1", "--text", str(text.pk), "--ticket", "SR-9", "--on", TUESDAY.isoformat())
    assert Deposit.objects.get().ticket_number == "SR-9"


def test_the_time_machine_counts_deposits_apart() -> None:
    assert KINDS[Channel.PORTAL] is Kind.DEPOSIT
