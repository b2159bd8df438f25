# ruff: noqa: N999 - the command bears the name people type
"""`encaisse import fec|csv|xlsx|einvoice|files|cdar FILE…`: take files in, and say what they made."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from encaisse.creditors import actions as creditor_actions
from encaisse.creditors import queries as creditors
from encaisse.creditors.queries import CreditorCard
from encaisse.intake import actions
from encaisse.intake.rules.columns import Kind
from encaisse.intake.rules.fec_header import FILE_NAME
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.progress import Watch, nobody_watches
from encaisse.intake.rules.refusals import NoCreditor, NoCreditorYet, UnknownCreditor
from encaisse.intake.rules.report import ImportReport, summed_up
from encaisse.kit.actor import Actor, system_actor

BAR = 30
SHOWN = 50


class Command(BaseCommand):
    help = "Take in a FEC, a CSV or XLSX list, structured invoices (Factur-X, CII, UBL), PDFs, a platform's messages (CDAR)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("form", choices=["fec", "csv", "xlsx", "einvoice", "files", "cdar"])
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--creditor", metavar="SIREN", help="whose receivables; by default from the file name, or the only creditor")
        parser.add_argument("--new-creditor", metavar="NAME", help="make the creditor named by --creditor when it does not exist")
        parser.add_argument("--kind", choices=[kind.value for kind in Kind], help="what a list holds; guessed from its titles by default")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--situation", action="store_true", help="the list says all that is open: what is absent is settled")
        mode.add_argument("--movements", action="store_true", help="the list only adds")
        parser.add_argument("--source", metavar="NAME", default="", help="the name of the source, remembered with its columns")
        parser.add_argument("--accept-vanishing", action="store_true", help="accept a situation in which more than 20 %% vanish")
        parser.add_argument("--proofs", type=Path, metavar="FOLDER", help="where the proofs named by a list of sendings are")
        parser.add_argument("--json", action="store_true", help="print one line of JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        if missing := [path for path in options["files"] if not (path.is_file() or (options["form"] == "files" and path.is_dir()))]:
            raise CommandError(_("There is no file “%(name)s”.") % {"name": missing[0]}, returncode=2)
        actor = system_actor(name="encaisse import")
        watch = nobody_watches if options["json"] or not sys.stderr.isatty() else bar
        reports = [self.taken(actor, path, options, watch) for path in options["files"]]
        self.say(reports, as_json=options["json"])

    def taken(self, actor: Actor, path: Path, options: dict[str, Any], watch: Watch) -> ImportReport:
        creditor = creditor_of(actor, path, options)
        on = creditors.today_of(actor, creditor.id)
        if path.is_dir():
            return actions.import_folder(actor, creditor.id, path, source_name=options["source"], watch=watch)
        with path.open("rb") as file:
            if options["form"] == "fec":
                source = options["source"] or actions.DEFAULT_SOURCE
                return actions.import_fec(actor, creditor.id, file, name=path.name, on=on, source_name=source, watch=watch)
            if options["form"] == "einvoice":
                return actions.import_einvoices(actor, creditor.id, file, name=path.name, on=on, source_name=options["source"], watch=watch)
            if options["form"] == "cdar":
                return actions.import_life_cycle(actor, creditor.id, file, name=path.name, source_name=options["source"], watch=watch)
            if options["form"] == "files":
                return actions.import_files(actor, creditor.id, file, name=path.name, source_name=options["source"], watch=watch)
            return actions.import_list(actor, creditor.id, file, name=path.name, on=on, choices=choices_of(options), watch=watch)

    def say(self, reports: Sequence[ImportReport], *, as_json: bool) -> None:
        report = summed_up(reports)
        if as_json:
            self.stdout.write(json.dumps(report.figures(), ensure_ascii=False))
            return
        for name, value in report.figures().items():
            self.stdout.write(f"{name:<24}{len(report.findings) if name == 'findings' else value}")
        for finding in report.findings[:SHOWN]:
            self.stdout.write(finding_in_words(finding))


def choices_of(options: dict[str, Any]) -> actions.Choices:
    return actions.Choices(
        kind=Kind(options["kind"]) if options["kind"] else None,
        is_situation=True if options["situation"] else False if options["movements"] else None,
        source_name=options["source"],
        accept_vanishing=options["accept_vanishing"],
        proofs=files_of(options["proofs"]),
    )


def files_of(folder: Path | None) -> dict[str, Path]:
    """Return the files of a folder by their names in small letters."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise CommandError(_("There is no folder “%(name)s”.") % {"name": folder}, returncode=2)
    return {each.name.lower(): each for each in sorted(folder.iterdir()) if each.is_file() and not each.is_symlink()}


def creditor_of(actor: Actor, path: Path, options: dict[str, Any]) -> CreditorCard:
    """Return whose file it is: as said, else by the SIREN of the file name, else the only creditor there is."""
    known = creditors.creditors_in_reach(actor)
    named = FILE_NAME.search(path.name)
    siren = options["creditor"] or (named["siren"] if named and len(known) != 1 else "")
    if found := next((card for card in known if card.siren == siren), None):
        return found
    if options["creditor"] and (options["new_creditor"] or not known):
        new = creditor_actions.NewCreditor(name=options["new_creditor"] or siren, siren=siren)
        return creditors.creditor(actor, creditor_actions.create_creditor(actor, new))
    words = ", ".join(f"{card.siren} ({card.name})" for card in known) or "–"
    if options["creditor"]:
        raise UnknownCreditor(siren=siren, known=words)
    if len(known) != 1:
        raise NoCreditor(known=words) if known else NoCreditorYet
    return known[0]


def finding_in_words(finding: Finding) -> str:
    place = _("line %(line)s: ") % {"line": finding.line_no} if finding.line_no else ""
    return f"  [{finding.severity}] {place}{finding.in_words(_)}"


def bar(phase: str, done: int, total: int) -> None:
    """Draw one line of progress on the terminal."""
    names = {"loading": _("loading"), "reading": _("reading"), "recording": _("recording")}
    filled = BAR * done // max(total, 1)
    sys.stderr.write(f"\r{names.get(phase, phase):<16}[{'#' * filled}{'.' * (BAR - filled)}]")
    if phase == "recording" and done >= total:
        sys.stderr.write("\n")
    sys.stderr.flush()
