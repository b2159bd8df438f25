"""Columns of lists (CSV, XLSX): what each kind of list may hold, and the titles people give them, in French and English."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from encaisse.intake.rules.fec_header import folded
from encaisse.kit.refusals import gettext_noop


class Kind(StrEnum):
    ITEMS = "items"  # échéancier, balance âgée: what is open
    INVOICES = "invoices"
    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    PAYMENTS = "payments"
    DISPATCHES = "dispatches"  # when, how and to whom each invoice was sent
    LEVELS = "levels"  # how far each customer or invoice was reminded before going live


class Form(StrEnum):
    """How the text of a column is read."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    title: str
    form: Form = Form.TEXT
    titles: tuple[str, ...] = ()


def field(name: str, title: str, titles: str, form: Form = Form.TEXT) -> Field:
    return Field(name, title, form, tuple(folded(word) for word in titles.split("|")))


CODE = field(
    "code", gettext_noop("Customer code"),
    "code client|codeclient|n° client|num client|numéro client|no client|code tiers|compte tiers|compte auxiliaire|compauxnum|"
    "compte client|"
    "n° compte|numéro de compte|code|compte|tiers|customer code|customer id|customer number|customer no|account|account number|client id|"
    "id client|ref client|référence client|matricule|client number",
)  # fmt: skip
NAME = field(
    "name", gettext_noop("Customer name"),
    "nom client|nom|raison sociale|client|intitulé|intitulé client|libellé client|nom du client|dénomination|société|compauxlib|customer|"
    "customer name|company|company name|name|account name|désignation",
)  # fmt: skip
NUMBER = field(
    "number", gettext_noop("Document number"),
    "n° facture|numéro facture|num facture|no facture|facture|n° pièce|numéro pièce|pièce|n° de pièce|référence|réf|ref pièce|pieceref|"
    "numéro|document|n° document|invoice|invoice number|invoice no|invoice n|invoice id|document number|doc no|number|reference|ref",
)  # fmt: skip
ISSUED_ON = field(
    "issued_on", gettext_noop("Document date"),
    "date facture|date de facture|date pièce|date de pièce|date|date document|date d'émission|émission|piecedate|invoice date|issue date|"
    "document date|date comptable|issued on|date règlement|date de règlement|date paiement|date de valeur|payment date|value date",
    Form.DATE,
)  # fmt: skip
DUE_DATE = field(
    "due_date", gettext_noop("Due date"),
    "échéance|date échéance|date d'échéance|date ech|ech|due date|due|due on|maturity|date limite|payable le",
    Form.DATE,
)  # fmt: skip
AMOUNT = field(
    "amount", gettext_noop("Amount, tax included"),
    "montant|montant ttc|ttc|total ttc|montant facture|montant pièce|montant initial|total|net à payer|amount|gross amount|total amount|"
    "invoice amount|amount incl tax|montant règlement|montant payé|montant réglé|payment amount|montant origine",
    Form.AMOUNT,
)  # fmt: skip
OPEN_AMOUNT = field(
    "open_amount", gettext_noop("Amount still open"),
    "solde|reste dû|reste à payer|restant dû|montant dû|solde dû|montant ouvert|montant restant|encours|solde ttc|reste|open amount|"
    "outstanding|balance|amount due|remaining|open balance|amount open|due amount|solde échéance",
    Form.AMOUNT,
)  # fmt: skip
DEBIT = field("debit", gettext_noop("Debit"), "débit|debit|débit ttc|montant débit", Form.AMOUNT)
CREDIT = field("credit", gettext_noop("Credit"), "crédit|credit|crédit ttc|montant crédit", Form.AMOUNT)
CURRENCY = field("currency", gettext_noop("Currency"), "devise|monnaie|currency|curr|iso devise|code devise")
KIND = field(
    "kind", gettext_noop("Document type"), "type|type pièce|type de pièce|nature|type document|document type|doc type|nature pièce"
)
ORDER = field(
    "order_reference", gettext_noop("Order reference"),
    "commande|n° commande|numéro commande|bon de commande|bc|order|order number|po|po number|purchase order|réf commande",
)  # fmt: skip
TITLE = field("title", gettext_noop("Wording"), "libellé|libelle écriture|objet|description|label|wording|commentaire|intitulé pièce")
EMAIL = field("email", gettext_noop("E-mail"), "email|e-mail|mail|courriel|adresse mail|adresse email|adresse e-mail|email address|mel")
PHONE = field(
    "phone", gettext_noop("Telephone"), "téléphone|tel|tél|téléphone fixe|fixe|phone|telephone|phone number|n° téléphone|tel fixe"
)
MOBILE = field(
    "mobile", gettext_noop("Mobile"), "mobile|portable|gsm|tel portable|téléphone portable|téléphone mobile|cell|mobile phone|sms"
)
STREET = field(
    "street", gettext_noop("Street"), "adresse|adresse 1|rue|adresse postale|voie|street|address|address 1|address line 1|adresse1"
)
POSTCODE = field("postcode", gettext_noop("Postcode"), "code postal|cp|codepostal|postcode|zip|zip code|postal code")
CITY = field("city", gettext_noop("City"), "ville|commune|localité|city|town")
COUNTRY = field("country", gettext_noop("Country"), "pays|country|code pays|country code")
SIREN = field("siren", gettext_noop("SIREN"), "siren|n° siren|siret|n° siret|numéro siret|registration number|company number")
TERMS = field(
    "terms_code", gettext_noop("Payment terms"),
    "conditions de règlement|condition de règlement|conditions paiement|conditions de paiement|délai de règlement|délai|échéance type|"
    "mode échéance|terms|payment terms|terms code|règlement|conditions",
)  # fmt: skip
SEGMENT = field("segment", gettext_noop("Segment"), "segment|catégorie|famille|typologie|category|class")
CUSTOMER_KIND = field(
    "customer_kind", gettext_noop("Kind of customer"), "type client|nature client|type de client|customer type|statut juridique"
)
CONTACT_NAME = field(
    "contact_name", gettext_noop("Contact name"), "contact|nom contact|nom du contact|interlocuteur|contact name|last name|nom"
)
FIRST_NAME = field("first_name", gettext_noop("First name"), "prénom|prénom contact|first name|given name")
DUTY = field("duty", gettext_noop("Function"), "fonction|rôle|service|poste|role|function|job|job title|title")
PORTAL = field(
    "portal", gettext_noop("Customer portal"),
    "portail|portail client|portail fournisseur|portail fournisseurs|portal|supplier portal|customer portal",
)  # fmt: skip
SUPPLIER_NUMBER = field(
    "supplier_number", gettext_noop("Our supplier number there"),
    "numéro fournisseur|n° fournisseur|numéro de fournisseur|code fournisseur|supplier number|supplier no|vendor number",
)  # fmt: skip
CLOSED_FROM = field(
    "closed_from", gettext_noop("Closed from"),
    "fermé du|fermeture du|début fermeture|début de fermeture|fermeture annuelle du|congés du|closed from|closing from|closing start",
    Form.DATE,
)  # fmt: skip
CLOSED_UNTIL = field(
    "closed_until", gettext_noop("Closed until"),
    "fermé au|fermé jusqu'au|fermeture au|fin fermeture|fin de fermeture|fermeture annuelle au|congés au|closed until|closed to|"
    "closing end",
    Form.DATE,
)  # fmt: skip
CLOSED_WHY = field(
    "closed_why", gettext_noop("Why it is closed"), "motif fermeture|motif de fermeture|raison fermeture|reason of closing|closing reason"
)
ABOUT = field(
    "invoice_number", gettext_noop("Invoice paid"),
    "facture|n° facture|numéro facture|facture réglée|pièce réglée|factures|invoice|invoice number|invoice no|paid invoice|réf facture",
)  # fmt: skip

