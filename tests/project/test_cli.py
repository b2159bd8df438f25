"""The command line: its exit codes, and who answers to a name."""

import json
import os
import subprocess
import sys

import pytest
from django.core.management.base import BaseCommand, CommandError

from encaisse import __version__
from encaisse.kit.refusals import Refusal
from encaisse.project import cli, environment


class Stale(Refusal):
    sentence = "The facts are of %(day)s."
    exit_code = 3


class Command(BaseCommand):
    """Stands for a room's command."""

    def add_arguments(self, parser):
        parser.add_argument("outcome", choices=["done", "refused", "stale", "wrong"])

    def handle(self, *_args, outcome, **_options):
        match outcome:
            case "refused":
                raise Refusal
            case "stale":
                raise Stale(day="1 May")
            case "wrong":
                raise CommandError("wrong use", returncode=2)
        self.stdout.write(json.dumps({"done": True}))


@pytest.fixture(autouse=True)
def a_room_with_a_command(monkeypatch):
    def run(rest):
        return cli.run_of_room("any", "act", rest)

    monkeypatch.setattr(cli, "import_module", lambda _: sys.modules[__name__])
    monkeypatch.setattr(environment, "prepare", lambda: None)
    known = cli.found
    monkeypatch.setattr(cli, "found", lambda name: run if name == "act" else known(name))


@pytest.mark.parametrize(("outcome", "code"), [("done", 0), ("refused", 1), ("stale", 3), ("wrong", 2)])
def test_exit_codes(outcome, code):
    assert cli.main(["act", outcome]) == code


def test_wrong_usage_exits_with_2():
    with pytest.raises(SystemExit) as left:
        cli.main(["act", "sideways"])
    assert left.value.code == 2


def test_an_unknown_command_is_usage():
    assert cli.main(["dance"]) == 2


def test_a_refusal_is_one_sentence_on_stderr(capsys):
    cli.main(["act", "stale"])
    assert capsys.readouterr() == ("", "The facts are of 1 May.\n")


def test_a_fault_of_the_installation_is_one_sentence(capsys, monkeypatch):
    def fail():
        raise environment.InstallationFault("SECRET_KEY is missing.")

    monkeypatch.setattr(environment, "prepare", fail)
    assert cli.main(["act", "done"]) == 1
    assert capsys.readouterr().err == "SECRET_KEY is missing.\n"


def test_the_names_of_rooms_and_of_the_project_are_listed():
    assert {"serve", "worker", "migrate", "backup", "restore", "demo"} <= set(cli.command_names())


def test_help_loads_no_django():
    source = "import sys; from encaisse.project.cli import main; main(['help']); sys.exit('django.apps' in sys.modules)"
    argv = [sys.executable, "-c", source]
    assert (
        subprocess.run(argv, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, check=False, capture_output=True).returncode == 0
    )


def test_a_reader_who_has_read_enough_is_no_fault():
    source = "from encaisse.project.cli import main; raise SystemExit(main(['help']))"
    reading = subprocess.Popen(
        [sys.executable, "-c", source],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert reading.stdout is not None
    reading.stdout.close()
    _out, said = reading.communicate(timeout=60)
    assert (said, reading.returncode) == (b"", cli.REFUSED)


def test_the_list_says_in_a_line_what_each_command_is_for(capsys):
    cli.print_commands()
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()[2:]}
    assert set(lines) == set(cli.command_names())
    assert lines["run"].endswith("Decide for every customer the one action of the day")
    assert lines["backup"].endswith("Back the database and the kept files up, into one file")
    assert [name for name, line in lines.items() if line.split() == [name]] == []


def answer_without_a_database(tmp_path, *words):
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "DATABASE_URL", "SECRET_KEY"))}
    surroundings = {**outside, "ENCAISSE_VAR": str(tmp_path / "var"), "PYTHONPATH": os.pathsep.join(sys.path)}
    argv = [sys.executable, "-m", "encaisse.project.cli", *words]
    return subprocess.run(argv, env=surroundings, check=True, capture_output=True, text=True).stdout


def test_what_a_command_takes_is_told_without_a_database(tmp_path):
    told = answer_without_a_database(tmp_path, "aged-balance", "--help")
    assert "SIREN of one creditor" in told
    assert not (tmp_path / "var").exists(), "asking for help made a database"


def test_help_tells_of_our_options_only(tmp_path):
    told = answer_without_a_database(tmp_path, "run", "--help")
    assert "--accept-stale" in told
    assert [word for word in (*cli.OF_DJANGO, "--skip-checks") if word in told] == []


def test_the_version_is_the_product_s(capsys):
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"Encaisse {__version__}\n"
