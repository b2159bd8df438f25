"""Names shown for the values of `kit` that every room shows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from encaisse.kit.actor import Role

ROLE_NAMES: Mapping[Role, str | Promise] = {
    Role.COLLECTOR: _("Collector"),
    Role.CREDIT_MANAGER: _("Credit manager"),
    Role.CFO: _("Chief financial officer"),
    Role.SALESPERSON: _("Salesperson"),
    Role.SALES_MANAGER: _("Sales manager"),
    Role.ORDER_ADMIN: _("Order administration"),
    Role.ACCOUNTANT: _("Accountant"),
    Role.LEGAL: _("Legal department"),
    Role.GENERAL_MANAGEMENT: _("General management"),
    Role.AGENCY_COLLECTOR: _("Agency collector"),
    Role.MANDATOR: _("Mandator"),
    Role.DEBTOR_PORTAL: _("Customer (portal)"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMIN: _("Administrator"),
    Role.OUTSIDE_COLLECTOR: _("Outside collector"),
}
