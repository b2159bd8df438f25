"""Why a whole file is refused, and what to do instead."""

from encaisse.kit.refusals import Refusal, gettext_noop


class NotThisKindOfFile(Refusal):
    sentence = gettext_noop("“%(name)s” is %(found)s, not %(expected)s. Choose the file exported by the accounting software, as text.")


class EmptyFile(Refusal):
    sentence = gettext_noop("“%(name)s” is empty. Export it again and import the complete file.")


class FileTooLarge(Refusal):
    sentence = gettext_noop(
        "“%(name)s” is larger than the limit of %(limit)s MB. Split it by year, or raise ENCAISSE_UPLOAD_LIMIT_MB on the server."
    )


class LineTooLong(Refusal):
    sentence = gettext_noop("“%(name)s” has a line longer than %(limit)s characters: it is not a table. Export it again as text.")


class NotAFec(Refusal):
    sentence = gettext_noop(
        "“%(name)s” has no FEC header: %(missing)s not found in its first line. Export the FEC again, with its header; "
        "for another list, choose the CSV import."
    )


class Unreadable(Refusal):
    sentence = gettext_noop(
        "“%(name)s” cannot be read as a spreadsheet: %(why)s. Open it, save it again as .xlsx or .csv, and import that file."
    )


class TooInflated(Refusal):
    sentence = gettext_noop(
        "“%(name)s” unpacks to more than %(limit)s MB, which no ledger needs: it was not opened. Save it again without images, or as .csv."
    )


class NoHeader(Refusal):
    sentence = gettext_noop("“%(name)s” has no line of column titles. Add one such as: Code client; Numéro; Date; Échéance; Montant.")


class ColumnsMissing(Refusal):
    sentence = gettext_noop("No column was chosen for: %(missing)s. Choose them among the columns of the file: %(columns)s.")


class TooMuchVanishes(Refusal):
    sentence = gettext_noop(
        "%(items)s of %(known)s open items (%(amount)s of %(known_amount)s) are absent from this situation and would be settled: "
        "more than %(limit)s %%. If the file is complete, import it again and confirm; if it is a list of movements, choose “movements”."
    )


class UnknownCreditor(Refusal):
    sentence = gettext_noop("No creditor has the SIREN %(siren)s. Give the SIREN of one of: %(known)s.")


class NoCreditor(Refusal):
    sentence = gettext_noop("There are several creditors. Say whose file this is, by its SIREN: %(known)s.")


class NoCreditorYet(Refusal):
    sentence = gettext_noop(
        "No company has been made yet. Say whose file this is by --creditor SIREN --new-creditor NAME, and it is made; "
        "or make it on screen first."
    )


class NothingToImport(Refusal):
    sentence = gettext_noop("“%(name)s” holds no row that can be imported. Look at the findings, correct the file, and import it again.")


class NotAnAcknowledgement(Refusal):
    sentence = gettext_noop(
        "“%(name)s” is no message about the life of e-invoices (CDAR). "
        "Import it as a structured invoice, or ask the platform for its messages."
    )


class NotAnEInvoice(Refusal):
    sentence = gettext_noop(
        "“%(name)s” is no structured invoice: neither Factur-X or ZUGFeRD (PDF), nor CII or UBL (XML). "
        "Export the invoice again in one of these forms, or import it as a file to attach."
    )


class NoEInvoiceInside(Refusal):
    sentence = gettext_noop(
        "“%(name)s” is a PDF without a structured invoice inside. Import it with “Files of invoices” to attach it to its invoice."
    )


class BrokenEInvoice(Refusal):
    sentence = gettext_noop(
        "“%(name)s” cannot be read as a structured invoice (%(why)s). Ask the issuer, or the platform, for the file again."
    )


class HostileXml(Refusal):
    sentence = gettext_noop("“%(name)s” declares a document type or entities, which no invoice needs: it was not read. Ask for it again.")


class ProtectedPdf(Refusal):
    sentence = gettext_noop("“%(name)s” is protected by a password. Save it without one and import it again.")


class BrokenPdf(Refusal):
    sentence = gettext_noop("“%(name)s” is damaged: it cannot be opened as a PDF. Fetch it again from where it was made.")


class BundleBroken(Refusal):
    sentence = gettext_noop("“%(name)s” is a damaged ZIP archive: nothing was taken from it. Make it again and import it once more.")


class BundleProtected(Refusal):
    sentence = gettext_noop("“%(name)s” is protected by a password. Make the archive again without one.")


class BundlePath(Refusal):
    sentence = gettext_noop(
        "“%(name)s” holds a path that leads outside of it (%(path)s): nothing was taken from it. Make the archive again."
    )


class BundleBomb(Refusal):
    sentence = gettext_noop(
        "“%(name)s” unpacks beyond what invoices need (%(path)s, more than %(limit)s MB): it was not opened. "
        "Split it, or leave that file out."
    )


class BundleOfTooMany(Refusal):
    sentence = gettext_noop(
        "“%(name)s” holds %(count)s files, at most %(limit)s are taken at once. Split it by month and import each part."
    )
