"""Taking in a FEC: copied to a stage, understood by the rules, recorded in the ledger; one transaction."""

from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

import psycopg
from django.db import DataError, connection, transaction

from encaisse.creditors import queries as creditors
from encaisse.customers import actions as customers
from encaisse.customers.rules import NewCustomer
from encaisse.db import copy_rows, execute_sql, run_sql
from encaisse.intake.actions.fec_openings import carry_openings
from encaisse.intake.actions.fec_stage import copy_as_it_is, copy_with_care
from encaisse.intake.actions.kept import already_imported, analyze, close_import, day_of, earlier_import, open_import
from encaisse.intake.models import Import
from encaisse.intake.queries.worded import worded
from encaisse.intake.rules.fec_findings import file_findings, journal_findings, row_findings
from encaisse.intake.rules.fec_header import FecDialect, fec_dialect
from encaisse.intake.rules.findings import Finding
from encaisse.intake.rules.progress import Watch, nobody_watches
from encaisse.intake.rules.receivables import PLACEHOLDERS, SHARED_BY, Class, JournalProfile, journal_role, ledger_number
from encaisse.intake.rules.refusals import NothingToImport
from encaisse.intake.rules.report import FoundSoFar, ImportReport
from encaisse.intake.rules.survey import Survey, survey_of
from encaisse.intake.rules.terms import last_due_date
from encaisse.kit.actor import Actor, Permission
from encaisse.kit.refusals import gettext_noop
from encaisse.ledger import actions as ledger

A_FEC = gettext_noop("a FEC (text)")
DEFAULT_SOURCE = "FEC"


@transaction.atomic
def import_fec(
    actor: Actor,
    creditor_id: int,
    file: BinaryIO,
    *,
    name: str,
    on: date,
    source_name: str = DEFAULT_SOURCE,
    watch: Watch = nobody_watches,
) -> ImportReport:
    """Take in the receivables of a general ledger. The same file again changes nothing; a grown one adds the difference."""
    actor.must(Permission.IMPORT_RUN)
    creditor = creditors.creditor(actor, creditor_id)
    with worded():
        survey = survey_of(file, name=name, expected=A_FEC)
    dialect = fec_dialect(survey, name=name)
    source_id = ledger.source(actor, creditor_id, kind="fec", name=source_name)
    run_sql("intake.lock_source", source_id=source_id)
    if earlier := earlier_import(source_id, "fec", survey.sha256):
        return already_imported(earlier)
    kept = open_import(actor, creditor_id=creditor_id, source_id=source_id, kind="fec", name=name, sha256=survey.sha256)
    found = FoundSoFar()
    found.add(*dialect.findings, *load(file, survey, dialect, name=name, watch=watch))
    report = record(actor, creditor, kept, found, name=name, on=on, watch=watch)
    execute_sql("intake.close_fec_stage")
    return close_import(actor, kept, report)


def load(file: BinaryIO, survey: Survey, dialect: FecDialect, *, name: str, watch: Watch) -> list[Finding]:
    """Bring the lines to the stage and understand them; with care when the database cannot read them as they are."""
    if survey.is_regular:
        try:
            with transaction.atomic():
                execute_sql("intake.open_fec_stage")
                copy_as_it_is(file, survey, dialect, name=name, watch=watch)
                understand(watch)
        except (DataError, psycopg.DataError):
            pass
        else:
            return []
    execute_sql("intake.open_fec_stage")
    findings = copy_with_care(file, survey, dialect, name=name, watch=watch)
    understand(watch)
    return findings


def understand(watch: Watch) -> None:
    """Give every journal its role, every number its class, and every receivable line its kind."""
    watch("reading", 0, 1)
    analyze("intake_fec_line (comptenum, journalcode)")
    execute_sql("intake.fec_journals")
    check_numbers()
    name_roles()
    execute_sql("intake.fec_ledger_numbers")
    name_classes()
    execute_sql("intake.fec_entries")
    analyze("intake_fec_journal, intake_fec_number, intake_fec_entry")
    execute_sql("intake.fec_receivables", placeholders=sorted(PLACEHOLDERS))
    watch("reading", 1, 1)


