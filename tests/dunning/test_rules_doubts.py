"""What waits under « À qualifier » by itself: the doubt of a document, who its customer is, its age."""

import pytest

from dunning.payers import day
from encaisse.dunning.rules.doubts import doubt_of
from encaisse.dunning.rules.values import ToQualify

ON = day("17/11")
OLD = {"born": "1/9/2020"}


@pytest.mark.parametrize(
    ("doubt", "decided", "kind", "dates", "why"),
    [
        pytest.param("", "", "business", {}, None, id="nothing against it"),
        pytest.param("no_document", "", "business", {}, ToQualify.NO_DOCUMENT, id="no original document"),
        pytest.param("carried_forward", "", "business", {}, ToQualify.NO_DOCUMENT, id="carried forward without detail"),
        pytest.param("collective", "", "business", {}, ToQualify.COLLECTIVE_CUSTOMER, id="a collective account"),
        pytest.param("", "", "miscellaneous", {}, ToQualify.COLLECTIVE_CUSTOMER, id="« clients divers »"),
        pytest.param("", "", "affiliate", {}, ToQualify.AFFILIATE, id="a company of the group"),
        pytest.param("", "", "employee", {}, ToQualify.EMPLOYEE, id="an employee"),
        pytest.param("doubtful", "", "business", {}, ToQualify.DOUBTFUL, id="416"),
        pytest.param("to_be_invoiced", "", "business", {}, ToQualify.TO_BE_INVOICED, id="418"),
        pytest.param("factored", "", "business", {}, ToQualify.FACTORED, id="assigned to a factor"),
        pytest.param("bill_not_matured", "", "business", {"due": "17/11"}, ToQualify.BILL_NOT_MATURED, id="413 on its very day"),
        pytest.param("bill_not_matured", "", "business", {"due": "16/11"}, None, id="a matured bill is a debt like another"),
        pytest.param("bill_not_matured", "", "employee", {"due": "16/11"}, ToQualify.EMPLOYEE, id="matured, of an employee"),
        pytest.param("", "", "business", {"born": "17/11/2021"}, None, id="5 years: its last day is still a day to claim"),
        pytest.param("", "", "business", {"born": "16/11/2021"}, ToQualify.PAST_LIMITATION, id="5 years, and a day"),
        pytest.param("", "", "consumer", {"born": "17/11/2024"}, None, id="a consumer's last day"),
        pytest.param("", "", "consumer", {"born": "16/11/2024"}, ToQualify.PAST_LIMITATION, id="2 years and a day, a consumer"),
        pytest.param("", "", "public_body", {"born": "5/1/2022"}, None, id="a public body: 4 years from 1 January, to 31 December 2026"),
        pytest.param("", "", "public_body", {"born": "31/12/2021"}, ToQualify.PAST_LIMITATION, id="a public body, over since January"),
        pytest.param("", "to_dun", "business", OLD, None, id="a person decided to dun it"),
        pytest.param("doubtful", "to_dun", "employee", {}, None, id="a person's decision wins over everything"),
        pytest.param("", "left_out", "business", {}, ToQualify.GO_LIVE, id="a person left it out"),
        pytest.param("doubtful", "left_out", "business", {}, ToQualify.DOUBTFUL, id="left out, and why it was doubtful"),
    ],
)
def test_what_is_never_dunned_by_itself(doubt: str, decided: str, kind: str, dates: dict[str, str], why: ToQualify | None) -> None:
    due, born = day(dates.get("due", "1/10")), day(dates.get("born", "31/8"))
    assert doubt_of(doubt, decided, kind, due_date=due, born_on=born, on=ON) is why
