"""The invented world: the same for the same seed and anchor, true to the accounts, and nobody's."""

import re
from collections import defaultdict
from datetime import date
from decimal import Decimal

from encaisse.demo.rules.cast import CAST
from encaisse.demo.rules.company import COLLEAGUES, ENTITIES, IBANS
from encaisse.demo.rules.evidence import kept_on, sendings
from encaisse.demo.rules.ledger_file import file_name, ledger_file
from encaisse.demo.rules.lists import contact_list, customer_list
from encaisse.demo.rules.paper import invoice_page, structured
from encaisse.demo.rules.world import World, made_world
from encaisse.intake.rules.einvoices import read_einvoice
from encaisse.intake.rules.einvoices.reading import text_of_pdf
from encaisse.intake.rules.numbers import compact_number, numbers_in
from encaisse.kit.actor import Role
from encaisse.kit.phones import is_mobile, is_phone
from encaisse.kit.siren import is_siren, is_siret, normalised_iban

ANCHOR = date(2026, 11, 23)


def files(world: World) -> dict[str, str]:
    made = {}
    for entity, creditor in enumerate(ENTITIES):
        made[f"customers {entity}"] = "".join(customer_list(world.of_entity(entity)))
        made[f"contacts {entity}"] = "".join(contact_list(world.of_entity(entity)))
        for year in (2025, 2026):
            lines = ledger_file(world.pieces[entity], world.days, year=year, until=world.days.yesterday)
            made[file_name(creditor.siren, year)] = "".join(lines)
    return made


def ledger_rows(text: str) -> list[dict[str, str]]:
    titles, *lines = text.removesuffix("\r\n").split("\r\n")
    return [dict(zip(titles.split("\t"), line.split("\t"), strict=True)) for line in lines]


def amount(row: dict[str, str]) -> Decimal:
    return Decimal(row["Debit"].replace(",", ".")) - Decimal(row["Credit"].replace(",", "."))


def test_the_same_seed_and_anchor_make_the_same_files() -> None:
    assert files(made_world(7, ANCHOR, 60)) == files(made_world(7, ANCHOR, 60))


def test_another_seed_makes_other_files() -> None:
    assert files(made_world(7, ANCHOR, 60)) != files(made_world(8, ANCHOR, 60))


def test_every_entry_of_the_ledger_is_balanced() -> None:
    for name, text in files(made_world(7, ANCHOR, 60)).items():
        if name.endswith(".txt"):
            sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
            for row in ledger_rows(text):
                sums[row["JournalCode"], row["EcritureNum"]] += amount(row)
            assert set(sums.values()) == {Decimal(0)}


def test_every_letter_of_a_ledger_is_balanced() -> None:
    for name, text in files(made_world(7, ANCHOR, 60)).items():
        if name.endswith(".txt"):
            sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
            for row in ledger_rows(text):
                if row["EcritureLet"]:
                    sums[row["CompAuxNum"], row["EcritureLet"]] += amount(row)
            assert {value for value in sums.values() if value} == set()


def test_a_year_opens_with_what_the_one_before_left_open() -> None:
    made = files(made_world(7, ANCHOR, 60))
    name = ENTITIES[0].siren
    closing: dict[str, Decimal] = defaultdict(Decimal)
    for row in ledger_rows(made[file_name(name, 2025)]):
        if row["CompteNum"].startswith("41") and not row["EcritureLet"]:
            closing[row["CompAuxNum"]] += amount(row)
    opening: dict[str, Decimal] = defaultdict(Decimal)
    for row in ledger_rows(made[file_name(name, 2026)]):
        if row["JournalCode"] == "AN" and row["CompteNum"].startswith("41"):
            opening[row["CompAuxNum"]] += amount(row)
    assert {code: value for code, value in opening.items() if value} == {code: value for code, value in closing.items() if value}