def check_numbers() -> None:
    """Turn back to careful reading when the database took for a number what no ledger means by one."""
    sums = [amount for row in run_sql("intake.fec_journal_profiles") for amount in (row.debit, row.credit)]
    if not all(amount.is_finite() for amount in sums):
        raise DataError


def name_roles() -> None:
    profiles = [JournalProfile(row.code, row.name, row.sales_lines, row.treasury_lines) for row in run_sql("intake.fec_journal_profiles")]
    with connection.cursor() as cursor:
        cursor.executemany(
            "update intake_fec_journal set role = %s where code = %s", [(journal_role(profile).value, profile.code) for profile in profiles]
        )


def name_classes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select number from intake_fec_number")
        known = [known for (number,) in cursor.fetchall() if (known := ledger_number(number))]
    copy_rows(
        "intake_fec_class",
        ["number", "fixed_kind", "doubt", "is_own", "is_deposit"],
        ((row.number, row.kind, row.doubt, row.is_own, row.group is Class.DEPOSITS) for row in known),
    )
    execute_sql("intake.fec_name_classes")


def record(
    actor: Actor, creditor: creditors.CreditorCard, kept: Import, found: FoundSoFar, *, name: str, on: date, watch: Watch
) -> ImportReport:
    """Hand the receivable lines to the ledger, and say what they made."""
    watch("recording", 0, 1)
    stage_documents(actor, creditor, kept)
    carried = carry_openings(kept, currency=creditor.currency)
    analyze("intake_receivable")
    execute_sql("intake.fec_letters")
    figures = run_sql("intake.fec_figures")[0]
    journals = run_sql("intake.fec_journal_profiles")
    if not journals:
        raise NothingToImport(name=name)
    execute_sql("intake.keep_open_before", source_id=kept.source_id)
    staged: Any = {"relation": "intake_receivable", "batch_id": kept.pk, "creditor_id": creditor.id, "source_id": kept.source_id}
    ledger.adopt_documents(actor, **staged)
    recorded = ledger.record_relation(actor, **staged, on=on)
    changed = run_sql("intake.changed_since")[0]
    last = max((row.last_date for row in journals if row.last_date), default=None)
    ledger.set_freshness(actor, kept.source_id, true_until_on=min(day_of(last) or on, on))
    found.add(*file_findings(journals, name=name, siren=creditor.siren, creditor=creditor.name), *journal_findings(journals))
    found.add(*row_findings(figures, run_sql("intake.fec_row_findings"), run_sql("intake.fec_unbalanced_letters", limit=500)), *carried)
    watch("recording", 1, 1)
    return ImportReport(
        rows=sum(row.lines for row in journals),
        receivable_rows=figures.receivable_rows,
        open_rows=figures.open_rows,
        open_amount=figures.open_amount,
        letter_groups_balanced=figures.letter_groups_balanced,
        created=recorded.created,
        updated=changed.updated,
        settled=changed.settled,
        unchanged=recorded.unchanged,
        findings=found.all(),
        import_id=kept.pk,
        source_id=kept.source_id,
        customers_without_contact=run_sql("intake.customers_without_contact")[0].customers,
    )


def stage_documents(actor: Actor, creditor: creditors.CreditorCard, kept: Import) -> None:
    """Find or make the customers, reckon the due dates, and stage the documents in the ledger's shape."""
    make_customers(actor, creditor.id, run_sql("intake.fec_customer_names"))
    execute_sql("intake.fec_customers", creditor_id=creditor.id, creditor_terms=creditor.terms_code)
    copy_rows(
        "intake_due_day",
        ["terms_code", "issued_on", "due_date"],
        ((row.terms_code, row.issued_on, last_due_date(row.terms_code, row.issued_on)) for row in run_sql("intake.fec_due_days")),
    )
    execute_sql("intake.fec_repeated")
    analyze("intake_fec_customer, intake_due_day, intake_fec_repeated")
    execute_sql("intake.fec_documents", import_id=kept.pk, currency=creditor.currency, shared_by=SHARED_BY)


def make_customers(actor: Actor, creditor_id: int, rows: Iterable[Any]) -> None:
    customers.create_customers(
        actor,
        creditor_id,
        [NewCustomer(code=row.code, name=row.name or row.code, kind="business" if row.has_customer else "miscellaneous") for row in rows],
    )
