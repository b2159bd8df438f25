"""Who owes, who looks after them, how they are reached."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from encaisse.customers import actions, queries
from encaisse.customers.models import Address, Customer, LastFact, Party
from encaisse.customers.rules import CannotChange, Filters, NewContact, NewCustomer, PayerElsewhere, PayerPaysForNobodyElse
from encaisse.kit.actor import Permission
from encaisse.kit.refusals import NotFound
from ledger.world import ON, SYSTEM, a_creditor, a_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def creditor_id() -> int:
    return a_creditor()


def test_customers_come_in_bulk_once_and_share_the_party_of_their_siren(creditor_id):
    new = [
        NewCustomer("1", "Dupont SA", siren="443 061 841"),
        NewCustomer("2", "Dupont Lyon", siren="443061841"),
        NewCustomer("3", "Autre"),
    ]
    first = actions.create_customers(SYSTEM, creditor_id, new)
    assert actions.create_customers(SYSTEM, creditor_id, new) == first
    other = a_creditor("552032534", "Autre entité")
    there = actions.create_customer(SYSTEM, other, NewCustomer("X", "DUPONT", siret="44306184100047"))
    parties = dict(Customer.objects.values_list("pk", "party_id"))
    assert (parties[first["1"]] == parties[first["2"]] == parties[there], Party.objects.count()) == (True, 2)


def test_a_wrong_siren_joins_nobody(creditor_id):
    ids = actions.create_customers(
        SYSTEM, creditor_id, [NewCustomer("1", "A", siren="000000001"), NewCustomer("2", "B", siren="000000001")]
    )
    assert len(set(Customer.objects.filter(pk__in=ids.values()).values_list("party_id", flat=True))) == 2


def test_the_database_makes_a_customer_its_own_payer(creditor_id):
    party = Party.objects.create(name="x")
    customer = Customer.objects.create(creditor_id=creditor_id, code="x", name="x", party=party)
    customer.refresh_from_db()
    assert customer.payer_id == customer.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        Customer.objects.filter(pk=customer.pk).update(payer=None)


def test_customers_are_found_by_the_beginning_of_words_without_accents(creditor_id):
    dupont = a_customer(creditor_id, "C-42", "Établissements Dupônt & Fils", siren="443061841", city="Saint-Étienne")
    a_customer(creditor_id, "C-43", "Durand")
    for words in ("dup", "ETAB fils", "443 061 841", "c-42", "etienne dupont", "et"):
        assert [found.id for found in queries.find(SYSTEM, words)] == [dupont], words
    assert [found.code for found in queries.find(SYSTEM, "durand")] == ["C-43"]
    assert queries.find(SYSTEM, "  ") == []


def test_lists_are_in_french_order_by_page(creditor_id):
    for code, name in enumerate(["Zoé", "Émile", "eliot", "Étienne"]):
        a_customer(creditor_id, str(code), name)
    page = queries.customer_list(SYSTEM, size=3)
    assert ([row.name for row in page], page.count, page.pages) == (["eliot", "Émile", "Étienne"], 4, 2)
    assert [row.name for row in queries.customer_list(SYSTEM, Filters(search="zo"), sort="-code")] == ["Zoé"]


def test_changed_particulars_are_searched_by(creditor_id):
    pk = a_customer(creditor_id, name="Dupont")
    actions.update_customer(SYSTEM, pk, name="Martin", siren="443061841", city="Lille")
    assert [(found.name, found.siren, found.city) for found in queries.find(SYSTEM, "martin")] == [("Martin", "443061841", "Lille")]
    assert queries.find(SYSTEM, "dupont") == []
    with pytest.raises(CannotChange):
        actions.update_customer(SYSTEM, pk, code="other")


def test_bulk_updates_change_only_what_differs(creditor_id):
    a_customer(creditor_id, "1", "A"), a_customer(creditor_id, "2", "B")
    values = {"1": {"city": "Lyon"}, "2": {"name": "B"}}
    assert [actions.update_customers(SYSTEM, creditor_id, values) for _ in range(2)] == [1, 0]


def test_a_group_pays_for_its_members_one_level_deep(creditor_id):
    group, branch, third = (a_customer(creditor_id, code, code) for code in ("G", "B", "T"))
    actions.set_payer(SYSTEM, branch, group)
    with pytest.raises(PayerPaysForNobodyElse):
        actions.set_payer(SYSTEM, third, branch)
    actions.set_payer(SYSTEM, group, third)
    assert queries.paid_by(SYSTEM, third) == [group, branch, third]
    with pytest.raises(PayerElsewhere):
        actions.set_payer(SYSTEM, branch, a_customer(a_creditor("443061841", "y"), "O", "Other"))


def test_assignments_are_dated_and_one_at_a_time(creditor_id):
    pk = a_customer(creditor_id)
    actions.assign(SYSTEM, [pk], duty="collector", value_id=7, on=date(2026, 1, 1))
    actions.assign(SYSTEM, [pk], duty="collector", value_id=8, on=date(2026, 6, 1))
    actions.assign(SYSTEM, [pk], duty="collector", value_id=9, on=date(2026, 6, 1))
    assert actions.assign(SYSTEM, [pk], duty="collector", value_id=9, on=date(2026, 7, 1)) == 0
    rows = [(row.value_id, row.from_on, row.to_on) for row in queries.assignments(SYSTEM, pk)]
    assert rows == [(9, date(2026, 6, 1), None), (7, date(2026, 1, 1), date(2026, 5, 31))]
    assert queries.customer(SYSTEM, pk).collector_id == 9


def test_a_usual_payment_day_counts_once_confirmed_until_dropped(creditor_id):
    pk = a_customer(creditor_id)
    actions.propose_habit(SYSTEM, pk, value=10, on=ON)
    assert queries.customer(SYSTEM, pk).payment_day is None
    actions.confirm_habit(SYSTEM, pk, on=ON)
    actions.propose_habit(SYSTEM, pk, value=15, on=ON)
    assert queries.customer(SYSTEM, pk).payment_day == 10
    actions.drop_habit(SYSTEM, pk, on=ON)
    assert queries.customer(SYSTEM, pk).payment_day is None
    with pytest.raises(NotFound):
        actions.confirm_habit(SYSTEM, pk, on=ON)


def test_the_best_address_is_healthy_and_the_main_contact_s(creditor_id):
    pk = a_customer(creditor_id)
    actions.add_contact(SYSTEM, pk, NewContact(name="Accueil", duty="reception", emails=("accueil@x.fr",)))
    main = actions.add_contact(
        SYSTEM, pk, NewContact(name="Martin", is_main=True, emails=("Martin@X.fr", "m2@x.fr"), phones=("0123456789",))
    )
    reach = queries.best_address(SYSTEM, pk, "email")
    assert (reach.contact.id, reach.address.address) == (main, "martin@x.fr")
    actions.set_health(SYSTEM, reach.address.id, health="dead", on=ON, reason="550 no such user")
    assert queries.best_address(SYSTEM, pk, "email").address.address == "m2@x.fr"
    actions.object(SYSTEM, queries.best_address(SYSTEM, pk, "email").address.id, at=datetime(2026, 11, 17, tzinfo=UTC))
    assert queries.best_address(SYSTEM, pk, "email").address.address == "accueil@x.fr"
    actions.contact_left(SYSTEM, main, on=ON)
    assert queries.best_address(SYSTEM, pk, "phone") is None
    assert len(queries.contacts(SYSTEM, pk, with_left=True)) == 2


def test_a_known_contact_is_completed_not_doubled(creditor_id):
    pk = a_customer(creditor_id)
    first = (pk, NewContact(name="Martin", first_name="Anne", emails=("a@x.fr",)))
    more = (pk, NewContact(name="MARTIN", first_name="anne", emails=("a@x.fr",), phones=("01 23 45 67 89",)))
    counts = [actions.add_contacts(SYSTEM, creditor_id, [given]) for given in (first, more, more)]
    (contact,) = queries.contacts(SYSTEM, pk)
    assert (counts, sorted(address.address for address in contact.addresses)) == ([1, 1, 0], ["+33123456789", "a@x.fr"])


def test_a_replaced_address_starts_in_unknown_health(creditor_id):
    pk = a_customer(creditor_id)
    contact = actions.add_contact(SYSTEM, pk, NewContact(name="Martin", emails=("a@x.fr",)))
    (old,) = queries.contacts(SYSTEM, pk)[0].addresses
    actions.set_health(SYSTEM, old.id, health="dead", on=ON)
    actions.replace_address(SYSTEM, old.id, "b@x.fr")
    assert [(row.contact_id, row.address, row.health) for row in Address.objects.all()] == [(contact, "b@x.fr", "unknown")]
    assert Address.objects.get().address_digest == queries.digest_of("email", "B@x.fr")


def test_an_address_belongs_to_a_contact_of_its_customer(creditor_id):
    one, two = a_customer(creditor_id, "1"), a_customer(creditor_id, "2")
    contact = actions.add_contact(SYSTEM, one, NewContact(emails=("a@x.fr",)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.filter(contact_id=contact).update(customer_id=two)


def test_restricted_notes_are_read_by_few(creditor_id):
    pk = a_customer(creditor_id)
    actions.write_note(SYSTEM, pk, "Rappeler lundi")
    actions.write_note(SYSTEM, pk, "Rumeur de cession", is_restricted=True)
    collector = SYSTEM.__class__(**{**vars_of(SYSTEM), "grants": {Permission.NOTE_VIEW: SYSTEM.grants[Permission.NOTE_VIEW]}})
    assert [len(queries.notes(actor, pk)) for actor in (SYSTEM, collector)] == [2, 1]


def vars_of(actor):
    return {name: getattr(actor, name) for name in actor.__dataclass_fields__}


def test_every_action_touches_the_customer_and_its_payer(creditor_id):
    payer, branch = a_customer(creditor_id, "P"), a_customer(creditor_id, "B")
    actions.set_payer(SYSTEM, branch, payer)
    before = dict(LastFact.objects.values_list("customer_id", "recorded_at"))
    actions.set_instruction(SYSTEM, branch, "Ne pas appeler le matin")
    after = dict(LastFact.objects.values_list("customer_id", "recorded_at"))
    assert [after[pk] > before[pk] for pk in (payer, branch)] == [True, True]


def test_a_closing_of_a_customer_is_kept_until_removed(creditor_id):
    pk = a_customer(creditor_id)
    closing = actions.set_closing(SYSTEM, pk, from_on=date(2026, 8, 1), to_on=date(2026, 8, 21), name="Congés")
    assert [row.name for row in queries.closings(SYSTEM, pk)] == ["Congés"]
    actions.remove_closing(SYSTEM, closing)
    assert queries.closings(SYSTEM, pk) == []
