"""Words of the invented company's world. No name stands for a real company or person."""

FIRST_NAMES = (
    "Adèle", "Agathe", "Albane", "Alix", "Amaury", "Anaïs", "Armand", "Aubin", "Basile", "Bérénice", "Blandine", "Brieuc", "Camille",
    "Capucine",
    "Célestin", "Clémence", "Colombe", "Damien", "Diane", "Edgar", "Élodie", "Emeric", "Estelle", "Faustine", "Firmin", "Florent",
    "Gaspard",
    "Gwenaëlle", "Hélène", "Honorine", "Hugues", "Inès", "Isaure", "Jonas", "Judith", "Karim", "Laure", "Léonie", "Lilian", "Loïc",
    "Maëlle",
    "Malik", "Margot", "Mathurin", "Mélanie", "Nadia", "Noémie", "Octave", "Ondine", "Pénélope", "Quentin", "Raphaëlle", "Rémi",
    "Rosalie",
    "Salomé", "Samir", "Solène", "Sylvain", "Tancrède", "Thaïs", "Ulysse", "Valère", "Victoire", "Yann", "Yasmine", "Zélie",
)  # fmt: skip
WOMEN = frozenset(
    ("Adèle", "Agathe", "Albane", "Alix", "Anaïs", "Bérénice", "Blandine", "Camille", "Capucine", "Clémence", "Colombe", "Diane", "Élodie",
     "Estelle", "Faustine", "Gwenaëlle", "Hélène", "Honorine", "Inès", "Isaure", "Judith", "Laure", "Léonie", "Maëlle", "Margot",
    "Mélanie",
     "Nadia", "Noémie", "Ondine", "Pénélope", "Raphaëlle", "Rosalie", "Salomé", "Solène", "Thaïs", "Victoire", "Yasmine", "Zélie")
)  # fmt: skip
# Surnames are put together from two halves: they sound French and belong to nobody.
SURNAME_HEADS = (
    "Aubre", "Barno", "Belca", "Bruve", "Cabro", "Calve", "Corva", "Delmi", "Escau", "Fauve", "Garmo", "Gravi", "Hauve", "Jolve",
    "Lambri",
    "Lorme", "Malva", "Mauri", "Nervo", "Orsi", "Pelva", "Quilmo", "Ravi", "Rouve", "Salme", "Serva", "Talmo", "Trévi", "Vaudre", "Verlo",
)  # fmt: skip
SURNAME_TAILS = (
    "chet",
    "court",
    "dier",
    "gneau",
    "lard",
    "lier",
    "lon",
    "nay",
    "neau",
    "quet",
    "rand",
    "rel",
    "ret",
    "ssier",
    "teux",
    "vin",
)

TRADES = (
    "Menuiserie", "Plomberie", "Électricité", "Couverture", "Maçonnerie", "Peinture", "Carrelage", "Serrurerie", "Charpente", "Isolation",
    "Chauffage", "Miroiterie", "Paysage", "Terrassement", "Rénovation", "Agencement", "Métallerie", "Façades", "Étanchéité", "Cloisons",
)  # fmt: skip
ACTIVITIES = (
    "Matériaux", "Quincaillerie", "Bricolage", "Négoce", "Bâtiment", "Construction", "Travaux", "Équipement", "Habitat", "Promotion",
    "Immobilier", "Maintenance", "Industrie", "Logistique", "Distribution", "Outillage",
)  # fmt: skip
PLACES = (
    "du Val Clair", "des Trois Ponts", "de la Combe", "du Vieux Lavoir", "des Hauts Prés", "de l’Orme", "du Grand Chêne",
    "des Deux Rives",
    "de la Fontaine", "du Coteau", "des Tilleuls", "du Moulin Neuf", "de la Vallée", "du Littoral", "de la Plaine", "des Écluses",
    "du Belvédère", "des Marais", "de la Garenne", "du Causse", "des Bruyères", "de la Dune", "du Plateau", "de l’Estuaire",
)  # fmt: skip
FORMS = ("SARL", "SAS", "SASU", "EURL", "SA", "SCOP")
GROUPS = ("Groupe Sorvadel", "Groupe Altimarne", "Groupe Borvo", "Groupe Quermance", "Groupe Lisoral", "Groupe Trévanne")
PUBLIC_BODIES = (
    "Commune de {town}", "Communauté de communes {place}", "Lycée {surname} de {town}", "Centre hospitalier {place}",
    "Syndicat des eaux {place}",
    "Office de l’habitat {place}", "Collège {surname} de {town}",
)  # fmt: skip
ENGLISH_HEADS = ("Ashcombe", "Brackwell", "Dunmarsh", "Elverby", "Fernhollow", "Greywick", "Larkmoor", "Thornleigh")
ENGLISH_TAILS = ("Joinery Ltd", "Building Supplies Ltd", "Fixings Ltd", "Interiors Ltd")
ENGLISH_NAMES = (("Alice", "Marwick"), ("Owen", "Tarrable"), ("Hazel", "Brindlow"), ("Rupert", "Cawthone"), ("Edith", "Pellory"))

STREETS = (
    "rue des Ateliers", "avenue de la Gare", "rue du Port", "boulevard des Tanneurs", "chemin des Carrières", "rue de l’Industrie",
    "impasse du Four", "rue des Lavandières", "allée des Métiers", "route de la Forge", "quai des Bateliers", "rue du Marché",
)  # fmt: skip
# Postcode and town: where the customers are.
TOWNS = (
    ("69003", "Lyon"), ("42000", "Saint-Étienne"), ("38000", "Grenoble"), ("73000", "Chambéry"), ("01000", "Bourg-en-Bresse"),
    ("71000", "Mâcon"),
    ("21000", "Dijon"), ("63000", "Clermont-Ferrand"), ("26000", "Valence"), ("84000", "Avignon"), ("13002", "Marseille"),
    ("34000", "Montpellier"),
    ("31000", "Toulouse"), ("33000", "Bordeaux"), ("44000", "Nantes"), ("35000", "Rennes"), ("49000", "Angers"), ("37000", "Tours"),
    ("45000", "Orléans"), ("75011", "Paris"), ("93200", "Saint-Denis"), ("77000", "Melun"), ("59000", "Lille"), ("80000", "Amiens"),
    ("76000", "Rouen"), ("14000", "Caen"), ("51100", "Reims"), ("10000", "Troyes"), ("87000", "Limoges"), ("64000", "Pau"),
)  # fmt: skip
ALSATIAN_TOWNS = (("67000", "Strasbourg"), ("68000", "Colmar"), ("57000", "Metz"), ("68100", "Mulhouse"))
GOODS = ("Visserie et fixations", "Quincaillerie", "Outillage", "Peintures et enduits", "Isolants", "Menuiseries", "Sanitaire", "Éclairage")
