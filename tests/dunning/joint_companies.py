"""Three companies of one organisation that chose « relance commune », and customers of all three who read their mail at one address."""

from dunning.pages import SYSTEM, Company
from encaisse.creditors import actions as creditors
from encaisse.customers import actions as customers
from encaisse.customers.rules import NewContact
from encaisse.dunning import actions

COMPANIES = (
    ("Maison Lambert", "552100554", "FR76 3000 6000 0112 3456 7890 189"),
    ("Lambert Négoce", "404833048", "FR14 2004 1010 0505 0001 3M02 606"),
    ("Lambert Services", "732829320", "FR76 3000 4000 0312 3456 7890 143"),
)
IBANS = tuple(iban for _, _, iban in COMPANIES)


def three_companies() -> list[Company]:
    made = [Company(name=name, siren=siren) for name, siren, _ in COMPANIES]
    for company, iban in zip(made, IBANS, strict=True):
        creditors.add_bank_account(SYSTEM, company.creditor, name="Banque", iban=iban, is_default=True)
        actions.set_joint(SYSTEM, company.creditor, joint=True)
    return made


def owed_to_all(companies: list[Company], code: str, **values: object) -> list[int]:
    """Make the customer of each company that reads its mail at one address: 900, 600 and 300 € are owed to them."""
    made = [
        company.late(f"{code}-{place}".upper(), f"Client {code} {place}", str(900 - 300 * place), mail=False, **values)
        for place, company in enumerate(companies)
    ]
    for pk in made:
        customers.add_contact(SYSTEM, pk, NewContact(name="Martin", is_main=True, emails=(f"{code}@groupe.example",)))
    return made
