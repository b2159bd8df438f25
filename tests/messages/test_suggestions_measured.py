"""What a suggestion is worth, measured on 305 replies written for that, none of which it learnt from; the guide says these very figures."""

import csv
from pathlib import Path

import pytest

from encaisse.kit.folding import folded
from encaisse.messages.rules import learned
from encaisse.messages.rules.replies import ReplyKind
from encaisse.messages.rules.suggestions import COMPILED, Suggestion, suggest, weight_of, worded_suggestion

HERE = Path(__file__).parent
GUIDE = HERE.parent.parent / "docs" / "guide"
SURE = 0.5


def written() -> list[dict[str, str]]:
    with (HERE / "data" / "replies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REPLIES = written()


def by_words(text: str) -> Suggestion:
    return worded_suggestion({kind: weight_of(kind, folded(text)) for kind in COMPILED})


def right(pairs: list[tuple[dict[str, str], Suggestion]]) -> float:
    return sum(reply["kind"] == said.kind.value for reply, said in pairs) / len(pairs)


@pytest.fixture(scope="module")
def judged() -> list[tuple[dict[str, str], Suggestion]]:
    pytest.importorskip("sklearn", reason="scikit-learn is an optional extra (learning)")
    return [(reply, suggest("", reply["text"], language=reply["language"])) for reply in REPLIES]


def test_there_are_three_hundred_replies_of_six_kinds_in_both_languages():
    assert len(REPLIES) >= 300
    assert {reply["kind"] for reply in REPLIES} == {kind.value for kind in ReplyKind}
    assert min(sum(reply["language"] == language for reply in REPLIES) for language in ("fr", "en")) > 100


def test_none_of_them_was_learnt_from():
    assert {reply["text"] for reply in REPLIES} & {text for _kind, text in learned.examples()} == set()


@pytest.mark.parametrize(("language", "percent"), [("fr", "{} %"), ("en", "{}%")])
def test_the_guide_says_how_often_a_suggestion_is_right(judged, language, percent):
    sure = [(reply, said) for reply, said in judged if said.confidence >= SURE]
    guide = (GUIDE / language / "replies.md").read_text(encoding="utf-8").replace("\u202f", " ").replace("\u00a0", " ")
    figures = [right(judged), right(sure), len(sure) / len(judged)]
    assert [percent.format(round(100 * figure)) for figure in figures if percent.format(round(100 * figure)) not in guide] == []


def test_four_in_five_are_right_and_nine_in_ten_of_the_sure_ones(judged):
    assert right(judged) >= 0.79
    assert right([(reply, said) for reply, said in judged if said.confidence >= SURE]) >= 0.89


def test_without_the_extra_the_words_alone_speak_seldom_and_are_mostly_right():
    spoken = [(reply, said) for reply in REPLIES if (said := by_words(reply["text"])).by == "words"]
    assert right(spoken) >= 0.7


def test_the_same_reply_gets_the_same_suggestion(judged):
    reply, said = judged[0]
    assert suggest("", reply["text"], language=reply["language"]) == said


def test_an_empty_reply_claims_nothing():
    assert suggest("", " ", language="fr") == Suggestion(ReplyKind.OTHER, 0.0, "nobody")