LEVEL = field(
    "level", gettext_noop("Level reached"),
    "niveau|niveau relance|niveau de relance|niveau atteint|dernier niveau|niveau de la relance|statut relance|level|level reached|"
    "last level|reminder level|reprise",
)  # fmt: skip
REACHED_ON = field(
    "reached_on", gettext_noop("Last reminder on"),
    "date relance|date de relance|dernière relance|date dernière relance|date de la dernière relance|date niveau|last reminder|"
    "last reminder on|reminder date|reached on|last date",
    Form.DATE,
)  # fmt: skip

SENT_ON = field(
    "sent_on", gettext_noop("Sent on"),
    "date d'envoi|date envoi|envoyé le|envoyée le|date d'expédition|date expédition|date de dépôt|déposée le|date transmission|sent on|"
    "date sent|sending date|dispatch date|dispatched on",
    Form.DATE,
)  # fmt: skip
SENT_BY = field(
    "channel", gettext_noop("Channel"),
    "canal|canal d'envoi|mode d'envoi|mode envoi|moyen d'envoi|voie d'envoi|mode de transmission|channel|sent by|sending channel|"
    "dispatch method|sent via",
)  # fmt: skip
RECIPIENT = field(
    "recipient", gettext_noop("Recipient"),
    "destinataire|envoyé à|envoyée à|adresse d'envoi|e-mail destinataire|email destinataire|recipient|sent to|addressee|to",
)  # fmt: skip
SENDING_REFERENCE = field(
    "dispatch_reference", gettext_noop("Reference of the sending"),
    "référence d'envoi|référence envoi|réf envoi|n° de suivi|numéro de suivi|n° recommandé|numéro de dépôt|identifiant de dépôt|"
    "sending reference|dispatch reference|tracking number|tracking no|message id",
)  # fmt: skip
PROOF = field(
    "proof", gettext_noop("File of the proof"),
    "preuve|fichier preuve|preuve d'envoi|fichier de preuve|accusé|accusé de dépôt|proof|proof file|receipt file",
)  # fmt: skip

