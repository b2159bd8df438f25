"""A long answer is written as its rows come, and says what one dump would."""

import json
from collections.abc import Iterator

import pytest

from encaisse.ui.streams import json_pieces


@pytest.mark.parametrize("rows", [[], [{"a": 1}], [{"a": 1}, {"a": "é"}]])
@pytest.mark.parametrize("head", [{}, {"on": "2026-11-17"}])
def test_the_pieces_are_one_line_of_json(head: dict[str, str], rows: list[dict[str, object]]) -> None:
    written = "".join(json_pieces(head, "rows", rows))
    assert json.loads(written) == {**head, "rows": rows}
    assert written.count("\n") == 1


def test_a_row_is_written_before_the_next_is_read() -> None:
    read: list[int] = []

    def rows() -> Iterator[int]:
        for number in range(3):
            read.append(number)
            yield number

    pieces = json_pieces({}, "rows", rows())
    assert [next(pieces), next(pieces)] == ['{"rows": [', "0"]
    assert read == [0]
