"""The pages: the day, the customer file, the call, the lists; for whom, with htmx and without, in a fixed number of queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from encaisse.commitments.models import Promise
from encaisse.customers import actions as customer_actions
from encaisse.customers import queries as customers
from encaisse.customers.models import Address, Note
from encaisse.db.clock import stopped
from encaisse.disputes.models import Dispute, DisputedItem
from encaisse.dunning import queries as dunning
from encaisse.dunning.models import Hold
from encaisse.kit.actor import Role, system_actor
from encaisse.ledger import actions as ledger
from encaisse.ledger import queries as ledger_queries
from encaisse.people.models import User
from encaisse.workbench.models import Call

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
SYSTEM = system_actor()


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def late(world) -> int:
    return world.late("C1", "Garage Dupont", "1000")


@pytest.fixture
def browser(world):
    return world.browser()


def url(name: str, *args: object) -> str:
    return reverse(f"workbench:{name}", args=args)


# The day


def test_without_customers_the_day_leads_to_the_import_or_to_the_manager(world, browser):
    page = text(browser.get("/"))
    assert "Ma journée" in page
    assert "Importez vos factures ouvertes" in page
    salesperson = world.browser(world.hire("mehdi", Role.SALESPERSON))
    assert "Aucun client ne vous est encore confié." in text(salesperson.get("/"))


def test_the_day_lists_the_calls_with_reason_phone_and_amount(world, late, browser):
    world.run()
    page = text(browser.get("/"))
    assert "Garage Dupont" in page
    assert "Anne Martin" in page
    assert "+33472" in page.replace("\u00a0", "").replace(" ", "")
    assert "1\u202f000,00\u00a0€" in page
    assert "Exigible à ce niveau" in page or "ce niveau" in page


def test_the_day_answers_htmx_with_its_panel_only(world, late, browser):
    panel = text(browser.get("/", **HTMX))
    assert "<html" not in panel
    assert 'id="day"' in panel


def test_the_day_holds_thirty_calls_and_says_how_many_roll_over(world, browser):
    for number in range(32):
        world.late(f"C{number}", f"Client {number}", "1000")
    world.run()
    page = text(browser.get("/"))
    assert page.count("<tr data-row ") == 30
    assert "et 2 autres" in page
    assert text(browser.get("/?all=1")).count("<tr data-row ") == 32


def test_stale_facts_are_said_on_the_day(world, late, browser):
    bank = ledger.source(SYSTEM, world.creditor, kind="bank", name="Banque")
    ledger.set_freshness(SYSTEM, bank, true_until_on=date(2026, 11, 2))
    assert "vraie que jusqu’au" in text(browser.get("/")).replace("'", "’")


@pytest.mark.parametrize("name", ["day", "customers", "portfolio"])
def test_lists_take_as_many_queries_for_two_rows_as_for_twelve(world, browser, django_assert_max_num_queries, name):
    counts = []
    for size in (2, 10):
        for number in range(size):
            world.late(f"{size}-{number}", f"Client {size} {number}", "1000")
        world.run()
        browser.get(url(name))
        with django_assert_max_num_queries(40) as context:
            browser.get(url(name))
        counts.append(len(context))
    assert counts[0] == counts[1]


def test_a_manager_looks_at_the_day_of_one_collector(world, late):
    other = world.hire("marc", Role.COLLECTOR)
    world.late("C2", "Boulangerie Épis", "500", collector_id=other)
    world.run()
    manager = world.browser(world.hire("claire", Role.CREDIT_MANAGER))
    assert "Garage Dupont" in text(manager.get("/"))
    page = text(manager.get(f"/?collector={other}"))
    assert ("Garage Dupont" in page, "Boulangerie Épis" in page) == (False, True)


def test_a_collector_sees_their_own_customers_only(world, late):
    stranger = world.browser(world.hire("marc", Role.COLLECTOR))
    world.run()
    assert "Garage Dupont" not in text(stranger.get("/"))
    assert stranger.get(url("customer", late)).status_code == 404


def test_the_badge_counts_the_calls_that_wait(world, late, browser):
    assert text(browser.get(url("day_badge"))) == ""
    world.run()
    assert text(browser.get(url("day_badge"))) == "1"
    [action], _ = dunning.calls_to_make(SYSTEM)
    browser.post(url("call_note", late), {"result": "no_answer", "action": action.id}, **HTMX)
    assert text(browser.get(url("day_badge"))) == ""


def test_the_day_is_exported_to_excel(world, late, browser):
    world.run()
    response = browser.get(url("day_export"))
    assert response.headers["Content-Disposition"].startswith('attachment; filename="agenda-2026-11-17.xlsx"')


# The customer file


def test_the_file_shows_what_is_owed_what_comes_next_and_the_open_items(world, late, browser):
    world.run()
    page = text(browser.get(url("customer", late)))
    for words in ("Garage Dupont", "F-C1", "Anne Martin", "1\u202f000,00\u00a0€", "Maison Lambert", "Nadia"):
        assert words in page


def test_the_file_takes_as_many_queries_for_one_invoice_as_for_twenty(world, late, browser, django_assert_max_num_queries):
    world.run()
    browser.get(url("customer", late))
    with django_assert_max_num_queries(63) as one:
        browser.get(url("customer", late))
    for number in range(20):
        world.invoice(late, f"F-{number}", "10", date(2026, 11, 6))
    with django_assert_max_num_queries(63) as many:
        browser.get(url("customer", late))
    assert len(many) == len(one)


def test_why_is_said_in_words(world, late, browser):
    panel = text(browser.get(url("why", late), **HTMX))
    assert "<li" in panel
    assert "%(" not in panel


@pytest.mark.parametrize("panel", ["summary", "items", "timeline", "commitments", "people"])
def test_each_panel_is_read_again_by_itself_and_leads_to_the_file_without_htmx(world, late, browser, panel):
    assert "<html" not in text(browser.get(url(panel, late), **HTMX))
    assert browser.get(url(panel, late)).headers["Location"] == url("customer", late)


def test_items_are_sorted_searched_and_paged_by_the_server(world, late, browser):
    for number in range(30):
        world.invoice(late, f"G-{number:02}", str(100 + number), date(2026, 11, 6))
    panel = text(browser.get(url("items", late) + "?sort=-open_amount", **HTMX))
    assert panel.index("F-C1") < panel.index("G-29") < panel.index("G-28")
    assert text(browser.get(url("items", late) + "?page=2", **HTMX)).count("<tr data-row>") == 6
    assert text(browser.get(url("items", late) + "?q=G-07", **HTMX)).count("<tr data-row>") == 1


def test_an_auditor_sees_the_file_and_is_offered_nothing_to_do(world, late):
    auditor = world.browser(world.hire("alba", Role.AUDITOR))
    page = text(auditor.get(url("customer", late)))
    assert "F-C1" in page
    for name in ("call", "promise", "hold", "note", "contact_add"):
        assert url(name, late) not in page
    assert auditor.get(url("promise", late)).status_code == 403
    assert auditor.post(url("note", late), {"body": "x"}).status_code == 403
    assert auditor.get(url("call", late)).status_code == 403
    assert Note.objects.count() == 0


def test_a_salesperson_sees_own_customers(world):
    paul = world.hire("paul", Role.SALESPERSON)
    own = world.late("S1", "Client de Paul", "100", salesperson_id=paul)
    other = world.late("S2", "Client de Jean", "100")
    browser = world.browser(paul)
    assert (browser.get(url("customer", own)).status_code, browser.get(url("customer", other)).status_code) == (200, 404)


def test_the_statement_is_exported_to_excel(world, late, browser):
    assert 'filename="releve-C1-2026-11-17.xlsx"' in browser.get(url("statement_as_workbook", late)).headers["Content-Disposition"]


# Gestures


def test_a_promise_about_ticked_items_is_noted_with_htmx(world, late, browser):
    [item] = world_items(late)
    form = text(browser.get(url("promise", late), {"ids": [item]}, **HTMX))
    assert "F-C1" in form
    response = browser.post(url("promise", late), {"ids": [item], "promised_for": "2026-11-20", "amount": "400,50"}, **HTMX)
    assert (response.status_code, text(response)) == (200, "")
    assert "customer-changed" in response.headers["HX-Trigger"]
    assert Promise.objects.values_list("amount", "promised_for").get() == (Decimal("400.5"), date(2026, 11, 20))


def world_items(customer_id: int) -> list[int]:
    return [item.id for item in ledger_queries.open_items(SYSTEM, customer_id=customer_id)]


def test_a_promise_without_htmx_comes_back_to_the_file(world, late, browser):
    response = browser.post(url("promise", late), {"promised_for": "2026-11-20"})
    assert response.headers["Location"] == url("customer", late)
    assert Promise.objects.get().amount == Decimal(1000)


def test_a_refused_promise_says_why_on_its_form(world, late, browser):
    response = browser.post(url("promise", late), {"promised_for": "2026-11-01"}, **HTMX)
    assert response.status_code == 422
    assert "1 nov. 2026" in text(response)
    assert Promise.objects.count() == 0


def test_a_dispute_is_opened_answered_and_closed(world, late, browser):
    [item] = world_items(late)
    browser.post(url("dispute", late), {"ids": [item], "reason": "PRICE", "amount": "100"}, **HTMX)
    dispute = Dispute.objects.get()
    manager = world.browser(world.hire("claire", Role.CREDIT_MANAGER))
    manager.post(url("dispute_answer", late, dispute.pk), {"answer": "Prix conforme au devis"}, **HTMX)
    manager.post(url("dispute_close", late, dispute.pk), {"outcome": "unfounded"}, **HTMX)
    dispute.refresh_from_db()
    assert (dispute.answered_on, dispute.closed_on, dispute.outcome) == (date(2026, 11, 17), date(2026, 11, 17), "unfounded")


def test_the_address_of_a_form_opened_by_itself_says_so_on_a_plain_page(world, late, browser):
    opened = browser.get(reverse("workbench:portfolio_assign"))
    assert (opened.status_code, opened.headers["Allow"]) == (405, "POST")
    assert "n’affiche rien par elle-même" in text(opened)


def test_closing_a_dispute_asks_whose_error_it_was_and_which_invoice_replaces_it(world, late, browser):
    [item] = world_items(late)
    first = ledger_queries.items(SYSTEM, [item])[item]
    browser.post(url("dispute", late), {"ids": [item], "reason": "PRICE"}, **HTMX)
    dispute = Dispute.objects.get()
    world.invoice(late, "F-CORR", "1000", date(2027, 1, 31))
    [corrected] = set(world_items(late)) - {item}
    manager = world.browser(world.hire("claire", Role.CREDIT_MANAGER))
    asked = text(manager.get(url("dispute_close", late, dispute.pk), **HTMX))
    assert ["F-CORR" in asked, "erreur du client" in asked] == [True, True]
    assert f"Litige de prix / remise · {first.reference} · 1\u202f000,00" in asked
    assert asked.count(first.reference) == 1  # it does not replace itself
    wrong = {"outcome": "corrected_for_them", "due_on": "2027-02-28"}
    refused = manager.post(url("dispute_close", late, dispute.pk), wrong, **HTMX)
    assert (refused.status_code, "que si l’erreur était la nôtre" in text(refused)) == (422, True)
    manager.post(url("dispute_close", late, dispute.pk), {"outcome": "corrected_for_them", "replaced_by": str(corrected)}, **HTMX)
    assert ledger_queries.items(SYSTEM, [corrected])[corrected].due_date == first.due_date
    page = text(manager.get(url("customer", late)))
    assert "Facture corrigée : erreur du client" in page.replace("\u00a0", " ")


def test_a_hold_has_a_reason_and_an_end_and_can_be_lifted(world, late, browser):
    too_long = browser.post(url("hold", late), {"reason": "customer_request", "until_on": "2027-03-01"}, **HTMX)
    assert too_long.status_code == 422
    browser.post(url("hold", late), {"reason": "customer_request", "until_on": "2026-11-27"}, **HTMX)
    hold = Hold.objects.get()
    assert (hold.item_id, hold.until_on) == (None, date(2026, 11, 27))
    browser.post(url("hold_lift", late, hold.pk), **HTMX)
    assert Hold.objects.get().lifted_at is not None


def test_a_note_and_an_instruction_are_kept(world, late, browser):
    browser.post(url("note", late), {"body": "Rappeler après la foire"}, **HTMX)
    assert browser.post(url("instruction", late), {"text": "Ne jamais appeler le magasin"}, **HTMX).status_code == 403
    director = world.browser(world.hire("claire", Role.CREDIT_MANAGER))
    director.post(url("instruction", late), {"text": "Ne jamais appeler le magasin"}, **HTMX)
    page = text(browser.get(url("customer", late)))
    assert page.count("Rappeler après la foire") == 2  # on the timeline and among the notes
    assert "Ne jamais appeler le magasin" in page


def test_contacts_are_added_changed_and_their_health_noted(world, late, browser):
    browser.post(url("contact_add", late), {"name": "Durand", "duty": "buyer", "phone": "04 72 11 22 33"}, **HTMX)
    card = next(card for card in customers.contacts(SYSTEM, late) if card.name == "Durand")
    browser.post(
        url("contact_edit", late, card.id), {"name": "Durand", "first_name": "Luc", "duty": "buyer", "phone": "0472998877"}, **HTMX
    )
    changed = next(card for card in customers.contacts(SYSTEM, late) if card.name == "Durand")
    assert (changed.first_name, [address.address for address in changed.addresses]) == ("Luc", ["+33472998877"])
    browser.post(url("address_health", late, changed.addresses[0].id), {"health": "dead"}, **HTMX)
    assert Address.objects.get(pk=changed.addresses[0].id).health == "dead"
    assert "noté par une personne" in text(browser.get(url("people", late), **HTMX))
    browser.post(url("contact_left", late, changed.id), **HTMX)
    assert [card.name for card in customers.contacts(SYSTEM, late)] == ["Martin"]


@pytest.mark.parametrize(
    ("noted", "said"),
    [("came back 5.1.1", "un message est revenu 5.1.1"), ("wrong number", "mauvais numéro"), ("boîte pleine", "boîte pleine")],
)
def test_why_an_address_reaches_no_more_is_said_in_the_language_of_the_reader(world, late, browser, noted, said):
    Address.objects.filter(contact__customer_id=late).update(health="dead", health_reason=noted)
    assert said in text(browser.get(url("people", late), **HTMX))


# The call


def test_the_cockpit_has_the_script_the_answers_and_the_result_on_one_screen(world, late, browser):
    world.run()
    [action], _ = dunning.calls_to_make(SYSTEM)
    panel = text(browser.get(url("call", late), {"action": action.id, "place": "day"}, **HTMX))
    for words in ("Nadia", "Maison Lambert", "Bon interlocuteur", 'value="no_answer"', "F-C1"):
        assert words in panel
    step = text(browser.get(url("script", late), {"node": "MAIN", "code": "FIRST_OVERDUE"}, **HTMX))
    assert "1\u202f000,00\u00a0€" in step


def test_a_call_noted_from_the_day_offers_the_next_one(world, late, browser):
    world.late("C2", "Boulangerie Épis", "500")
    world.run()
    action = next(each for each in dunning.calls_to_make(SYSTEM)[0] if each.customer_id == late)
    response = browser.post(url("call_note", late), {"result": "no_answer", "action": action.id, "place": "day"}, **HTMX)
    assert "Boulangerie Épis" in text(response)
    assert "agenda-changed" in response.headers["HX-Trigger"]
    assert (Call.objects.get().result, dunning.action(SYSTEM, action.id).attempts) == ("no_answer", 1)


def test_a_call_reached_without_reason_is_refused_on_its_form(world, late, browser):
    response = browser.post(url("call_note", late), {"result": "reached"}, **HTMX)
    assert response.status_code == 422
    assert "Quelqu’un a été joint" in text(response).replace("&#x27;", "’").replace("'", "’")


def test_a_contested_amount_opens_a_dispute_without_another_tick(world, late, browser):
    [item] = [each.id for each in ledger_queries.open_items(SYSTEM, customer_id=late)]
    told = {"result": "reached", "reason": "PRICE", "ids": item, "disputed_amount": "150,50"}
    assert browser.post(url("call_note", late), told, **HTMX).status_code == 200
    assert [str(each.disputed_amount) for each in DisputedItem.objects.all()] == ["150.500"]


def test_a_call_without_htmx_comes_back_to_the_day(world, late, browser):
    response = browser.post(url("call_note", late), {"result": "voicemail", "place": "day"})
    assert response.headers["Location"] == "/"


def test_a_call_back_agreed_in_a_call_nobody_planned_comes_back_at_its_hour(world, late, browser):
    browser.post(url("call_note", late), {"result": "call_back", "call_back_at": "2026-11-17T15:30"}, **HTMX)
    assert "15:30" in text(browser.get("/"))


# Lists and search


def test_search_finds_customers_and_invoices(world, late, browser):
    found = text(browser.get(url("search"), {"q": "dup"}, **HTMX))
    assert url("customer", late) in found
    assert "F-C1" in text(browser.get(url("search"), {"q": "F-C1"}, **HTMX))
    assert f'href="{url("statement", late)}"' in found
    assert "Rien trouvé" in text(browser.get(url("search"), {"q": "zzzzz"}, **HTMX))
    assert "<html" in text(browser.get(url("search"), {"q": "dup"}))


def test_customers_are_filtered(world, late, browser):
    world.late("K1", "Grande Maison", "100", segment="KEY_ACCOUNT")
    page = text(browser.get(url("customers"), {"segment": "KEY_ACCOUNT"}))
    assert ("Grande Maison" in page, "Garage Dupont" in page) == (True, False)
    assert "Aucun client" in text(browser.get(url("customers"), {"q": "zzzzz"}, **HTMX))


def test_the_aged_balance_is_shown_and_exported(world, late, browser):
    world.run()
    page = text(browser.get(url("portfolio")))
    assert "Garage Dupont" in page
    assert "1\u202f000,00" in page
    assert "balance-agee-2026-11-17" in browser.get(url("portfolio_export")).headers["Content-Disposition"]


def test_every_page_speaks_english_too(world, late):
    User.objects.filter(pk=world.collector).update(language="en")
    world.run()
    browser = world.browser()
    assert "My day" in text(browser.get("/"))
    page = text(browser.get(url("customer", late), {"call": "1"}))
    for words in ("What comes next", "Right person", "Nobody answers"):
        assert words in page


def test_a_call_back_agreed_for_another_day_waits_for_that_day(world, late, browser):
    world.run()
    [action], _ = dunning.calls_to_make(SYSTEM)
    told = {"result": "call_back", "call_back_at": "2026-11-18T09:30", "action": action.id}
    browser.post(url("call_note", late), told, **HTMX)
    assert "à rappeler le <time" in text(browser.get(url("customer", late)))
    assert "<tr data-row " not in text(browser.get("/"))
    with stopped(date(2026, 11, 18)):
        assert "09:30" in text(browser.get("/"))


def test_a_call_without_answer_comes_back_the_next_day_not_at_once(world, late, browser):
    world.run()
    [action], _ = dunning.calls_to_make(SYSTEM)
    told = {"result": "no_answer", "action": action.id, "place": "day", "call_back_at": "2026-11-18T09:00"}
    assert "dernier appel" in text(browser.post(url("call_note", late), told, **HTMX))
    assert dunning.action(SYSTEM, action.id).call_back_at is None
    assert "<tr data-row " not in text(browser.get("/"))
    with stopped(date(2026, 11, 18)):
        assert "Garage Dupont" in text(browser.get("/"))


def test_what_was_done_today_stays_in_sight(world, late, browser):
    browser.post(url("call_note", late), {"result": "voicemail"}, **HTMX)
    page = text(browser.get("/"))
    assert "Fait aujourd’hui" in page
    assert "Messagerie" in page


def test_the_file_of_a_payer_says_what_it_pays_for_others(world, late, browser):
    other = world.late("C9", "Garage Dupont Sud", "250")
    customer_actions.set_payer(SYSTEM, other, late)
    world.run()
    assert "Échu du payeur (2 clients)" in text(browser.get(url("summary", late), **HTMX))
    assert "Échu du payeur" not in text(browser.get(url("summary", other), **HTMX))
