from django.db import models
from django.db.models import Q

from encaisse.messages.models.channels import Connection


class FaxGateway(Connection):
    """The address that faxes what is mailed to it, for one creditor."""

    creditor_id = models.BigIntegerField(unique=True)
    pattern = models.CharField(max_length=254)

    class Meta:
        db_table = "messages_fax_gateway"
        constraints = [models.CheckConstraint(condition=~Q(pattern=""), name="a_fax_gateway_has_an_address")]

    def __str__(self) -> str:
        return self.pattern
