from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from encaisse.audit.actions import write_audit
from encaisse.kit.actor import Role, system_actor
from encaisse.people import actions
from encaisse.people.models import User

pytestmark = pytest.mark.django_db

SYSTEM = system_actor()


def browser(role: Role) -> Client:
    user_id = actions.create_user(SYSTEM, email="lea@exemple.fr", name="Léa")
    actions.set_membership(SYSTEM, user_id, role=role, from_on=date(2020, 1, 1))
    client = Client()
    client.force_login(User.objects.get(id=user_id), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_auditor_reads_searches_and_turns_pages():
    auditor = browser(Role.AUDITOR)
    for number in range(60):
        write_audit(SYSTEM, did="disputes.open", subject_kind="dispute", subject_id=number + 1000)
    first, second = (auditor.get(f"/settings/audit/?did=disputes.&page={page}").content.decode() for page in (1, 2))
    assert "Journal d’audit" in first
    assert (first.count("litige 10"), second.count("litige 10")) == (50, 10)
    assert "litige 10" not in auditor.get("/settings/audit/?who=Personne").content.decode()


def test_a_collector_does_not_read_the_audit():
    assert browser(Role.COLLECTOR).get("/settings/audit/").status_code == 403


def test_a_change_may_be_named_items():
    write_audit(SYSTEM, did="dunning.go_live", subject_kind="creditor", subject_id=1, change={"items": 3})
    assert "échéances\u00a0: 3" in browser(Role.AUDITOR).get("/settings/audit/").content.decode()


def test_what_is_filtered_is_exported_for_those_who_read_the_audit():
    write_audit(SYSTEM, did="disputes.open", subject_kind="dispute", subject_id=1, change={"amount": 3})
    write_audit(SYSTEM, did="people.invite", subject_kind="user", subject_id=2)
    auditor = browser(Role.AUDITOR)
    assert '<option value="dispute">' in auditor.get("/settings/audit/").content.decode()
    exported = auditor.get("/settings/audit/export/?subject_kind=dispute")
    sheet = CalamineWorkbook.from_filelike(BytesIO(b"".join(exported.streaming_content))).get_sheet_by_index(0).to_python()
    told = [row for row in sheet if "disputes.open" in row or "people.invite" in row]
    assert [("disputes.open" in row, "amount = 3" in row, "montant\u00a0: 3" in row) for row in told] == [(True, True, True)]


def test_a_collector_does_not_export_the_audit():
    assert browser(Role.COLLECTOR).get("/settings/audit/export/").status_code == 403


def test_what_was_done_is_read_in_words_and_its_code_is_at_hand():
    write_audit(SYSTEM, did="hold.set", subject_kind="hold", subject_id=7)
    page = browser(Role.AUDITOR).get("/settings/audit/").content.decode()
    assert '<span title="hold.set">Suspension posée</span>' in page
    assert "suspension 7" in page
