"""The findings of files of invoices: structured ones, and those to attach."""

from encaisse.intake.rules.meanings import Meaning, error, note, warning
from encaisse.kit.refusals import gettext_noop

NOTHING_TO_DO = gettext_noop("Nothing to do: the file was read all the same.")
ASK_AGAIN = gettext_noop("Ask the issuer, or the platform, for the file again, and import it.")
COMPARE = gettext_noop("Neither was changed: compare the invoice with the accounts, and correct the one that is wrong.")

OF_FILES: dict[str, Meaning] = {
    "file_notaneinvoice": error(
        gettext_noop("“%(name)s” is no structured invoice (Factur-X, ZUGFeRD, CII or UBL)."),
        gettext_noop("Import it with “Files of invoices” to attach it to its invoice."),
    ),
    "file_noeinvoiceinside": error(
        gettext_noop("“%(name)s” is a PDF without a structured invoice inside."),
        gettext_noop("Import it with “Files of invoices” to attach it to its invoice."),
    ),
    "file_brokeneinvoice": error(gettext_noop("“%(name)s” cannot be read as a structured invoice (%(why)s)."), ASK_AGAIN),
    "file_hostilexml": error(gettext_noop("“%(name)s” declares a document type or entities: it was not read."), ASK_AGAIN),
    "file_protectedpdf": error(
        gettext_noop("“%(name)s” is protected by a password."), gettext_noop("Save it without a password and import it again.")
    ),
    "file_brokenpdf": error(gettext_noop("“%(name)s” is damaged: it cannot be opened as a PDF."), ASK_AGAIN),
    "file_filetoolarge": error(
        gettext_noop("“%(name)s” is larger than %(limit)s MB: it was left out."), gettext_noop("Make the file smaller and import it again.")
    ),
    "file_notapdf": error(
        gettext_noop("“%(name)s” is no PDF: it was left out."), gettext_noop("Save it as a PDF, or import it as a structured invoice.")
    ),
    "purchase_invoice": error(
        gettext_noop("%(number)s (“%(name)s”) is a purchase: %(creditor)s is its buyer."), gettext_noop("Nothing to do: it was left out.")
    ),
    "other_seller": error(
        gettext_noop("%(number)s (“%(name)s”) was issued by %(seller)s (%(siren)s), not by %(creditor)s: it was left out."),
        gettext_noop("Import it for the company that issued it."),
    ),
    "customer_made": warning(
        gettext_noop("No customer bears the numbers of %(name)s: it was made, with the code %(code)s."),
        gettext_noop("If the customer existed, give it its SIREN by a list of customers; complete its contacts."),
    ),
    "customer_by_document": note(
        gettext_noop("%(name)s bears no number known here; %(number)s, its day and its amount told the customer."),
        gettext_noop("Give this customer its SIREN by a list of customers: its next invoices are recognised at once."),
    ),
    "several_customers": warning(
        gettext_noop("%(count)s customers are the company %(name)s: the invoice went to the oldest of them."),
        gettext_noop("Give each its SIRET by a list of customers."),
    ),
    "customer_differs": warning(gettext_noop("%(number)s stands under another customer than %(einvoice)s in the accounts."), COMPARE),
    "number_elsewhere": warning(
        gettext_noop("%(number)s (%(einvoice)s) was made, and another document bears the same number, for %(amount)s."),
        gettext_noop("If they are the same invoice, give the customer its SIREN by a list of customers and leave one out."),
    ),
    "amount_differs": warning(gettext_noop("%(number)s: the accounts say %(accounts)s, the structured invoice %(einvoice)s."), COMPARE),
    "date_differs": note(gettext_noop("%(number)s: issued on %(accounts)s in the accounts, on %(einvoice)s on the invoice."), COMPARE),
    "due_date_differs": warning(gettext_noop("%(number)s: due on %(accounts)s in the accounts, on %(einvoice)s on the invoice."), COMPARE),
    "credit_written_negative": note(
        gettext_noop("%(number)s is a credit note with negative amounts: it was taken as a credit of %(amount)s."), NOTHING_TO_DO
    ),
    "overpaid": note(gettext_noop("%(number)s was paid beyond its total: %(amount)s is due to the customer."), NOTHING_TO_DO),
    "due_date_from_terms": note(gettext_noop("%(number)s gives no due date: it was reckoned from its terms (“%(terms)s”)."), NOTHING_TO_DO),
    "due_date_reckoned": note(
        gettext_noop("%(number)s gives no due date: it was reckoned from the terms of the customer or the creditor."),
        gettext_noop("Import the payment terms of the customers for exact due dates."),
    ),
    "file_notanacknowledgement": error(
        gettext_noop("“%(name)s” is no message about the life of e-invoices (CDAR)."),
        gettext_noop("Import invoices as structured invoices, and here the messages of the platform only."),
    ),
    "state_unknown": error(
        gettext_noop("%(number)s: “%(value)s” is no code of the life of e-invoices; it was left out."),
        gettext_noop("Ask the platform what it means; import the file again once it is corrected."),
    ),
    "state_of_unknown": error(
        gettext_noop("No invoice bears the number “%(number)s”: its state was left out."),
        gettext_noop("Import the invoices first, and the file again."),
    ),
    "state_of_several": error(
        gettext_noop("%(count)s invoices bear the number “%(number)s” and the message does not tell them apart by their day."),
        gettext_noop("Ask the platform for the day of the invoice, and import the file again."),
    ),
    "state_of_other_seller": error(
        gettext_noop("%(number)s was issued by %(siren)s, not by %(creditor)s: its state was left out."),
        gettext_noop("Import it for the company that issued it."),
    ),
    "unknown_channel": error(
        gettext_noop("“%(value)s” is no channel by which invoices are sent."),
        gettext_noop("Write e-mail, post, portal, platform or by hand, and import the file again."),
    ),
    "sending_of_unknown": error(
        gettext_noop("No invoice bears the number “%(number)s” (under this customer, when the row names one)."),
        gettext_noop("Import the invoices first, or correct the number, and import the file again."),
    ),
    "sending_of_several": error(
        gettext_noop("%(count)s invoices bear the number “%(number)s”."),
        gettext_noop("Add the customer code to the row, and import the file again."),
    ),
    "sending_sentbeforeissued": error(
        gettext_noop("%(number)s was issued on %(issued_on)s: it cannot have been sent on %(sent_on)s."), gettext_noop("Correct the day.")
    ),
    "sending_sentlater": error(gettext_noop("%(number)s: %(sent_on)s is yet to come."), gettext_noop("Import a sending once it is done.")),
    "proof_missing": warning(
        gettext_noop("The proof “%(name)s” did not come along: the sending was kept without it."),
        gettext_noop("Give the folder of the proofs (--proofs), or add it on the page of the invoice."),
    ),
    "file_ambiguous": warning(
        gettext_noop("“%(name)s” may be one of %(count)s invoices: %(numbers)s."),
        gettext_noop("Choose its invoice among the files that wait, on the page of this import."),
    ),
    "file_unmatched": warning(
        gettext_noop("No invoice was recognised in “%(name)s”."),
        gettext_noop("Choose its invoice on the page of this import, or import the invoices first and the file again."),
    ),
}
