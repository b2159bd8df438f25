"""A company supervised, its caps, and what legal letters need of its settings."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from dunning.pages import MAIL, ON, SYSTEM, Company
from dunning.payers import scenario
from encaisse.creditors import actions as creditor_actions
from encaisse.creditors import queries as creditors
from encaisse.creditors.actions import days
from encaisse.db.clock import stopped
from encaisse.dunning import actions, queries
from encaisse.dunning.actions.oversight import NotSupervised
from encaisse.dunning.models import PlannedAction
from encaisse.dunning.queries.particulars import legal_said
from encaisse.dunning.queries.presentations import Notice
from encaisse.dunning.rules.caps import cap_ends_on, mode_for
from encaisse.dunning.rules.contact_caps import BUSINESS_CAPS, LooserCap, UnknownCap, check_stricter, stricter
from encaisse.dunning.rules.scenario import Channel, StepMode
from encaisse.dunning.rules.values import ContactEvent
from encaisse.kit.actor import Role
from encaisse.messages import queries as messages
from encaisse.messages.rules import render, sample
from encaisse.ui.formats import kept_refusal_text

AUTOMATIC = replace(MAIL, mode=StepMode.AUTOMATIC)


@pytest.fixture(autouse=True)
def today():
    with stopped(ON):
        yield


@pytest.fixture
def company(db) -> Company:
    company = Company()
    company.follow(scenario(AUTOMATIC), "Trusted")
    company.late("C1", "Garage Dupont", "1000")
    return company


# Everything to approve


def test_a_supervised_company_looks_at_what_its_scenario_calls_automatic():
    assert mode_for(AUTOMATIC, Channel.EMAIL) is StepMode.AUTOMATIC
    assert mode_for(AUTOMATIC, Channel.EMAIL, is_supervised=True) is StepMode.TO_APPROVE
    task = replace(AUTOMATIC, channel=Channel.INTERNAL_TASK)
    assert mode_for(task, Channel.INTERNAL_TASK, is_supervised=True) is StepMode.AUTOMATIC


def states() -> list[str]:
    return list(PlannedAction.objects.exclude(state="withdrawn").values_list("state", flat=True))


def test_a_new_company_is_supervised_from_its_go_live_until_a_person_ends_it(db):
    company = Company(live=False)
    actions.close_go_live(SYSTEM, creditor_id=company.creditor, on=date(2026, 1, 1))
    company.follow(scenario(AUTOMATIC), "Trusted")
    company.late("C1", "Garage Dupont", "1000")
    actions.run_dunning(SYSTEM)
    assert states() == ["to_approve"]
    actions.end_supervision(SYSTEM, company.creditor)
    company.late("C2", "Garage Durand", "1000")
    actions.run_dunning(SYSTEM)
    assert sorted(states()) == ["approved", "to_approve"]  # what waited still waits
    with pytest.raises(NotSupervised):
        actions.end_supervision(SYSTEM, company.creditor)


def test_what_was_about_to_leave_by_itself_waits_when_supervision_begins(company):
    actions.run_dunning(SYSTEM)
    assert states() == ["approved"]
    actions.supervise(SYSTEM, company.creditor)
    actions.supervise(SYSTEM, company.creditor)
    assert states() == ["to_approve"]
    assert actions.release(SYSTEM, on=ON).queued == 0


def test_supervision_is_begun_and_ended_on_screen_by_those_who_may(company):
    address = reverse("dunning:supervision", args=[company.creditor])
    assert company.browser(Role.COLLECTOR).post(address, {"supervised": "yes"}).status_code == 302
    assert company.browser(Role.COLLECTOR).post(address, {"supervised": "no"}).status_code == 403
    page = company.browser().get(reverse("dunning:creditor_rules", args=[company.creditor])).content.decode()
    assert "Laisser de nouveau partir ce qui est automatique" in page
    company.browser().post(address, {"supervised": "no"})
    assert queries.supervised(SYSTEM) == {}


# Caps


def test_a_cap_may_only_be_stricter():
    assert check_stricter("sms_7", 1, for_consumers=False).most == 2
    with pytest.raises(LooserCap):
        check_stricter("sms_7", 3, for_consumers=False)
    with pytest.raises(LooserCap):
        check_stricter("sms_7", 0, for_consumers=False)
    with pytest.raises(UnknownCap):
        check_stricter("pigeon_7", 1, for_consumers=False)


def test_a_stricter_cap_makes_a_contact_wait_longer():
    week = [ContactEvent(ON - timedelta(days=2), Channel.SMS, True)]
    assert cap_ends_on(week, Channel.SMS, is_consumer=False, on=ON) is None
    strict = stricter(BUSINESS_CAPS, {"sms_7": 1, "call_7": 99})
    assert cap_ends_on(week, Channel.SMS, is_consumer=False, on=ON, caps=strict) == ON + timedelta(days=5)


def test_caps_are_kept_on_screen_and_the_product_s_own_figure_removes_the_change(company):
    address = reverse("dunning:caps_set", args=[company.creditor])
    ours = {each.cap.code: each.most for each in queries.own_caps(SYSTEM, company.creditor) if not each.for_consumers}
    company.browser().post(address, {**ours, "sms_7": "1", "consumers": ""})
    assert [cap.most for cap in queries.caps_of(SYSTEM, company.creditor)[False] if cap.code == "sms_7"] == [1]
    refused = company.browser().post(address, {**ours, "sms_7": "9", "consumers": ""})
    assert refused.status_code == 422
    company.browser().post(address, {**ours, "consumers": ""})
    assert [cap.most for cap in queries.caps_of(SYSTEM, company.creditor)[False] if cap.code == "sms_7"] == [2]


def test_nothing_is_planned_on_a_day_the_company_closes(company):
    days.close_day(SYSTEM, company.creditor, day=ON)
    assert actions.run_dunning(SYSTEM).planned == {}


# What legal letters say of the company


def test_the_mediator_and_who_takes_over_are_the_company_s(company):
    creditor_actions.update_creditor(
        SYSTEM, company.creditor, mediator_name="CM2C", mediator_address="49 rue de Ponthieu, 75008 Paris", mediator_site="cm2c.net",
        handover_to="notre avocat", handover_for="une injonction de payer",
    )  # fmt: skip
    said = legal_said(
        creditors.creditor(SYSTEM, company.creditor), Notice(date(2026, 11, 3), date(2026, 11, 5)), transfer_on=date(2026, 12, 1)
    )
    assert said == {
        "mediator_block": "CM2C, 49 rue de Ponthieu, 75008 Paris, cm2c.net", "next_actor": "notre avocat",
        "procedure_label": "une injonction de payer", "transfer_date": date(2026, 12, 1), "med_date": date(2026, 11, 3),
        "med_received_date": date(2026, 11, 5),
    }  # fmt: skip


def test_what_the_company_does_not_say_is_left_out(company):
    said = legal_said(creditors.creditor(SYSTEM, company.creditor), None, transfer_on=date(2026, 12, 1))
    assert said == {"transfer_date": date(2026, 12, 1)}


@pytest.mark.parametrize("code", ["MED_B2C", "FINAL_NOTICE"])
def test_the_notice_of_a_consumer_and_the_last_notice_are_written_with_what_the_company_says(company, code):
    creditor_actions.update_creditor(
        SYSTEM, company.creditor, mediator_name="CM2C", handover_to="notre avocat", handover_for="une injonction de payer"
    )
    notice = Notice(date(2026, 11, 3), date(2026, 11, 5))
    said = legal_said(creditors.creditor(SYSTEM, company.creditor), notice, transfer_on=date(2026, 12, 1))
    invented = sample("fr")
    kept = {
        name: value for name, value in invented.more.items() if name not in {"mediator_block", "next_actor", "procedure_label", "med_date"}
    }
    text = render(messages.template(SYSTEM, code, "fr"), replace(invented, more={**kept, **said})).text
    assert ("CM2C" in text) == (code == "MED_B2C")
    assert ("notre avocat en vue de une injonction de payer" in text.replace("\n", " ")) == (code == "FINAL_NOTICE")


def test_why_a_message_could_not_be_made_is_kept_and_told_in_the_reader_s_language(company):
    creditor_actions.update_creditor(SYSTEM, company.creditor, email="", phone="")
    actions.run_dunning(SYSTEM)
    actions.release(SYSTEM, on=ON)
    failed = PlannedAction.objects.get(state="failed")
    assert set(failed.reason["failed"]) == {"name", "values"}
    french, english = (told_in(language, failed.reason["failed"]) for language in ("fr", "en"))
    assert french
    assert english
    assert french != english


def told_in(language: str, kept: object) -> str:
    with override(language):
        return kept_refusal_text(kept, gettext)
