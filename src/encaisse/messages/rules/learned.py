"""What a reply probably says, learned from the examples written in `data/replies.csv`. Needs scikit-learn (the extra `learning`).

Runs of letters and of words, weighed by a logistic regression: small enough to learn when first asked, in well under a second, and the
same answer every time. Nothing a customer wrote is learnt from or leaves the machine.
"""

import csv
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from encaisse.kit.folding import folded
from encaisse.messages.rules.replies import ReplyKind

READ = 1500  # letters: what matters in a reply is said at its beginning


def is_available() -> bool:
    return find_spec("sklearn") is not None


def probabilities(text: str) -> dict[ReplyKind, float]:
    """Return how likely each kind is, the sum being 1. Refuses nothing: an empty text gives the kinds as often as they are met."""
    learned = learner()
    (row,) = learned.predict_proba([prepared(text)])
    return {ReplyKind(kind): float(share) for kind, share in zip(learned.classes_, row, strict=True)}


def prepared(text: str) -> str:
    """Keep the words alone, and say where figures, dates and amounts stand without saying which."""
    return " ".join("0" if word.isdigit() else word for word in folded(text[:READ]).split())


@cache
def learner() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - optional, and slow to wake up
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above
    from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415 - as above

    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    words = TfidfVectorizer(analyzer="word", ngram_range=(1, 3), sublinear_tf=True, token_pattern=r"\S+")  # noqa: S106 - of words
    told = examples()
    judge = LogisticRegression(C=20, class_weight="balanced", max_iter=400)
    return make_pipeline(make_union(letters, words), judge).fit([prepared(text) for _kind, text in told], [kind for kind, _text in told])


@cache
def examples() -> tuple[tuple[str, str], ...]:
    """Return the kind and the text of each example."""
    written = files("encaisse.messages").joinpath("data/replies.csv").read_text(encoding="utf-8")
    return tuple((row["kind"], row["text"]) for row in csv.DictReader(written.splitlines()))
