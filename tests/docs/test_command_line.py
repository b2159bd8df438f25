"""The command line guide tells the truth: each `--json` answers with the keys it shows, and every command is there."""

import json
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from encaisse.creditors.models import Creditor
from encaisse.db.clock import stopped
from encaisse.dunning.rules.scenario import Channel
from encaisse.kit.actor import system_actor
from encaisse.ledger import actions as ledger
from encaisse.project.cli import command_names

GUIDES = Path(__file__).resolve().parents[2] / "docs" / "guide"
DAY = date(2026, 11, 17)
# What these hold is named by the data: channels, reasons, currencies, flags, levels, months.
OPEN = {"rates", "balance", "overdue", "planned", "held", "flags", "net", "totals", "values"} | {
    "channels",
    "levels",
    "customers_by_level",
    "months",
}
OPEN_ITEMS = """\
Code client;Raison sociale;Numéro;Date facture;Date échéance;Montant TTC;Solde
C1;Garage Dupont;F1;01/10/2026;31/10/2026;1200,00;1200,00
C1;Garage Dupont;F2;15/10/2026;15/12/2026;300,00;300,00
C2;Menuiserie Durand;F3;01/10/2026;31/10/2026;2400,00;2400,00
"""
CONTACTS = """\
Code client;Nom;E-mail;Téléphone
C1;Claire Dupont;claire@dupont.example;01 99 00 12 34
C2;Denis Durand;;01 99 00 12 35
"""


def documented(language: str) -> dict[str, object]:
    """Return the JSON shown under each heading of the guide."""
    text = (GUIDES / language / "command-line.md").read_text()
    shown = re.findall(r"^## (\S+)\n(?:(?!^## ).)*?^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return {name: json.loads(block) for name, block in shown}


def answer(name: str, *arguments: object) -> object:
    out = StringIO()
    call_command(name.replace("-", "_"), *map(str, arguments), "--json", stdout=out)
    assert out.getvalue().count("\n") == 1, f"{name} --json prints one line"
    return json.loads(out.getvalue())


def shape(value: object, name: str = "") -> object:
    """Return the keys of a value, and of what it holds; a list is known by its first element."""
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    if not isinstance(value, dict):
        return None
    if name in OPEN:
        return {"…": shape(next(iter(value.values())))} if value else {}
    return {key: shape(each, key) for key, each in value.items()}


def assert_same_shape(told: object, shown: object, path: str) -> None:
    """Compare what a command answers with what the guide shows; an empty list or mapping agrees with any."""
    if isinstance(told, dict) and isinstance(shown, dict) and told and "…" not in told:
        assert sorted(told) == sorted(shown), path
        for key, value in told.items():
            assert_same_shape(value, shown[key], f"{path}.{key}")
    elif told:
        pairs = zip(told, shown, strict=True) if isinstance(told, list) else [(told["…"], shown["…"])]
        for one, other in pairs:
            assert_same_shape(one, other, f"{path}[]")


@pytest.fixture
def company(transactional_db: None, tmp_path: Path) -> Path:
    with stopped(DAY):
        Creditor.objects.create(name="Verdier", siren="123456782", is_demonstration=True)
        (tmp_path / "contacts.csv").write_text(CONTACTS)
        (tmp_path / "items.csv").write_text(OPEN_ITEMS)
        yield tmp_path


def test_each_answer_has_the_documented_keys(company: Path) -> None:
    told = {"import": answer("import", "csv", company / "items.csv", "--situation", "--source", "ERP")}
    answer("import", "csv", company / "contacts.csv")
    ledger.refresh_balances(system_actor(), on=DAY)
    told |= {
        "sources": answer("sources", "--source", "ERP", "--days", "3"),
        "creditor": answer("creditor", "set", "--city", "Lyon"),
        "joint-reminders": answer("joint-reminders", "--share"),
        "working-days": answer("working-days", "--year", "2026", "--close", "2026-12-24", "--name", "Pont"),
        "rates": answer("rates"),
        "factor": answer("factor", "Factor Sud", "--add", "FR7630006000011234567890189"),
        "go-live": answer("go-live", "--on", DAY, "--close", "--trust"),
        "run": answer("run", "--on", DAY, "--accept-stale"),
        "explain": answer("explain", "C1", "--on", DAY),
        "draft": answer("draft", "C1"),
        "agenda": answer("agenda", "--on", DAY),
        "team": answer("team"),
        "send": answer("send"),
        "aged-balance": answer("aged-balance", "--on", DAY),
        "fetch-mail": answer("fetch-mail"),
        "replies": answer("replies"),
        "disputes": answer("disputes", "open", "C2", "--reason", "PRICE", "--invoice", "F3", "--amount", "100"),
        "deposits": answer("deposits", "--on", DAY),
        "portals": answer("portals", "--add", "Ariba"),
        "statement": answer("statement", "C1", "--on", DAY),
        "closings": answer("closings", "C1", "--from", "2027-08-02", "--to", "2027-08-22", "--name", "Congés"),
        "insolvency": answer(
            "insolvency", "C1", "--kind", "receivership", "--judgment", "2026-10-05", "--published", "2026-10-14", "--court", "TC Lyon"
        ),
        "visit": answer("visit", "C1", "--sheet", company / "visit.pdf"),
        "e-invoices": answer("e-invoices"),
        "stray-files": answer("stray-files"),
        "letters": answer("letters", "list"),
        "review": answer("review", "C1", "--comment", "vu avec le DAF"),
        "close-month": answer("close-month"),
        "time-machine": answer("time-machine", "--scenario", "SME", "--from", DAY, "--to", DAY),
        "absences": answer("absences"),
        "departures": answer("departures"),
        "complaints": answer("complaints"),
        "idle": answer("idle", "--on", DAY),
        "verify": answer("verify"),
    }
    assert told["aged-balance"]["customers"]
    assert told["agenda"]["calls"]
    assert told["agenda"]["to_approve"] or told["run"]["planned"]
    for language in ("fr", "en"):
        shown = documented(language)
        assert sorted(shown) == sorted(told)
        assert set(shown["time-machine"]["lanes"][0]["channels"]) <= set(Channel)
        for name, value in told.items():
            assert_same_shape(shape(value), shape(shown[name]), f"{language}: {name}")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_command_is_documented(language: str) -> None:
    text = (GUIDES / language / "command-line.md").read_text()
    assert [name for name in command_names() if f"encaisse {name}" not in text] == []
