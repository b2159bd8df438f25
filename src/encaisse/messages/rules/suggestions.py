"""What a reply probably says: shown beside it, a person decides. Words of both languages, weighed; no word known, no claim made."""

import re
from dataclasses import dataclass
from typing import Literal

from encaisse.kit.folding import folded
from encaisse.messages.rules import learned
from encaisse.messages.rules.replies import ReplyKind
from encaisse.messages.rules.values import Language

Source = Literal["words", "learned", "nobody"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A class, how sure it is (0 to 1), and what suggested it."""

    kind: ReplyKind
    confidence: float
    by: Source


# Each pattern is looked for in the folded text (small letters, no accents). The weight says how much it tells by itself.
WORDS: dict[ReplyKind, tuple[tuple[str, int], ...]] = {
    ReplyKind.ALREADY_PAID: (
        (r"\b(?:deja|bien) (?:ete )?(?:paye|regle|vire|solde)", 4),
        (r"\ba(?:vons|i) (?:bien )?(?:paye|regle|vire|procede au)", 4),
        (r"\b(?:paye|regle|vire)e?s? (?:le|en date|depuis|par virement)", 3),
        (r"virement (?:a ete |est )?(?:effectue|fait|emis|parti|execute)", 3),
        (r"(?:avis|preuve|justificatif|confirmation) (?:de |du )?(?:virement|paiement|reglement)", 2),
        (r"sauf erreur.{0,30}(?:paye|regle)", 3),
        (r"already (?:been )?(?:paid|settled|transferred)", 4),
        (r"(?:was|were|has been|have been) (?:already )?(?:paid|settled)", 4),
        (r"we (?:have )?(?:already )?(?:paid|settled|transferred)", 4),
        (r"proof of payment|remittance advice|payment was (?:made|sent)", 3),
    ),
    ReplyKind.DISPUTE: (
        (r"\b(?:litige|contest|reclam|non[- ]conforme|malfacon|avarie|endommage)", 4),
        (r"\berreur (?:de|sur|dans)|\berrone", 3),
        (r"\b(?:manqu(?:e|ant|ait)|incomplete?|pas (?:ete )?(?:livre|recu la (?:marchandise|livraison|commande)))", 3),
        (r"\b(?:avoir|note de credit)\b.{0,40}\b(?:attend|attente|promis|recu|etablir|emettre)", 3),
        (r"attend(?:ons|s)?.{0,30}\bavoir\b", 3),
        (r"\b(?:prix|tarif|remise|quantite)s?\b.{0,40}(?:pas|incorrect|faux|different|convenu|applique)", 3),
        (r"pas d.?accord|refus(?:ons|e) de", 3),
        (r"\b(?:dispute|complaint|faulty|damaged|defective|wrong (?:price|quantity|amount|goods))", 4),
        (r"credit note", 2),
        (r"(?:not|never) (?:been )?(?:delivered|received the (?:goods|delivery|order))|short delivery|missing (?:items|goods|pallets)", 3),
        (r"\b(?:do not|don.?t) agree|incorrect (?:price|invoice|amount)|price (?:is|was) (?:wrong|not)", 3),
    ),
    ReplyKind.COPY_REQUEST: (
        (r"(?:duplicata|copie|double)s?\b.{0,30}(?:facture|releve|bon)", 4),
        (r"\b(?:duplicata|releve de compte)\b", 3),
        (r"(?:pas|jamais|aucune trace).{0,25}(?:recu|trouve|trace).{0,25}factures?", 4),
        (r"factures?.{0,30}(?:pas|jamais) (?:ete )?recue", 4),
        (r"(?:renvoy|transmettre|transmettez|adresser|faire parvenir|envoyer).{0,40}factures?", 3),
        (r"\bcop(?:y|ies) of (?:the |these |your |this )?(?:invoice|statement)", 4),
        (r"(?:resend|send (?:us|me)).{0,40}invoice", 3),
        (r"(?:not|never|did not|haven.?t|have not).{0,20}receiv\w* (?:the |this |these |your |that )?invoice", 4),
        (r"statement of account", 3),
    ),
    ReplyKind.PROMISE: (
        (r"(?:reglement|paiement|virement).{0,50}(?:sera|seront|interviendra|partira|prevu|programme|est planifie|le \d)", 4),
        (r"(?:paierons|reglerons|virerons|payerons|allons (?:payer|regler|virer)|vais (?:payer|regler|virer)|reglerai|paierai)", 4),
        (r"\b(?:sera|seront) (?:paye|regle|vire|solde)", 4),
        (r"(?:je|nous) (?:m.?engage|nous engageons)", 4),
        (r"(?:fin (?:de la |du )?(?:semaine|mois)|semaine prochaine|prochaine? (?:campagne|train|echeance))", 2),
        (r"(?:will|shall|going to) (?:be )?(?:pay|paid|settle|transfer|process)", 4),
        (r"payment (?:is |has been )?(?:scheduled|planned|will)", 4),
        (r"(?:next|end of (?:the |this )?)(?:week|month|payment run)", 2),
        (r"next payment run|you will receive (?:the |our )?payment", 3),
    ),
    ReplyKind.ABSENT: (
        (r"\babsent|en conges?\b|hors du bureau|de retour (?:le|a partir)", 4),
        (r"(?:ne (?:fais|fait) plus partie|a quitte (?:la societe|l.?entreprise))", 4),
        (r"out of (?:the )?office|on (?:annual |sick |parental |maternity )?leave|away until|back on|no longer (?:works?|with)", 4),
    ),
}  # fmt: skip
COMPILED = {kind: tuple((re.compile(pattern, re.DOTALL), weight) for pattern, weight in patterns) for kind, patterns in WORDS.items()}
LEAN, MOST_LEAN = 0.05, 4  # chosen on the examples learnt from, each judged by what the others teach
READ = 4000  # letters: what matters in a reply is said at its beginning
NOTHING_KNOWN = Suggestion(ReplyKind.OTHER, 0.0, "nobody")


def suggest(subject: str, text: str, *, language: Language) -> Suggestion:  # noqa: ARG001 - both languages are known at once
    """Suggest what a reply says, from its own words (not the quoted ones): by what was learned, where that is installed, and by words."""
    own = text if text.strip() else subject
    said = folded(own)[:READ]
    weights = {kind: weight_of(kind, said) for kind in COMPILED}
    return learned_suggestion(own, weights) if said and learned.is_available() else worded_suggestion(weights)


def learned_suggestion(text: str, weights: dict[ReplyKind, int]) -> Suggestion:
    """Lean what was learned towards the words that tell by themselves."""
    shares = {kind: share + LEAN * min(weights.get(kind, 0), MOST_LEAN) for kind, share in learned.probabilities(text).items()}
    best = max(shares, key=lambda kind: shares[kind])
    return Suggestion(best, round(shares[best] / sum(shares.values()), 2), "learned")


def worded_suggestion(weights: dict[ReplyKind, int]) -> Suggestion:
    best = max(weights, key=lambda kind: weights[kind])
    if not weights[best]:
        return NOTHING_KNOWN
    others = sum(weight for kind, weight in weights.items() if kind is not best)
    return Suggestion(best, round(weights[best] / (weights[best] + others + 1), 2), "words")


def weight_of(kind: ReplyKind, said: str) -> int:
    return sum(weight for pattern, weight in COMPILED[kind] if pattern.search(said))
