from django.db import models

from encaisse.messages.models.outbox import Message


class JoinedCustomer(models.Model):
    """A customer of another creditor that a joint message speaks to as well: same address, a block and an IBAN of its own."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="joined")
    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    party_id = models.BigIntegerField()

    class Meta:
        db_table = "messages_joined_customer"
        constraints = [models.UniqueConstraint(fields=["message", "customer_id"], name="a_customer_joins_a_message_once")]
        indexes = [models.Index(fields=["customer_id", "message"], name="joint_messages_by_customer")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.customer_id}"


class JointWords(models.Model):
    """What a joint message said for one of its customers alone, kept as it left: for whoever may not see the others."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="words_apart")
    creditor_id = models.BigIntegerField()
    customer_id = models.BigIntegerField()
    words = models.TextField()

    class Meta:
        db_table = "messages_joint_words"
        constraints = [models.UniqueConstraint(fields=["message", "customer_id"], name="a_joint_message_says_one_thing_to_a_customer")]

    def __str__(self) -> str:
        return f"{self.message_id} {self.customer_id}"
