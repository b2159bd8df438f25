"""Findings: a deviation in someone's file, as a value with its line. The import goes on, or is refused whole."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from encaisse.intake.rules.findings_of_files import OF_FILES
from encaisse.intake.rules.meanings import Meaning, Severity, error, note, warning
from encaisse.kit.refusals import gettext_noop


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    line_no: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return MEANINGS[self.code].severity

    def in_words(self, translate: Callable[[str], str] = str) -> str:
        alone = str(self.values.get("count")) == "1" and self.code in ONE
        return translate(ONE[self.code] if alone else MEANINGS[self.code].sentence) % self.values

    def remedy(self, translate: Callable[[str], str] = str) -> str:
        return translate(MEANINGS[self.code].remedy) % self.values


NOTHING_TO_DO = gettext_noop("Nothing to do: the file was read all the same.")
ASK_THE_EDITOR = gettext_noop("Tell the editor of the accounting software; the import is not affected.")
CORRECT_THE_LINE = gettext_noop("Correct the line in the file and import it again: nothing is counted twice.")
EXPORT_AGAIN = gettext_noop("Export the file again from the accounting software, complete, and import it.")

MEANINGS: Mapping[str, Meaning] = {
    "already_imported": note(
        gettext_noop("This very file was already imported on %(imported_on)s: nothing changed."),
        gettext_noop("Import a newer file when there is one."),
    ),
    "byte_order_mark": note(gettext_noop("The file begins with a byte order mark."), NOTHING_TO_DO),
    "encoding": note(
        gettext_noop("The file is written in %(encoding)s, which its content shows; the law names ASCII and ISO 8859-15."), NOTHING_TO_DO
    ),
    "lost_accents": note(
        gettext_noop("Accented letters of an old code page (%(encoding)s) had become control characters: they were restored."),
        ASK_THE_EDITOR,
    ),
    "double_carriage_return": note(gettext_noop("Lines end with two carriage returns and a line feed."), ASK_THE_EDITOR),
    "padding": note(gettext_noop("Values are padded with spaces inside their columns."), ASK_THE_EDITOR),
    "header_spelling": note(gettext_noop("The header writes %(found)s instead of %(expected)s."), ASK_THE_EDITOR),
    "amount_and_side": note(
        gettext_noop("Amounts are given as Montant and Sens instead of Debit and Credit, which the law allows."), NOTHING_TO_DO
    ),
    "more_columns": note(gettext_noop("The file has %(count)s columns beyond the 18 of the law: %(names)s."), NOTHING_TO_DO),
    "trailing_separator": note(gettext_noop("Lines end with a separator, which makes %(count)s empty columns."), ASK_THE_EDITOR),
    "blank_line": note(gettext_noop("%(count)s empty lines were skipped."), NOTHING_TO_DO),
    "nul_bytes": warning(gettext_noop("%(count)s NUL characters were removed."), EXPORT_AGAIN),
    "file_name": note(
        gettext_noop("The file name “%(name)s” is not of the form SIREN, FEC, closing date."),
        gettext_noop("Check that this is the file of the right company and year."),
    ),
    "siren": warning(
        gettext_noop("The file name gives “%(found)s”, which is not the SIREN of %(creditor)s (%(expected)s)."),
        gettext_noop("Check that this is the file of the right company."),
    ),
    "closing_date": warning(
        gettext_noop("The file name gives the closing date %(closing)s, but entries go up to %(last)s."),
        gettext_noop("Check that this is the file of the right year."),
    ),
    "unbalanced": warning(
        gettext_noop("Debits (%(debit)s) and credits (%(credit)s) differ by %(difference)s: the file may be cut short."), EXPORT_AGAIN
    ),
    "journal_unbalanced": note(
        gettext_noop("The journal %(journal)s does not balance by itself: %(difference)s."),
        gettext_noop("Some software books the other side in another journal: nothing to do when the whole file balances."),
    ),
    "entry_number_constant": note(
        gettext_noop("All %(count)s entries of the journal %(journal)s bear the number “%(number)s”: piece references group them instead."),
        ASK_THE_EDITOR,
    ),
    "valid_date_empty": note(gettext_noop("%(count)s lines have no validation date (ValidDate)."), ASK_THE_EDITOR),
    "negative_amount": note(gettext_noop("%(count)s debits or credits are negative; they count on the other side."), ASK_THE_EDITOR),
    "zero_amount": note(gettext_noop("%(count)s lines have neither debit nor credit; none makes an item."), NOTHING_TO_DO),
    "no_auxiliary": warning(
        gettext_noop("%(count)s receivable lines of the general ledger number %(ledger_number)s name no customer."),
        gettext_noop("They wait under “To qualify” on a collective customer; export the file with its auxiliary ledger if there is one."),
    ),
    "general_as_customer": note(
        gettext_noop("%(count)s receivable lines have no auxiliary number: each number of the general ledger stands for a customer."),
        NOTHING_TO_DO,
    ),
    "name_without_number": note(
        gettext_noop("%(count)s lines name a third party (CompAuxLib) without its number (CompAuxNum)."), ASK_THE_EDITOR
    ),
    "deposit_without_customer": warning(
        gettext_noop("A customer deposit of %(amount)s (%(ledger_number)s) names no customer and was left out."),
        gettext_noop("Book it on the customer's own number in the accounting software."),
    ),
    "letter_without_date": note(gettext_noop("%(count)s lines bear a letter (EcritureLet) but no date of lettering."), NOTHING_TO_DO),
    "letter_date": note(gettext_noop("The date of lettering “%(value)s” is not a date; the letter was used all the same."), ASK_THE_EDITOR),
    "letter_unbalanced": warning(
        gettext_noop("The letter %(letter)s of %(customer)s does not balance: %(difference)s stays open."),
        gettext_noop("Check the lettering of this customer in the accounting software."),
    ),
    "no_document": warning(
        gettext_noop("%(count)s items have no original document (“x”, empty…), for %(amount)s."),
        gettext_noop("They wait under “To qualify” until a person decides."),
    ),
    "carried_forward": warning(
        gettext_noop("%(count)s opening items are carried forward without detail, for %(amount)s."),
        gettext_noop("They wait under “To qualify” until a person decides."),
    ),
    "opening_carried": note(
        gettext_noop("%(count)s opening items, for %(amount)s, are last year's open items: they were not added again."), NOTHING_TO_DO
    ),
    "opening_differs": warning(
        gettext_noop(
            "%(customer)s: the opening balance is %(opening)s, but %(ledger)s was open in Encaisse; the difference is %(difference)s."
        ),
        gettext_noop("The difference was entered as an item to qualify: compare it with last year's final file."),
    ),
    "dates_span": note(gettext_noop("Entries run from %(first)s to %(last)s, more than one financial year."), NOTHING_TO_DO),
    "bad_date": error(gettext_noop("“%(value)s” in %(column)s is not a date."), CORRECT_THE_LINE),
    "bad_amount": error(gettext_noop("“%(value)s” in %(column)s is not an amount."), CORRECT_THE_LINE),
    "bad_columns": error(gettext_noop("The line has %(found)s columns instead of %(expected)s."), CORRECT_THE_LINE),
    "bad_characters": warning(
        gettext_noop("The line holds bytes that are no %(encoding)s characters; they were replaced."), CORRECT_THE_LINE
    ),
    "missing_value": error(gettext_noop("The column “%(column)s” is empty."), CORRECT_THE_LINE),
    "unknown_portal": warning(
        gettext_noop("“%(name)s” is not in the list of customers’ portals: the customer is written to as before."),
        gettext_noop("Add it under Set-up › Customer portals, then import the file again."),
    ),
    "unknown_customer": error(
        gettext_noop("No customer bears the code “%(code)s”."),
        gettext_noop("Import the customers or their invoices first, or correct the code."),
    ),
    "unknown_invoice": warning(
        gettext_noop("No open invoice of this customer bears the number “%(number)s”: the payment stays unallocated."),
        gettext_noop("Allocate it by hand, or correct the number and import the file again."),
    ),
    "bad_address": error(gettext_noop("“%(value)s” is neither a valid e-mail address nor a valid number."), CORRECT_THE_LINE),
    "bad_closing": warning(
        gettext_noop("The closing “%(value)s” has no beginning, no end, or ends before it begins; it was left out."), CORRECT_THE_LINE
    ),
    "bad_terms": warning(gettext_noop("“%(value)s” are not known payment terms; the creditor's own were kept."), CORRECT_THE_LINE),
    "too_large": error(gettext_noop("“%(value)s” in %(column)s is longer than %(limit)s characters."), CORRECT_THE_LINE),
    "repeated_row": warning(
        gettext_noop("The same row comes %(count)s times; it was taken once."), gettext_noop("Check that the file was not pasted twice.")
    ),
    "situation_incomplete": warning(
        gettext_noop("%(count)s rows of this situation could not be read: nothing was settled by absence this time."),
        gettext_noop("Correct these rows and import the file again: what is absent will then be settled."),
    ),
    "default_terms": note(
        gettext_noop("%(count)s items have no due date in the file: it was reckoned from the terms of the customer or the creditor."),
        gettext_noop("Import the payment terms of the customers for exact due dates."),
    ),
    "unknown_level": error(
        gettext_noop("“%(value)s” is no level: nothing was set for this line."),
        gettext_noop("Write R1, R2, R3, MED, contentieux, plan, litige or exclu, and import the file again."),
    ),
    "nothing_open": error(
        gettext_noop("Nothing is open under “%(named)s”: the customer or the invoice is unknown, or paid."),
        gettext_noop("Import the receivables first, or correct the code or the number."),
    ),
    "plan_to_enter": warning(
        gettext_noop("“%(named)s” is in a payment plan: its items are held for 30 days."),
        gettext_noop("Enter the plan on the customer file before then."),
    ),
    "dispute_to_enter": warning(
        gettext_noop("“%(named)s” is disputed: its items are held for 30 days."),
        gettext_noop("Open the dispute on the customer file, with its reason, before then."),
    ),
    "more_findings": note(gettext_noop("%(count)s more findings of the same kind are not listed."), NOTHING_TO_DO),
    **OF_FILES,
}

# What a finding says when it counts one.
ONE: Mapping[str, str] = {
    "more_columns": gettext_noop("The file has one column beyond the 18 of the law: %(names)s."),
    "trailing_separator": gettext_noop("Lines end with a separator, which makes one empty column."),
    "blank_line": gettext_noop("One empty line was skipped."),
    "nul_bytes": gettext_noop("One NUL character was removed."),
    "entry_number_constant": gettext_noop(
        "The one entry of the journal %(journal)s bears the number “%(number)s”: piece references group it instead."
    ),
    "valid_date_empty": gettext_noop("One line has no validation date (ValidDate)."),
    "negative_amount": gettext_noop("One debit or credit is negative; it counts on the other side."),
    "zero_amount": gettext_noop("One line has neither debit nor credit; it makes no item."),
    "no_auxiliary": gettext_noop("One receivable line of the general ledger number %(ledger_number)s names no customer."),
    "general_as_customer": gettext_noop(
        "One receivable line has no auxiliary number: its number of the general ledger stands for a customer."
    ),
    "name_without_number": gettext_noop("One line names a third party (CompAuxLib) without its number (CompAuxNum)."),
    "letter_without_date": gettext_noop("One line bears a letter (EcritureLet) but no date of lettering."),
    "no_document": gettext_noop("One item has no original document (“x”, empty…), for %(amount)s."),
    "carried_forward": gettext_noop("One opening item is carried forward without detail, for %(amount)s."),
    "opening_carried": gettext_noop("One opening item, for %(amount)s, is last year's open item: it was not added again."),
    "repeated_row": gettext_noop("The same row comes once more; it was taken once."),
    "situation_incomplete": gettext_noop("One row of this situation could not be read: nothing was settled by absence this time."),
    "default_terms": gettext_noop("One item has no due date in the file: it was reckoned from the terms of the customer or the creditor."),
    "more_findings": gettext_noop("One more finding of the same kind is not listed."),
}
