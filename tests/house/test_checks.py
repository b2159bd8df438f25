"""The house rules that a linter cannot see: the tree keeps them, and a planted violation is caught."""

import tomllib

import pytest

from house import checks
from house.exceptions import EXCEPTIONS
from house.trees import CHECKOUT

PLANTED = [
    pytest.param(
        checks.actor_first,
        {
            "cash/actions.py": "def match_payment(payment_id: int) -> None: ...\n",
            "cash/views.py": "from encaisse.cash.actions import match_payment\n",
        },
        "cash.actions.match_payment is called from another layer and does not take `actor` first",
        id="an action without its actor",
    ),
    pytest.param(
        checks.actor_first,
        {
            "ledger/queries/ages.py": "def ages(on: object) -> None: ...\n",
            "cash/actions.py": "from encaisse.ledger.queries import ages\nages.ages(None)\n",
        },
        "ledger.queries.ages.ages is called from another layer and does not take `actor` first",
        id="another room's query without an actor",
    ),
    pytest.param(
        checks.only_actions_write,
        {"cash/queries.py": "def entries(actor):\n    Entry.objects.filter(old=True).delete()\n"},
        "cash.queries:2 writes (delete); only actions write",
        id="a query that deletes",
    ),
    pytest.param(
        checks.only_actions_write,
        {"cash/views.py": "def entry(request):\n    entry.save()\n"},
        "cash.views:2 writes (save); only actions write",
        id="a view that saves",
    ),
    pytest.param(
        checks.only_actions_write,
        {"cash/queries.py": "run_sql('cash.forget')\n", "cash/sql/forget.sql": "-- one row per entry\ndelete from cash_entry\n"},
        "cash.queries:1 writes (run_sql); only actions write",
        id="a query whose statement writes",
    ),
    pytest.param(
        checks.only_queries_read_lower_rooms,
        {"cash/views.py": "from encaisse.ledger.models import OpenItem\n"},
        "cash.views:1 imports the models of ledger; ask its queries",
        id="a view that reads another room's tables",
    ),
    pytest.param(
        checks.no_clock,
        {"cash/rules.py": "from datetime import date\n\ndef is_old(day):\n    return day < date.today()\n"},
        "cash.rules:4 reads a clock (date.today); take the day as a parameter, or `db.clock` at a door",
        id="a rule that reads the clock",
    ),
    pytest.param(
        checks.sizes,
        {"cash/rules.py": "def long():\n" + "    step()\n" * 40},
        "cash.rules.long has 41 lines, more than 40",
        id="a long function",
    ),
    pytest.param(
        checks.sizes,
        {"cash/views.py": "def entry_list(request):\n" + "    step()\n" * 20},
        "cash.views.entry_list has 21 lines, more than 20",
        id="a long view",
    ),
    pytest.param(checks.sizes, {"cash/rules.py": "A = 1\n" * 401}, "cash/rules.py has 401 lines, more than 400", id="a long file"),
    pytest.param(
        checks.sizes,
        {"cash/templates/cash/list.html": "<p>\n" * 121},
        "cash/templates/cash/list.html has 121 lines, more than 120",
        id="a long template",
    ),
    pytest.param(
        checks.every_job_exists,
        {"cash/actions.py": "enqueue('cash.match', entry_id=1)\n"},
        "cash.actions:1 enqueues “cash.match”, which no room declares",
        id="a job that nobody does",
    ),
    pytest.param(
        checks.every_sentence_is_french,
        {"cash/__init__.py": "", "cash/rules.py": "gettext_noop('This entry is matched.')\n"},
        "cash: “This entry is matched.” is not in French",
        id="a sentence that is not translated",
    ),
    pytest.param(
        checks.every_sentence_is_one_in_french,
        {
            "cash/locale/fr/LC_MESSAGES/django.po": 'msgid "Group"\nmsgstr "Groupe"\n',
            "ledger/locale/fr/LC_MESSAGES/django.po": 'msgid "Group"\nmsgstr "Grouper"\n',
        },
        "“Group” is “Groupe” and “Grouper” in French (cash, ledger): one would be shown for both",
        id="a sentence two rooms translate differently",
    ),
]


@pytest.mark.parametrize("check", dict.fromkeys(parameters.values[0] for parameters in PLANTED), ids=lambda check: check.__name__)
def test_the_house_keeps(check):
    assert check() == []


@pytest.mark.parametrize(("check", "files", "violation"), PLANTED)
def test_a_planted_violation_is_caught(tmp_path, check, files, violation):
    for name, source in files.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
    assert check(tmp_path) == [violation]


@pytest.mark.parametrize(("check", "name"), [(check, name) for check, names in EXCEPTIONS.items() for name in names])
def test_an_exception_has_its_reason_and_is_still_needed(monkeypatch, check, name):
    reason = EXCEPTIONS[check][name]
    monkeypatch.setattr(checks, "allowed", lambda *_: False)
    assert reason
    assert any(violation.startswith(name) for violation in getattr(checks, check)())


def test_every_dependency_is_locked():
    locked = {requirement.partition("==")[0] for requirement in (CHECKOUT / "requirements.lock").read_text().split() if "==" in requirement}
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    names = {checks.requirement_name(each) for each in wanted} - {"encaisse"}
    assert names - locked == set()


def test_the_lock_names_no_address():
    for lock in CHECKOUT.glob("requirements*.lock"):
        assert "://" not in lock.read_text()