FIELDS: Mapping[Kind, tuple[Field, ...]] = {
    Kind.ITEMS: (CODE, NAME, NUMBER, ISSUED_ON, DUE_DATE, AMOUNT, OPEN_AMOUNT, DEBIT, CREDIT, CURRENCY, KIND, ORDER, TITLE),
    Kind.INVOICES: (CODE, NAME, NUMBER, ISSUED_ON, DUE_DATE, AMOUNT, DEBIT, CREDIT, CURRENCY, KIND, ORDER, TITLE),
    Kind.CUSTOMERS: (
        CODE, NAME, SIREN, TERMS, SEGMENT, CUSTOMER_KIND, STREET, POSTCODE, CITY, COUNTRY, EMAIL, PHONE, MOBILE, CONTACT_NAME, FIRST_NAME,
        PORTAL, SUPPLIER_NUMBER, CLOSED_FROM, CLOSED_UNTIL, CLOSED_WHY,
    ),
    Kind.CONTACTS: (
        CODE, NAME, CONTACT_NAME, FIRST_NAME, DUTY, EMAIL, PHONE, MOBILE, STREET, POSTCODE, CITY, COUNTRY, PORTAL, SUPPLIER_NUMBER
    ),
    Kind.PAYMENTS: (CODE, NAME, ABOUT, NUMBER, ISSUED_ON, AMOUNT, DEBIT, CREDIT, CURRENCY, TITLE),
    Kind.DISPATCHES: (CODE, NUMBER, SENT_ON, SENT_BY, RECIPIENT, SENDING_REFERENCE, PROOF),
    Kind.LEVELS: (CODE, NUMBER, LEVEL, REACHED_ON),
}  # fmt: skip
# One of each group must be chosen.
NEEDED: Mapping[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.ITEMS: (("code", "name"), ("number",), ("issued_on", "due_date"), ("open_amount", "amount", "debit")),
    Kind.INVOICES: (("code", "name"), ("number",), ("issued_on",), ("amount", "debit")),
    Kind.CUSTOMERS: (("code",), ("name",)),
    Kind.CONTACTS: (("code", "name"), ("email", "phone", "mobile", "street", "portal")),
    Kind.PAYMENTS: (("code", "name"), ("issued_on",), ("amount", "credit")),
    Kind.DISPATCHES: (("number",), ("sent_on",), ("channel",)),
    Kind.LEVELS: (("code", "number"), ("level",)),
}
LIKE_ENOUGH = 0.86
GUESSED = tuple(kind for kind in Kind if kind is not Kind.DISPATCHES)
PAYMENT_WORDS = ("datereglement", "datedereglement", "paiement", "payment", "montantregle", "facturereglee", "datedevaleur")


def proposed_columns(kind: Kind, titles: Sequence[str]) -> dict[str, int]:
    """Propose which column holds what: exact titles first, then titles much alike. A column serves once."""
    keys = [folded(title) for title in titles]
    chosen: dict[str, int] = {}
    for likeness in (exactly, nearly):
        for wanted in FIELDS[kind]:
            if wanted.name in chosen:
                continue
            free = [position for position in range(len(keys)) if position not in chosen.values() and keys[position]]
            if (best := likeness(wanted, keys, free)) is not None:
                chosen[wanted.name] = best
    return chosen if kind is not Kind.CONTACTS else with_names_of_people(chosen, keys)


