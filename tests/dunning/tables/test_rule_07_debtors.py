"""Rule 7: a formal notice goes to the legal debtor, one per legal entity, with a copy to whoever pays."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from dunning.payers import FULL, FULL_CFO, day
from dunning.tables.test_rule_02_steps import with_templates
from dunning.world import SYSTEM, World
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.models import ItemProgress, PlannedAction
from encaisse.files import queries as files
from encaisse.messages.models import Message

pytestmark = pytest.mark.django_db(transaction=True)
STREET = "3 rue du Lac"


@pytest.fixture
def group(settings, tmp_path) -> World:
    """A group pays for itself and for a member, another legal entity with two accounts; all was reminded up to the CFO."""
    settings.VAR = tmp_path
    world = World(scenario=with_templates(*FULL.steps), street="1 rue de la Paix", postcode="69001")
    creditors.add_bank_account(SYSTEM, world.creditor, name="Banque", iban="FR7630006000011234567890189", is_default=True)
    customers.update_customer(SYSTEM, world.customer, street="9 quai Rambaud", postcode="69002")
    for code in ("C2", "C3"):
        world.add(code, "Dupont Pièces", siren="542107651", street=STREET)
        customers.set_payer(SYSTEM, world.customers[code], world.customer)
    for name, owner in (("A", world.customer), ("B", world.customers["C2"]), ("C", world.customers["C3"])):
        world.document(name, "1000" if name == "A" else "2000", "1/9", customer=owner)
        world.took(name, FULL_CFO, "25/9", customer=owner)
    ItemProgress.objects.update(delivered_reminder=True)
    return world


def notice(world: World, on: str) -> PlannedAction:
    assert world.again(on) == "act notice"
    return world.action()


def posted(world: World, on: str) -> list[Message]:
    with stopped(day(on)):
        actions.approve_actions(SYSTEM, [world.action().pk], on=day(on))
        actions.release(SYSTEM, on=day(on))
    return list(Message.objects.order_by("channel"))


def pages(message: Message) -> str:
    pdf = PdfReader(BytesIO(files.content(SYSTEM, message.rendered_id)))
    return "\n".join(page.extract_text() for page in pdf.pages)


def test_rule_07_the_notice_of_a_member_lists_the_accounts_of_its_legal_entity_and_no_other(group):
    drafted = notice(group, "16/10")
    listed = {row.reference for row in queries.action_items(SYSTEM, [drafted.pk])[drafted.pk] if row.section == "claimed"}
    assert (drafted.debtor_id, listed) == (group.customers["C2"], {"B", "C"})


def test_rule_07_the_notice_goes_to_the_legal_debtor_and_a_copy_to_the_payer(group):
    drafted = notice(group, "16/10")
    with stopped(day("16/10")):
        assert queries.preview(SYSTEM, drafted.pk, on=day("16/10")).recipient.startswith(f"Dupont Pièces, {STREET}")
    copy, original = posted(group, "16/10")
    assert (original.channel, original.customer_id) == ("registered_letter", group.customer)
    assert original.recipient.splitlines()[:2] == ["Dupont Pièces", STREET]
    assert (copy.channel, copy.recipient.splitlines()[:2]) == ("letter", ["Garage Dupont", "9 quai Rambaud"])
    assert not copy.is_contact
    text = " ".join(pages(copy).split())
    assert "Copie pour information. Original adressé à Dupont Pièces" in text
    assert "recommandée" not in text
    assert "4 000,00" in text.replace("\u00a0", " ").replace("\u202f", " ")


def test_rule_07_taken_back_before_it_is_posted_the_copy_is_taken_back_too(group):
    drafted = notice(group, "16/10")
    posted(group, "16/10")
    with stopped(day("16/10")):
        actions.withdraw_actions(SYSTEM, [drafted.pk], why="accord")
    assert set(Message.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_rule_07_what_was_approved_for_one_debtor_is_not_posted_to_another(group):
    drafted = notice(group, "16/10")
    with stopped(day("16/10")):
        actions.approve_actions(SYSTEM, [drafted.pk], on=day("16/10"))
        for name in ("B", "C"):
            owner = group.customers["C2" if name == "B" else "C3"]
            group.paid(f"P{name}", "2000", "16/10", of=name, customer=owner)
        released = actions.release(SYSTEM, on=day("16/10"))
    assert (released.queued, released.withdrawn, Message.objects.count()) == (0, 1, 0)


def test_rule_07_the_time_machine_gives_one_notice_to_each_legal_entity(group):
    asked = queries.Asked(group.creditor, (None,), date(2026, 9, 1), date(2026, 11, 30))
    assert queries.replayed(SYSTEM, asked).lanes[0].lane.levels[4] == 2
