"""Who is looking or acting, what they may do, and on whose data. Pure: built by `people`, asked by every room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from encaisse.kit.refusals import NotAllowed


class Role(StrEnum):
    COLLECTOR = "COLLECTOR"
    CREDIT_MANAGER = "CREDIT_MANAGER"
    CFO = "CFO"
    SALESPERSON = "SALESPERSON"
    SALES_MANAGER = "SALES_MANAGER"
    ORDER_ADMIN = "ORDER_ADMIN"
    ACCOUNTANT = "ACCOUNTANT"
    LEGAL = "LEGAL"
    GENERAL_MANAGEMENT = "GENERAL_MANAGEMENT"
    AGENCY_COLLECTOR = "AGENCY_COLLECTOR"
    MANDATOR = "MANDATOR"
    DEBTOR_PORTAL = "DEBTOR_PORTAL"
    AUDITOR = "AUDITOR"
    ADMIN = "ADMIN"
    OUTSIDE_COLLECTOR = "OUTSIDE_COLLECTOR"


class Permission(StrEnum):
    CUSTOMER_VIEW = "customer.view"
    CUSTOMER_EDIT_CONTACT = "customer.edit_contact"
    CUSTOMER_INSTRUCT = "customer.instruct"
    CUSTOMER_ASSIGN = "customer.assign"
    INVOICE_VIEW = "invoice.view"
    NOTE_VIEW = "customer.note.view"
    NOTE_RESTRICTED_VIEW = "customer.note.restricted.view"
    ACTION_CREATE = "action.create"
    ACTION_SEND_TEMPLATE = "action.send_template"
    MESSAGE_APPROVE = "message.approve"
    TEMPLATE_EDIT = "template.edit"
    TEMPLATE_LEGAL_APPROVE = "template.legal.approve"
    SCENARIO_EDIT = "scenario.edit"
    SCENARIO_ASSIGN = "scenario.assign"
    SCENARIO_HOLD = "scenario.hold"
    DUNNING_RUN = "dunning.run"
    IMPORT_RUN = "import.run"
    INTEGRATION_MANAGE = "integration.manage"
    LIST_EXPORT = "list.export"
    PORTFOLIO_CLOSE = "portfolio.close"
    PROMISE_CREATE = "promise.create"
    PLAN_CREATE = "plan.create"
    PLAN_APPROVE = "plan.approve"
    DISPUTE_CREATE = "dispute.create"
    DISPUTE_RESOLVE = "dispute.resolve"
    DISPUTE_ARBITRATE = "dispute.arbitrate"
    CREDIT_NOTE_REQUEST = "credit_note.request"
    CREDIT_NOTE_APPROVE = "credit_note.approve"
    PAYMENT_ALLOCATE = "payment.allocate"
    PAYMENT_VIEW = "payment.view"
    BANK_DETAILS_EDIT = "bank_details.edit"
    PENALTY_COMPUTE = "penalty.compute"
    PENALTY_WAIVE = "penalty.waive"
    WRITEOFF_PROPOSE = "writeoff.propose"
    WRITEOFF_APPROVE = "writeoff.approve"
    LIMIT_VIEW = "limit.view"
    LIMIT_REQUEST = "limit.request"
    LIMIT_APPROVE = "limit.approve"
    SCORE_VIEW = "score.view"
    BLOCK_REQUEST = "block.request"
    BLOCK_VOTE_FINANCE = "block.vote.finance"
    BLOCK_VOTE_SALES = "block.vote.sales"
    BLOCK_ARBITRATE = "block.arbitrate"
    BLOCK_DEROGATE = "block.derogate"
    ORDER_RELEASE = "order.release"
    LEGAL_OPEN = "legal.open"
    LEGAL_STEP = "legal.step"
    INSURANCE_DECLARE = "insurance.declare"
    MANDATE_MANAGE = "mandate.manage"
    REMITTANCE_CREATE = "remittance.create"
    REMITTANCE_APPROVE = "remittance.approve"
    CALL_RECORDING_PLAY = "call.recording.play"
    REPORT_VIEW = "report.view"
    COMMISSION_VIEW = "commission.view"
    EXPORT_DATA = "export.data"
    GDPR_REQUEST = "gdpr.request"
    AUDIT_VIEW = "audit.log.view"
    USER_MANAGE = "user.manage"
    SETTINGS_EDIT = "settings.edit"
    TEAM_MANAGE = "team.manage"


class Mode(StrEnum):
    """How far a permission goes: doing it, asking for it, approving it, or only looking."""

    ACT = "act"
    REQUEST = "request"
    APPROVE = "approve"
    VIEW = "view"


class Scope(StrEnum):
    """On whose data: everything of the creditors, the team's or own customers, one's own file, mandated claims."""

    ALL = "all"
    TEAM = "team"
    PORTFOLIO = "portfolio"
    OWN = "own"
    MANDATED = "mandated"


CHANGING = frozenset({Mode.ACT, Mode.APPROVE})
# Permissions that change nothing: looking is enough.
LOOKING = frozenset(permission for permission in Permission if permission.value.endswith(".view")) | {
    Permission.EXPORT_DATA,
    Permission.LIST_EXPORT,
    Permission.CALL_RECORDING_PLAY,
    Permission.PENALTY_COMPUTE,
}


@dataclass(frozen=True, slots=True)
class Grant:
    """How far a permission goes. `also_approves`: one of several roles approves what another one does."""

    permission: Permission
    mode: Mode
    scope: Scope
    also_approves: bool = False

    def allows(self, mode: Mode | None) -> bool:
        """Say whether the grant is enough for a mode; without one, a change needs to act or approve, and a look needs to look."""
        match mode:
            case Mode.ACT:
                return self.mode is Mode.ACT
            case Mode.APPROVE:
                return self.mode is Mode.APPROVE or self.also_approves
            case Mode.REQUEST:
                return self.mode is not Mode.VIEW
            case Mode.VIEW:
                return self.mode is not Mode.REQUEST
            case None:
                return self.mode in CHANGING or (self.mode is Mode.VIEW and self.permission in LOOKING)


@dataclass(frozen=True, slots=True)
class Actor:
    """One person (or the system, or a signed link) looking at or changing the facts.

    `creditors` are the creditor ids in reach, or every one of the organisation with `all_creditors`; `own_ids` are the user ids whose
    customers count as one's own (oneself, and those one stands in for), `team_ids` those of the team. `customer_id` bounds a signed
    link to one customer. `works_alone` is the company of one: the same person may confirm what elsewhere takes two.
    Never a list of customers: queries join `customers.queries.in_scope(actor)`.
    """

    user_id: int | None
    name: str
    roles: frozenset[Role] = frozenset()
    grants: Mapping[Permission, Grant] = field(default_factory=dict)
    creditors: frozenset[int] = frozenset()
    own_ids: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()
    customer_id: int | None = None
    language: str = "fr"
    is_system: bool = False
    all_creditors: bool = False
    works_alone: bool = False

    def reaches(self, creditor_id: int) -> bool:
        return self.all_creditors or creditor_id in self.creditors

    def may(self, permission: Permission) -> Grant | None:
        return self.grants.get(permission)

    def passes(self, permission: Permission, *, mode: Mode | None = None) -> bool:
        """Tell whether `must` would let this actor through."""
        grant = self.grants.get(permission)
        return grant is not None and grant.allows(mode)

    def must(self, permission: Permission, *, mode: Mode | None = None) -> Grant:
        """Return the grant, or refuse. Without `mode`, whoever may only look is let through where there is only looking to do."""
        if not self.passes(permission, mode=mode):
            raise NotAllowed(permission=permission.value)
        return self.grants[permission]


def system_actor(creditors: frozenset[int] | None = None, *, name: str = "Encaisse") -> Actor:
    """Return the actor of background work: every permission on the given creditors (or on all), and a name of its own in the audit."""
    grants = {permission: Grant(permission, Mode.ACT, Scope.ALL) for permission in Permission}
    reach = creditors or frozenset()
    return Actor(user_id=None, name=name, grants=grants, creditors=reach, all_creditors=creditors is None, is_system=True)
