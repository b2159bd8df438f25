"""Whatever a room writes in the audit is told in words: a reader never meets a bare code."""

import re
from pathlib import Path

import pytest

from encaisse.audit.words import DEEDS, KINDS, deed_words, kind_words
from house.trees import PACKAGE

WHOLE = re.compile(r"""(?:did=|Deed\(|tell\(actor, |deed\([a-z_\[\]. ]+, |write_deed\(actor, )"([a-z_]+\.[a-z_]+)\"""")
# The rooms whose own `tell` puts the room's name, or the thing's, before the verb.
VERB = re.compile(r"""tell(?:_many)?\(actor, (?:row, |customer, )?"([a-z_]+)\"""")
PREFIXES = {
    "customers/actions": "customers", "ledger/actions": "ledger", "dunning/actions/replays.py": "replay",
    "dunning/actions/drafts.py": "scenario", "dunning/actions/following.py": "scenario", "workbench/actions/saved_views.py": "view",
}  # fmt: skip
KIND = re.compile(r'subject_kind="([a-z_]+)"')


def sources() -> list[tuple[str, str]]:
    files = [*PACKAGE.glob("*/actions/**/*.py"), *PACKAGE.glob("*/actions.py"), *PACKAGE.glob("*/jobs.py")]
    return [(file.relative_to(PACKAGE).as_posix(), Path(file).read_text(encoding="utf-8")) for file in files]


def written() -> set[str]:
    deeds = {did for _, source in sources() for did in WHOLE.findall(source)}
    for start, prefix in PREFIXES.items():
        found = [verb for name, source in sources() if name.startswith(start) for verb in VERB.findall(source)]
        assert found
        deeds |= {f"{prefix}.{verb}" for verb in found}
    return deeds


def test_every_deed_that_a_room_writes_has_words():
    deeds = written()
    assert len(deeds) > 150
    assert sorted(deeds - set(DEEDS)) == []


def test_every_kind_of_thing_has_words():
    kinds = {kind for _, source in sources() for kind in KIND.findall(source)}
    assert len(kinds) > 20
    assert sorted(kinds - set(KINDS)) == []


@pytest.mark.parametrize("word", [deed_words, kind_words])
def test_a_code_of_an_earlier_version_stays_a_code(word):
    assert word("stone.age") == "stone.age"
