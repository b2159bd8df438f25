"""The words of a list of levels reached: how far each customer or invoice was reminded before going live."""

from encaisse.dunning.rules.reprise import GoLiveChoice
from encaisse.intake.rules.fec_header import folded

WORDS: dict[GoLiveChoice, tuple[str, ...]] = {
    GoLiveChoice.START_AT_R1: ("0", "aucune", "aucun", "none", "r0", "debut", "start"),
    GoLiveChoice.REACHED_R1: ("1", "r1", "relance1", "premiererelance", "1rerelance", "1ererelance", "firstreminder", "reminder1"),
    GoLiveChoice.REACHED_R2: ("2", "r2", "relance2", "deuxiemerelance", "secondereminder", "secondreminder", "reminder2", "2emerelance"),
    GoLiveChoice.REACHED_R3: ("3", "r3", "relance3", "troisiemerelance", "thirdreminder", "reminder3", "3emerelance"),
    GoLiveChoice.REACHED_FORMAL_NOTICE: ("4", "r4", "med", "miseendemeure", "formalnotice", "notice"),
    GoLiveChoice.REACHED_LEGAL: ("5", "r5", "contentieux", "legal", "juridique", "huissier", "avocat"),
    GoLiveChoice.PLAN: ("plan", "echeancier", "plandereglement", "paymentplan", "instalments"),
    GoLiveChoice.DISPUTE: ("litige", "dispute", "contestation", "contested"),
    GoLiveChoice.LEAVE_OUT: ("exclu", "exclure", "ecarter", "ecarte", "leaveout", "leftout", "hors", "nepasrelancer", "exclude"),
}
CHOICES = {word: choice for choice, words in WORDS.items() for word in words}


def choice_named(words: str) -> GoLiveChoice | None:
    """Return what a cell says of an item, whatever its accents, capitals and spaces; None when it says nothing known."""
    return CHOICES.get(folded(words))
