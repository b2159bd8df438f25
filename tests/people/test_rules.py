import csv
from datetime import UTC, datetime

import pytest

from encaisse.kit.actor import Actor, Grant, Mode, Permission, Role, Scope
from encaisse.kit.refusals import NotAllowed
from encaisse.people.rules import (
    SOLO_ROLES,
    AdministratorsManageUsers,
    LinkState,
    OwnStandIn,
    UnknownLetter,
    check_absence,
    check_letter,
    combine,
    grant_of,
    grants_of,
    link_state,
    shipped_table,
)
from shared import shared

ADDED = {
    Permission.IMPORT_RUN,
    Permission.DUNNING_RUN,
    Permission.MESSAGE_APPROVE,
    Permission.CUSTOMER_ASSIGN,
    Permission.CUSTOMER_INSTRUCT,
    Permission.LIST_EXPORT,
    Permission.PORTFOLIO_CLOSE,
    Permission.INTEGRATION_MANAGE,
    Permission.TEAM_MANAGE,
}
VIEW = Permission.CUSTOMER_VIEW
WAIVE = Permission.PENALTY_WAIVE


def for_all(*roles):
    return [(role, None) for role in roles]


def test_every_permission_has_a_letter_for_every_role():
    assert set(shipped_table()) == {(permission, role) for permission in Permission for role in Role}


def test_the_table_says_what_the_field_reference_says():
    with shared("domain/permissions.csv").open(encoding="utf-8", newline="") as file:
        reference = {(row["permission"], role): row[role] for row in csv.DictReader(file) for role in Role}
    ours = {(permission.value, role): letter for (permission, role), letter in shipped_table().items() if permission not in ADDED}
    assert ours == reference


@pytest.mark.parametrize(
    ("letter", "role", "mode", "scope"),
    [
        pytest.param("A", Role.CFO, Mode.ACT, Scope.ALL, id="A acts on everything"),
        pytest.param("P", Role.COLLECTOR, Mode.ACT, Scope.PORTFOLIO, id="P acts on the own portfolio"),
        pytest.param("T", Role.SALES_MANAGER, Mode.ACT, Scope.TEAM, id="T acts on the team's portfolio"),
        pytest.param("S", Role.DEBTOR_PORTAL, Mode.ACT, Scope.OWN, id="S acts on the own file"),
        pytest.param("M", Role.MANDATOR, Mode.ACT, Scope.MANDATED, id="M acts on mandated claims"),
        pytest.param("V", Role.AUDITOR, Mode.VIEW, Scope.ALL, id="V looks at everything"),
        pytest.param("V", Role.MANDATOR, Mode.VIEW, Scope.MANDATED, id="V of a mandator looks at mandated claims only"),
        pytest.param("R", Role.COLLECTOR, Mode.REQUEST, Scope.PORTFOLIO, id="R of a collector asks for the own portfolio"),
        pytest.param("R", Role.ACCOUNTANT, Mode.REQUEST, Scope.ALL, id="R of an accountant asks for everything"),
        pytest.param("X", Role.CFO, Mode.APPROVE, Scope.ALL, id="X approves everything"),
        pytest.param("X", Role.SALES_MANAGER, Mode.APPROVE, Scope.TEAM, id="X of a sales manager approves for the team"),
    ],
)
def test_each_letter_gives_its_grant(letter, role, mode, scope):
    assert grant_of(VIEW, role, letter) == Grant(VIEW, mode, scope)


def test_a_dash_gives_nothing():
    assert grant_of(VIEW, Role.CFO, "-") is None


def test_the_wider_of_two_roles_wins():
    grants = grants_of(for_all(Role.COLLECTOR, Role.CREDIT_MANAGER), {})
    assert grants[Permission.CUSTOMER_EDIT_CONTACT] == Grant(Permission.CUSTOMER_EDIT_CONTACT, Mode.ACT, Scope.ALL)


def test_to_look_the_widest_scope_wins():
    assert grants_of(for_all(Role.SALESPERSON, Role.AUDITOR), {})[VIEW] == Grant(VIEW, Mode.VIEW, Scope.ALL)


def test_acting_on_a_portfolio_and_looking_at_all_never_acts_on_all():
    act, look = Grant(Permission.LEGAL_STEP, Mode.ACT, Scope.PORTFOLIO), Grant(Permission.LEGAL_STEP, Mode.VIEW, Scope.ALL)
    assert combine(act, look) == combine(look, act) == act


