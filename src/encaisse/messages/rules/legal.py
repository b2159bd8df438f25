"""What a template must say to be lawful. The checklist of a formal notice blocks its saving."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from encaisse.kit.refusals import Refusal, gettext_noop
from encaisse.messages.rules.templates import Template, variables

FORMAL_NOTICE = re.compile(r"mise en demeure|(?:met|mett)ons en demeure|formal notice", re.IGNORECASE)
CONSEQUENCE = re.compile(r"à défaut|failing|otherwise", re.IGNORECASE)
VAT_WORDS = "qui ne peut faire l'objet d'une déduction (article 272 du CGI)"
FEE = re.compile(r"\b40\s*(?:€|EUR)|EUR\s*40\b|fixed_indemnity|recovery_fee|penalty_amount|D441-5|L441-10")


class NotLawful(Refusal):
    sentence = gettext_noop(
        "“%(template)s” cannot be saved: it lacks %(count)s of what the law asks. Complete the text; the checklist says what is lacking."
    )


@dataclass(frozen=True, slots=True)
class Requirement:
    """One point of the checklist, and whether the text meets it."""

    sentence: str
    is_met: bool


Check = tuple[str, Callable[[Template], bool]]


def names(*paths: str) -> Callable[[Template], bool]:
    return lambda template: variables(template).issuperset(paths)


def names_one_of(*paths: str) -> Callable[[Template], bool]:
    return lambda template: not variables(template).isdisjoint(paths)


def says(words: re.Pattern[str]) -> Callable[[Template], bool]:
    return lambda template: bool(words.search(template.body))


def says_exactly(words: str) -> Callable[[Template], bool]:
    return lambda template: words in template.body.replace("’", "'")


def asks_no_fee(template: Template) -> bool:
    return not FEE.search(template.body)


IDENTITIES: tuple[Check, ...] = (
    (gettext_noop("the creditor’s identity ({{creditor.legal_block}})"), names("creditor.legal_block")),
    (gettext_noop("the debtor’s legal identity ({{debtor.legal_block}})"), names("debtor.legal_block")),
)
NOTICE: tuple[Check, ...] = (
    *IDENTITIES,
    (gettext_noop("the words « mise en demeure »"), says(FORMAL_NOTICE)),
    (gettext_noop("the principal ({{principal}})"), names("principal")),
    (gettext_noop("the deadline ({{delay_days}})"), names("delay_days")),
    (gettext_noop("the means of payment and its reference ({{iban}}, {{case_ref}})"), names("iban", "case_ref")),
    (gettext_noop("the consequence (« à défaut… »)"), says(CONSEQUENCE)),
    (gettext_noop("the date ({{today}})"), names("today")),
    (gettext_noop("the signature ({{signature}})"), names("signature")),
    (gettext_noop("the sending as a registered letter"), lambda template: template.is_registered),
)
NO_FEE: Check = (gettext_noop("no fee, no fixed compensation: this customer is a consumer"), asks_no_fee)

CHECKLISTS: dict[str, tuple[Check, ...]] = {
    "MED_B2B": (
        *NOTICE,
        (gettext_noop("the basis of the debt ({{contract_basis}})"), names("contract_basis")),
        (gettext_noop("the amounts by invoice ({{invoice_table_full}})"), names("invoice_table_full")),
        (
            gettext_noop("penalties and fixed compensation apart ({{penalty_amount}}, {{fixed_indemnity}})"),
            names("penalty_amount", "fixed_indemnity"),
        ),
        (gettext_noop("the total ({{grand_total}})"), names("grand_total")),
    ),
    "MED_B2C": (
        *NOTICE,
        (gettext_noop("the invoice and what it is for ({{invoice_no}}, {{invoice_object}})"), names("invoice_no", "invoice_object")),
        (gettext_noop("the mediator of consumption ({{mediator_block}})"), names("mediator_block")),
        NO_FEE,
    ),
    "FINAL_NOTICE": (
        (gettext_noop("the formal notice and its reception ({{med_date}}, {{med_received_date}})"), names("med_date", "med_received_date")),
        (gettext_noop("the total ({{grand_total}})"), names("grand_total")),
        (gettext_noop("the decided step and its date ({{procedure_label}}, {{transfer_date}})"), names("procedure_label", "transfer_date")),
    ),
    "PUBLIC_INTEREST": (
        (gettext_noop("the words « mise en demeure »"), says(re.compile(r"en demeure|give you notice|formal notice", re.IGNORECASE))),
        (
            gettext_noop("the statutory delay and the rate ({{public_delay_days}}, {{rate}}, {{rate_date}})"),
            names("public_delay_days", "rate", "rate_date"),
        ),
        (gettext_noop("the detail of the interest ({{interest_table}})"), names("interest_table")),
        (
            gettext_noop("penalties and fixed compensation apart ({{penalty_amount}}, {{fixed_indemnity}})"),
            names("penalty_amount", "fixed_indemnity"),
        ),
        (gettext_noop("the principal ({{principal}})"), names("principal")),
        (gettext_noop("the signature ({{signature}})"), names("signature")),
    ),
    "AGENCY_FIRST_LETTER": (
        (gettext_noop("the agency and its activity (R124-4, 1°: {{agency.legal_block}})"), names("agency.legal_block")),
        (gettext_noop("the creditor (R124-4, 2°: {{mandator.legal_block}})"), names("mandator.legal_block")),
        (
            gettext_noop("basis and amounts set apart (R124-4, 3°: {{claim_basis}}, {{principal}}, {{interest}}, {{accessories_detail}})"),
            names("claim_basis", "principal", "interest", "accessories_detail"),
        ),
        (gettext_noop("the demand to pay and how (R124-4, 4°: {{payment_methods}})"), names("payment_methods")),
        (gettext_noop("article L111-8, second and third paragraphs (R124-4, 5°: {{l111_8_al2_al3}})"), names("l111_8_al2_al3")),
        (gettext_noop("reference and date ({{case_ref}}, {{today}})"), names("case_ref", "today")),
    ),
    "CLAIM_DECLARATION": (
        *IDENTITIES,
        (gettext_noop("the judgment and its court ({{judgment_date}}, {{court}})"), names("judgment_date", "court")),
        (
            gettext_noop("sums due and not yet due ({{due_amount}}, {{not_due_amount}}, {{not_due_dates}})"),
            names("due_amount", "not_due_amount", "not_due_dates"),
        ),
        (gettext_noop("interest and how it runs ({{interest_amount}}, {{interest_rule}})"), names("interest_amount", "interest_rule")),
        (gettext_noop("rank and security ({{rank}}, {{security_detail}})"), names("rank", "security_detail")),
        (gettext_noop("the words « sincère et véritable »"), says(re.compile(r"sincère et véritable|true and genuine", re.IGNORECASE))),
        (gettext_noop("the signature ({{signature}})"), names("signature")),
    ),
    "RETENTION_CLAIM": (
        (gettext_noop("the clause and the goods ({{clause_date}}, {{goods_table}})"), names("clause_date", "goods_table")),
        (gettext_noop("the signature ({{signature}})"), names("signature")),
    ),
    "PLAN_AGREEMENT": (
        *IDENTITIES,
        (gettext_noop("the acknowledged sum ({{principal}})"), names("principal")),
        (gettext_noop("the acknowledgement that interrupts limitation (art. 2240)"), says(re.compile("2240"))),
        (gettext_noop("the instalments ({{instalment_table}})"), names("instalment_table")),
    ),
    "PLAN_NOTICE": (
        *NOTICE,
        (gettext_noop("the instalment missed ({{instalment_date}})"), names("instalment_date")),
        (gettext_noop("the amounts by invoice ({{invoice_table_full}})"), names("invoice_table_full")),
        NO_FEE,
    ),
    "VAT_272": (
        (gettext_noop("the French words of article 272, unchanged"), says_exactly(VAT_WORDS)),
        (gettext_noop("net amount and VAT ({{unpaid_ht}}, {{unpaid_vat}})"), names("unpaid_ht", "unpaid_vat")),
    ),
}


def is_legal(code: str) -> bool:
    """Say whether changing a template needs the lawyer's permission."""
    return code in CHECKLISTS


def requirements(template: Template) -> list[Requirement]:
    """Return the checklist of a template, with what its text meets."""
    checks = CHECKLISTS.get(template.code, ())
    if template.audience == "B2C" and NO_FEE not in checks:
        checks = (*checks, NO_FEE)
    return [Requirement(sentence, is_met(template)) for sentence, is_met in checks]


def is_lawful(template: Template) -> bool:
    return all(requirement.is_met for requirement in requirements(template))


def check_lawful(template: Template) -> None:
    if missing := [requirement for requirement in requirements(template) if not requirement.is_met]:
        raise NotLawful(template=template.code, count=len(missing))
