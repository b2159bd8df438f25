"""The settings of a company, on screen and from the command line."""

import json
import struct
import zlib
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from encaisse.creditors import actions, queries
from encaisse.creditors.actions import NewCreditor, days
from encaisse.creditors.rules import ClosedAlready, UnknownTimeZone, VatOfAnother
from encaisse.creditors.rules.logo import ActiveLogo, LogoTooLarge, NotALogo, as_svg, check_logo
from encaisse.kit.actor import Role, system_actor
from encaisse.kit.refusals import NotFound
from encaisse.kit.siren import NotAnIban
from encaisse.people import actions as people
from encaisse.people.models import User

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
IBAN = "FR76 3000 6000 0112 3456 7890 189"
FRIDAY_AFTER_ASCENSION = date(2027, 5, 7)


def png(width: int = 40, height: int = 10) -> bytes:
    rows = zlib.compress(b"".join(b"\0" + b"\xcc\x22\x22" * width for _ in range(height)))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


@pytest.fixture
def creditor_id(settings, tmp_path) -> int:
    settings.VAR = tmp_path
    return actions.create_creditor(SYSTEM, NewCreditor(name="Maison Lambert", siren="552 100 554"))


@pytest.fixture
def browser(creditor_id) -> Client:
    user_id = people.create_user(SYSTEM, email="anne@exemple.fr", name="Anne")
    for role in (Role.ADMIN, Role.CFO, Role.CREDIT_MANAGER):
        people.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
    client = Client()
    client.force_login(User.objects.get(id=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"creditors:{name}", args=args)


# The picture on top of letters


def test_a_logo_is_told_by_its_bytes_and_drawn_as_svg():
    assert (check_logo(png()), check_logo(b'<?xml version="1.0"?><svg/>')) == ("image/png", "image/svg+xml")
    assert 'viewBox="0 0 40 10"' in as_svg(png())


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"%PDF-1.7", NotALogo),
        (b"\x89PNG\r\n\x1a\n", NotALogo),
        (b"\xff\xd8\xff\xe0", NotALogo),
        (b"<svg><script>alert(1)</script></svg>", ActiveLogo),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', NotALogo),
        (b'<svg><image href="https://exemple.fr/x.png"/></svg>', ActiveLogo),
        (b"<svg onload='x()'/>", ActiveLogo),
        (b"<svg>" + b" " * (1 << 20), LogoTooLarge),
    ],
)
def test_what_is_no_plain_picture_is_refused_as_a_logo(content, refusal):
    with pytest.raises(refusal):
        check_logo(content)


def test_a_logo_is_added_seen_on_a_letter_and_removed(browser, creditor_id, tmp_path):
    (tmp_path / "logo.png").write_bytes(png())
    with (tmp_path / "logo.png").open("rb") as file:
        browser.post(url("logo_set", creditor_id), {"file": file})
    assert queries.logo(SYSTEM, creditor_id).startswith("<svg")
    letter = browser.get(reverse("dunning:letterhead", args=[creditor_id]))
    assert (letter.headers["Content-Type"], letter.content[:5]) == ("application/pdf", b"%PDF-")
    browser.post(url("logo_remove", creditor_id))
    assert queries.logo(SYSTEM, creditor_id) == ""


# Numbers, calendar, accounts


def test_a_french_vat_number_is_the_one_of_its_siren(creditor_id):
    actions.update_creditor(SYSTEM, creditor_id, vat_number="FR 96 552 100 554")
    assert queries.creditor(SYSTEM, creditor_id).vat_number == "FR96552100554"
    with pytest.raises(VatOfAnother):
        actions.update_creditor(SYSTEM, creditor_id, vat_number="FR83404833048")
    with pytest.raises(UnknownTimeZone):
        actions.update_creditor(SYSTEM, creditor_id, timezone="Europe/Lutece")


def test_a_bridge_is_no_working_day_of_this_company_only(creditor_id):
    other = actions.create_creditor(SYSTEM, NewCreditor(name="Autre", siren="443061841"))
    days.close_day(SYSTEM, creditor_id, day=FRIDAY_AFTER_ASCENSION, name="Pont")
    assert not queries.own_calendar(SYSTEM, creditor_id).is_open(FRIDAY_AFTER_ASCENSION)
    assert queries.own_calendar(SYSTEM, other).is_open(FRIDAY_AFTER_ASCENSION)
    with pytest.raises(ClosedAlready):
        days.close_day(SYSTEM, creditor_id, day=FRIDAY_AFTER_ASCENSION)
    days.open_day(SYSTEM, queries.closed_days(SYSTEM, creditor_id)[0].id)
    assert queries.own_calendar(SYSTEM, creditor_id).is_open(FRIDAY_AFTER_ASCENSION)


def test_another_account_is_printed_and_the_removed_one_gives_its_place(browser, creditor_id):
    browser.post(url("bank_account_add", creditor_id), {"name": "Un", "iban": IBAN})
    browser.post(url("bank_account_add", creditor_id), {"name": "Deux", "iban": "FR1420041010050500013M02606"})
    _first, second = queries.bank_accounts(SYSTEM, creditor_id)
    browser.post(url("bank_account_choose", creditor_id, second.id))
    assert queries.default_iban(SYSTEM, creditor_id).name == "Deux"
    browser.post(url("bank_account_remove", creditor_id, second.id))
    assert queries.default_iban(SYSTEM, creditor_id).name == "Un"


def test_each_part_is_saved_alone_and_a_refusal_is_said_where_it_was_typed(browser, creditor_id):
    browser.post(url("creditor_save", creditor_id, "legal"), {"mediator_name": "CM2C", "mediator_site": "cm2c.net"})
    card = queries.creditor(SYSTEM, creditor_id)
    assert (card.mediator_block, card.name) == ("CM2C, cm2c.net", "Maison Lambert")
    wrong = browser.post(url("creditor_save", creditor_id, "identity"), {"name": "Lambert", "vat_number": "FR83404833048"})
    assert wrong.status_code == 422
    assert "FR96552100554" in wrong.content.decode()
    closed = browser.post(url("day_close", creditor_id), {"day": "2027-05-07", "name": "Pont"}, follow=True)
    assert "vendredi 7 mai 2027" in closed.content.decode()


# The command line


def told(capsys, *arguments: str):
    call_command("creditor", *arguments, "--json")
    return json.loads(capsys.readouterr().out)


def test_a_company_is_set_up_from_the_command_line(capsys, settings, tmp_path):
    settings.VAR = tmp_path
    made = told(capsys, "add", "Maison Lambert", "--siren", "552100554", "--city", "Lyon", "--region", "FR")
    assert (made["siren"], made["city"], made["letterhead"]) == ("552100554", "Lyon", False)
    assert told(capsys, "account", IBAN)["accounts"] == ["FR76 •••• 0189"]
    (tmp_path / "logo.png").write_bytes(png())
    assert told(capsys, "letterhead", str(tmp_path / "logo.png"))["letterhead"] is True
    assert told(capsys, "set", "--mediator-name", "CM2C")["name"] == "Maison Lambert"
    assert [each["siren"] for each in told(capsys, "list")] == ["552100554"]
    with pytest.raises(NotAnIban):
        call_command("creditor", "account", "FR00")
    with pytest.raises(NotFound):
        call_command("creditor", "set", "--siren", "443061841", "--city", "Lyon")
