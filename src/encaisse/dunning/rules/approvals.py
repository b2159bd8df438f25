"""Who may let an action leave. Levels 4 and 5 are always approved by a person, and by each role their step names."""

from collections.abc import Collection

from encaisse.kit.refusals import Refusal, gettext_noop


class NotToApprove(Refusal):
    sentence = gettext_noop("This action is already “%(state)s”: it cannot be approved any more. Reload the page.")


class ApprovedByAnother(Refusal):
    sentence = gettext_noop(
        "%(name)s approved this already (%(at)s): it leaves once, nothing is sent twice. Reload the page to see what is left."
    )


class NotToWithdraw(Refusal):
    sentence = gettext_noop("This action is already “%(state)s”: only one that has not left can be withdrawn.")


class AnotherRoleApproves(Refusal):
    sentence = gettext_noop("This action waits for the approval of: %(roles)s. Your own role is not one of them.")


def approvals_after(
    needed: Collection[str], given: Collection[str], roles: Collection[str], *, works_alone: bool
) -> tuple[frozenset[str], bool]:
    """Return the roles that have approved once this person does, and whether all that are needed have.

    Raises AnotherRoleApproves when the person has none of the roles still needed; whoever works alone stands for all of them.
    """
    missing = frozenset(needed) - frozenset(given)
    if not missing or works_alone:
        return frozenset(given) | missing, True
    now_given = missing & frozenset(roles)
    if not now_given:
        raise AnotherRoleApproves(roles=", ".join(sorted(missing)))
    return frozenset(given) | now_given, now_given == missing


def roles_missing(needed: Collection[str], given: Collection[str]) -> frozenset[str]:
    """Return the roles whose approval is still needed; empty: one person is enough."""
    return frozenset(needed) - frozenset(given)
