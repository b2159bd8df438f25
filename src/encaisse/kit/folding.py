"""Folded text: what people type finds what was stored, and French lists are sorted as a French reader expects."""

import re
import unicodedata

LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
NOT_A_WORD = re.compile(r"[^a-z0-9]+")
DOTTED_LETTER = re.compile(r"\b(\w)\.(?=\w\b|\s|$)")
# Legal forms say nothing of who a company is: two writings of one name often differ by them alone.
LEGAL_WORDS = """
ag bv co cie ei eirl eurl gaec gie gmbh inc kg llc ltd nv sa sarl sarlu sas sasu sca scea sci scm scop scp scs sel
selarl selas sl snc spa srl ste societe etablissements ets
"""
LEGAL_FORMS = frozenset(LEGAL_WORDS.split())


def folded(text: str) -> str:
    """Return the words of a text without accents, case, ligatures or punctuation."""
    if text.isascii():
        return NOT_A_WORD.sub(" ", text.lower()).strip()
    plain = unicodedata.normalize("NFKD", text).casefold().translate(LIGATURES)
    without_accents = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return NOT_A_WORD.sub(" ", without_accents).strip()


def search_text(*texts: str | None) -> str:
    """Return what a search looks into: the folded words of all the texts, each word once, in order."""
    words = " ".join(folded(text) for text in texts if text).split()
    return " ".join(dict.fromkeys(words))


def sort_key(text: str) -> str:
    """Return a key that a plain byte comparison (C collation) sorts in French order: words first, accents only between equals.

    The tab comes before any letter, so that a shorter name comes before a longer one.
    """
    accented = unicodedata.normalize("NFC", text.casefold()).strip()
    words = folded(text)
    return words if accented == words else f"{words}\t{accented}"


def name_words(text: str) -> frozenset[str]:
    """Return the words that identify a company: without legal forms, unless nothing else is left."""
    words = frozenset(folded(DOTTED_LETTER.sub(r"\1", text)).split())
    return words - LEGAL_FORMS or words