def test_a_grown_export_keeps_every_line_of_the_one_before() -> None:
    world = made_world(7, ANCHOR, 40)
    texts = [
        {
            tuple(row[title] for title in ("JournalCode", "EcritureDate", "CompAuxNum", "PieceRef", "Debit", "Credit"))
            for row in ledger_rows("".join(ledger_file(world.pieces[0], world.days, year=2026, until=until)))
        }
        for until in (date(2026, 10, 30), date(2026, 11, 20))
    ]
    assert texts[0] - texts[1] == set()


def test_six_hundred_customers_make_about_nine_thousand_invoices() -> None:
    world = made_world(2026, ANCHOR, 600)
    invoices = sum(piece.kind == "invoice" for pieces in world.pieces for piece in pieces)
    assert 8_000 < invoices < 10_000


def test_forty_customers_hold_the_whole_cast() -> None:
    assert {customer.part for customer in made_world(7, ANCHOR, 40).customers} >= set(CAST)


def test_the_numbers_pass_every_check_and_begin_like_nobody_s() -> None:
    world = made_world(2026, ANCHOR, 300)
    sirens = [customer.siren for customer in world.customers if customer.siren] + [creditor.siren for creditor in ENTITIES]
    assert [number for number in sirens if not is_siren(number) or not number.startswith("00")] == []
    assert [customer.siret for customer in world.customers if customer.siret and not is_siret(customer.siret)] == []
    assert [normalised_iban(number)[4:9] for number in IBANS] == ["99999", "99999"]


def test_no_address_leads_to_anybody() -> None:
    contacts = [contact for customer in made_world(2026, ANCHOR, 300).customers for contact in customer.contacts]
    assert [contact.email for contact in contacts if contact.email and not contact.email.endswith(".example")] == []
    fiction = re.compile(r"0(1 99 00|2 61 91|3 53 01|4 65 71|5 36 49) \d\d \d\d")
    assert [contact.phone for contact in contacts if not fiction.fullmatch(contact.phone) or not is_phone(contact.phone)] == []
    mobiles = [contact.mobile for contact in contacts if contact.mobile]
    assert [number for number in mobiles if not number.startswith("06 39 98") or not is_mobile(number)] == []


def test_every_role_of_the_house_has_somebody() -> None:
    assert {colleague.role for colleague in COLLEAGUES} == set(Role) - {Role.DEBTOR_PORTAL}


def test_the_story_of_a_weekend_stands_on_the_working_day_before() -> None:
    assert made_world(7, date(2026, 11, 22), 10).days.today == date(2026, 11, 20)


def test_an_invoice_has_the_same_paper_whenever_it_is_made_and_its_structured_form_says_what_the_accounts_say() -> None:
    world = made_world(2026, ANCHOR, 45)
    kept = kept_on(world, 0, ENTITIES[0], since=None, until=world.days.yesterday)
    assert kept.plain
    assert kept.structured
    for piece in kept.structured:
        read = read_einvoice(structured(piece, ENTITIES[0]), name="x")
        assert (read.number, read.issued_on, read.due_date, int(read.owed * 100)) == (piece.number, piece.on, piece.due_on, piece.cents)
        assert compact_number(piece.number) in numbers_in(text_of_pdf(invoice_page(piece, ENTITIES[0]), name="x"))
    again = kept_on(made_world(2026, ANCHOR, 45), 0, ENTITIES[0], since=None, until=world.days.yesterday)
    assert [invoice_page(piece, ENTITIES[0]) for piece in again.plain] == [invoice_page(piece, ENTITIES[0]) for piece in kept.plain]


def test_no_invoice_is_sent_before_it_exists_nor_after_the_day_told() -> None:
    world = made_world(2026, ANCHOR, 45)
    until = world.days.yesterday
    kept = kept_on(world, 0, ENTITIES[0], since=None, until=until)
    issued = {piece.number: piece.on for piece in kept.invoices}
    rows = [line.split(";") for line in sendings(kept, until=until)]
    assert rows
    for number, sent_on, *_ in rows:
        assert issued[number] < date(int(sent_on[6:]), int(sent_on[3:5]), int(sent_on[:2])) <= until