def test_who_acts_by_one_role_and_approves_by_another_does_both():
    grant = grants_of(for_all(Role.CREDIT_MANAGER, Role.CFO), {})[Permission.TEMPLATE_EDIT]
    assert grant == Grant(Permission.TEMPLATE_EDIT, Mode.ACT, Scope.ALL, also_approves=True)
    assert grant.allows(Mode.ACT)
    assert grant.allows(Mode.APPROVE)


@pytest.mark.parametrize(
    ("mode", "asked", "enough"),
    [
        (Mode.ACT, Mode.ACT, True),
        (Mode.ACT, Mode.APPROVE, False),
        (Mode.ACT, Mode.REQUEST, True),
        (Mode.ACT, Mode.VIEW, True),
        (Mode.ACT, None, True),
        (Mode.APPROVE, Mode.ACT, False),
        (Mode.APPROVE, Mode.APPROVE, True),
        (Mode.APPROVE, Mode.REQUEST, True),
        (Mode.APPROVE, Mode.VIEW, True),
        (Mode.REQUEST, Mode.ACT, False),
        (Mode.REQUEST, Mode.REQUEST, True),
        (Mode.REQUEST, Mode.VIEW, False),
        (Mode.REQUEST, None, False),
        (Mode.VIEW, Mode.ACT, False),
        (Mode.VIEW, Mode.REQUEST, False),
        (Mode.VIEW, Mode.VIEW, True),
        (Mode.VIEW, None, False),
    ],
)
def test_a_grant_is_enough_for_some_modes(mode, asked, enough):
    assert Grant(WAIVE, mode, Scope.ALL).allows(asked) is enough


def test_must_refuses_naming_the_permission():
    with pytest.raises(NotAllowed, match=r"penalty\.waive"):
        Actor(user_id=1, name="Léa").must(WAIVE)


def test_a_company_of_one_acts_and_approves_everything_its_roles_know():
    grants = grants_of(for_all(*SOLO_ROLES), {}, works_alone=True)
    assert set(Permission) - set(grants) <= {Permission.MANDATE_MANAGE}
    assert {(grant.mode, grant.scope, grant.also_approves) for grant in grants.values()} == {(Mode.ACT, Scope.ALL, True)}


def test_other_roles_for_another_creditor_never_widen_what_one_may_here():
    grants = grants_of([(Role.CFO, 1), (Role.COLLECTOR, 2)], {})
    assert grants[VIEW] == Grant(VIEW, Mode.ACT, Scope.PORTFOLIO)
    assert grants[WAIVE] == Grant(WAIVE, Mode.REQUEST, Scope.PORTFOLIO)
    assert Permission.WRITEOFF_APPROVE not in grants


def test_a_role_for_one_creditor_more_does_not_widen_the_role_for_all():
    assert grants_of([(Role.COLLECTOR, None), (Role.CFO, 1)], {}) == grants_of(for_all(Role.COLLECTOR), {})


def test_the_same_roles_for_two_creditors_are_held_in_full():
    assert grants_of([(Role.CFO, 1), (Role.CFO, 2)], {}) == grants_of(for_all(Role.CFO), {})


def test_the_organisation_changes_a_letter():
    changed = {(Permission.LIST_EXPORT, Role.COLLECTOR): "-"}
    assert Permission.LIST_EXPORT not in grants_of(for_all(Role.COLLECTOR), changed)


def test_a_letter_must_be_known_and_administrators_keep_managing_users():
    with pytest.raises(UnknownLetter):
        check_letter(permission=VIEW, role=Role.CFO, letter="Z")
    with pytest.raises(AdministratorsManageUsers):
        check_letter(permission=Permission.USER_MANAGE, role=Role.ADMIN, letter="-")


def test_nobody_stands_in_for_themselves():
    with pytest.raises(OwnStandIn):
        check_absence(user_id=1, stand_in_id=1, from_on=datetime(2026, 5, 1).date(), to_on=datetime(2026, 5, 2).date())


NOW = datetime(2026, 5, 12, 9, tzinfo=UTC)
LATER = datetime(2026, 5, 19, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        pytest.param({"expires_at": LATER}, LinkState.VALID, id="a fresh link opens"),
        pytest.param({"expires_at": NOW}, LinkState.EXPIRED, id="a link closes when its time has come"),
        pytest.param({"expires_at": LATER, "used_at": NOW}, LinkState.USED, id="a used link is closed"),
        pytest.param({"expires_at": LATER, "used_at": NOW, "revoked_at": NOW}, LinkState.REVOKED, id="a revoked link is revoked"),
    ],
)
def test_the_state_of_a_link(facts, state):
    assert link_state(**{"now": NOW, "used_at": None, "revoked_at": None, **facts}) is state
