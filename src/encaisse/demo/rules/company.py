"""The invented wholesaler: « Maison Verdier », its two entities, its people."""

from dataclasses import dataclass
from datetime import time

from encaisse.creditors.rules import NewCreditor
from encaisse.demo.rules.numbers import iban, local_part, siren, vat_number
from encaisse.kit.actor import Role

DISTRIBUTION, SERVICES = siren(412), siren(857)
ENTITIES = (
    NewCreditor(
        name="Maison Verdier Distribution", siren=DISTRIBUTION, short_name="Verdier", vat_number=vat_number(DISTRIBUTION),
        legal_form="SAS", capital="1 200 000 €", registry="RCS Lyon", street="18 quai des Négociants", postcode="69007", city="Lyon",
        phone="04 65 71 00 10", email="comptabilite@verdier.example", terms_code="NET30", is_demonstration=True,
    ),
    NewCreditor(
        name="Verdier Services", siren=SERVICES, short_name="Verdier Services", vat_number=vat_number(SERVICES),
        legal_form="SARL", capital="150 000 €", registry="RCS Lyon", street="20 quai des Négociants", postcode="69007", city="Lyon",
        phone="04 65 71 00 40", email="services@verdier.example", terms_code="NET30", sending_slot=time(17, 30), is_demonstration=True,
    ),
)  # fmt: skip
IBANS = (iban(41200017), iban(85700031))
FACTOR, FACTOR_IBAN = "Affacturage du Rhône", iban(30900046)
MAILBOXES = ("reponses@verdier.example", "reponses@services.verdier.example")


@dataclass(frozen=True, slots=True)
class Colleague:
    key: str
    name: str
    title: str
    role: Role
    team: str = ""
    language: str = "fr"
    number: int = 0

    @property
    def email(self) -> str:
        return f"{local_part(*self.name.split(' ', 1))}@verdier.example"


COLLECTIONS, SALES, OUTSIDE = "Recouvrement", "Commerce", "Cabinet Lormeneau"
COLLEAGUES = (
    Colleague("nadia", "Nadia Berthonneau", "Chargée de recouvrement", Role.COLLECTOR, COLLECTIONS),
    Colleague("julien", "Julien Corvaret", "Chargé de recouvrement", Role.COLLECTOR, COLLECTIONS),
    Colleague("claire", "Claire Malvaneau", "Chargée de recouvrement", Role.COLLECTOR, COLLECTIONS),
    Colleague("helen", "Helen Brackmoor", "Chargée de recouvrement export", Role.COLLECTOR, COLLECTIONS, language="en"),
    Colleague("manager", "Thomas Vaudreuil-Sorvay", "Responsable crédit client", Role.CREDIT_MANAGER, COLLECTIONS),
    Colleague("cfo", "Isabelle Quermoret", "Directrice administrative et financière", Role.CFO),
    Colleague("karim", "Karim Talmoulet", "Commercial", Role.SALESPERSON, SALES),
    Colleague("sophie", "Sophie Delminard", "Commerciale", Role.SALESPERSON, SALES),
    Colleague("sales", "Olivier Escaurand", "Directeur commercial", Role.SALES_MANAGER, SALES),
    Colleague("orders", "Lucie Fauverel", "Administration des ventes", Role.ORDER_ADMIN),
    Colleague("books", "Mehdi Garmolin", "Comptable clients", Role.ACCOUNTANT),
    Colleague("legal", "Anne Pelvachet", "Juriste", Role.LEGAL),
    Colleague("head", "Bruno Verlodier", "Directeur général", Role.GENERAL_MANAGEMENT),
    Colleague("agency", "Sarah Orsignay", "Gestionnaire du cabinet mandaté", Role.AGENCY_COLLECTOR, OUTSIDE),
    Colleague("mandator", "Denis Rouvelard", "Gérant de Verdier Services, mandant", Role.MANDATOR),
    Colleague("auditor", "Ève Trévinet", "Commissaire aux comptes", Role.AUDITOR),
    Colleague("admin", "Hugo Jolvequet", "Administrateur", Role.ADMIN),
    Colleague("outside", "Paul Nervochet", "Recouvreur externe", Role.OUTSIDE_COLLECTOR, OUTSIDE),
)
COLLECTORS = ("nadia", "julien", "claire")
SALESPEOPLE = ("karim", "sophie")