def with_new_columns(kind: Kind, titles: Sequence[str], kept: Mapping[str, int], known: Sequence[str]) -> dict[str, int]:
    """Return the columns remembered of such a file, and what is proposed for the titles it did not have when they were confirmed.

    A column left aside then stays aside; of what the file held then nothing is told: nothing is new.
    """
    if not known:
        return dict(kept)
    new = [title if title not in known else "" for title in titles]
    proposed = {name: position for name, position in proposed_columns(kind, new).items() if name not in kept}
    return {**kept, **proposed}


def with_names_of_people(chosen: dict[str, int], keys: Sequence[str]) -> dict[str, int]:
    """Read « Nom » beside « Prénom » as a person's name: the customer is told by its code."""
    if {"code", "name", "first_name"} <= chosen.keys() and "contact_name" not in chosen and keys[chosen["name"]] in CONTACT_NAME.titles:
        chosen["contact_name"] = chosen.pop("name")
    return chosen


def exactly(wanted: Field, keys: Sequence[str], free: Sequence[int]) -> int | None:
    ranked = [(wanted.titles.index(keys[position]), position) for position in free if keys[position] in wanted.titles]
    return min(ranked)[1] if ranked else None


def nearly(wanted: Field, keys: Sequence[str], free: Sequence[int]) -> int | None:
    ranked = [(max(SequenceMatcher(None, keys[position], title).ratio() for title in wanted.titles), -position) for position in free]
    return -max(ranked)[1] if ranked and max(ranked)[0] >= LIKE_ENOUGH else None


def guessed_kind(titles: Sequence[str]) -> Kind:
    """Guess what a list holds from its titles."""
    scores = {kind: proposed_columns(kind, titles) for kind in Kind}
    complete = [kind for kind in Kind if not missing_fields(kind, scores[kind])]
    if Kind.DISPATCHES in complete and not set(complete) & {Kind.ITEMS, Kind.INVOICES, Kind.PAYMENTS}:
        return Kind.DISPATCHES
    complete = [kind for kind in complete if kind is not Kind.DISPATCHES]
    if Kind.LEVELS in complete:
        if not set(complete) & {Kind.ITEMS, Kind.INVOICES, Kind.PAYMENTS}:
            return Kind.LEVELS
        complete.remove(Kind.LEVELS)
    if Kind.ITEMS in complete and "open_amount" not in scores[Kind.ITEMS] and "due_date" not in scores[Kind.ITEMS]:
        complete.remove(Kind.ITEMS)
    if Kind.PAYMENTS in complete and any(word in folded(title) for title in titles for word in PAYMENT_WORDS):
        return Kind.PAYMENTS
    if Kind.CUSTOMERS in complete and scores[Kind.CUSTOMERS].keys() & {"siren", "terms_code", "segment", "customer_kind"}:
        documents: list[Kind] = [kind for kind in complete if kind in (Kind.ITEMS, Kind.INVOICES, Kind.PAYMENTS)]
        complete = documents or [Kind.CUSTOMERS]
    if Kind.CONTACTS in complete and "name" not in scores[Kind.CONTACTS] and not set(complete) & {Kind.ITEMS, Kind.INVOICES, Kind.PAYMENTS}:
        return Kind.CONTACTS  # nobody's company is named here: taken as customers, each would take the name of a person
    return max(complete or GUESSED, key=lambda kind: len(scores[kind]))


def missing_fields(kind: Kind, chosen: Mapping[str, int]) -> list[tuple[str, ...]]:
    return [group for group in NEEDED[kind] if not any(name in chosen for name in group)]


def header_position(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows holds the titles: the one with the most known titles, past any lines of explanation."""
    known = {title for fields in FIELDS.values() for wanted in fields for title in wanted.titles}
    scores = [sum(folded(cell) in known for cell in row) for row in rows]
    best = max(scores, default=0)
    if best >= 2:  # noqa: PLR2004 - one known word proves no header
        return scores.index(best)
    return next((position for position, row in enumerate(rows) if looks_like_titles(row)), None)


def looks_like_titles(row: Sequence[str]) -> bool:
    """Tell a row of words, all different and without a digit, of which a person may say what they mean."""
    words = [cell for cell in row if cell]
    return len(words) > 1 and len(set(words)) == len(words) and not any(character.isdigit() for word in words for character in word)
