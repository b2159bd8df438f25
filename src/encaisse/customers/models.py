from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from encaisse.files.models import Blob


class PartyKind(models.TextChoices):
    COMPANY = "company"
    PERSON = "person"
    PUBLIC_BODY = "public_body"


class CustomerKind(models.TextChoices):
    BUSINESS = "business"
    CONSUMER = "consumer"
    PUBLIC_BODY = "public_body"
    AFFILIATE = "affiliate"
    EMPLOYEE = "employee"
    MISCELLANEOUS = "miscellaneous"  # « clients divers »: a collective customer


class Segment(models.TextChoices):
    """The segments of the seven scenarios; a creditor maps each to a scenario."""

    KEY_ACCOUNT = "KEY_ACCOUNT"
    SME = "SME"
    SMALL = "SMALL"
    CONSUMER = "CONSUMER"
    PUBLIC = "PUBLIC"
    CLOSE_FOLLOW_UP = "CLOSE_FOLLOW_UP"
    STRATEGIC = "STRATEGIC"


class AddressChannel(models.TextChoices):
    EMAIL = "email"
    PHONE = "phone"
    MOBILE = "mobile"
    POSTAL = "postal"
    FAX = "fax"


class Health(models.TextChoices):
    UNKNOWN = "unknown"
    GOOD = "good"
    DOUBTFUL = "doubtful"
    DEAD = "dead"


class Party(models.Model):
    """The person or company behind the customers, once for all creditors: contact caps count on it."""

    kind = models.CharField(max_length=16, choices=PartyKind.choices, default=PartyKind.COMPANY)
    siren = models.CharField(max_length=9, blank=True, db_index=True)
    vat_number = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "customers_party"

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A group of customers under one control."""

    creditor = models.ForeignKey("creditors.Creditor", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)

    class Meta:
        db_table = "customers_group"
        constraints = [models.UniqueConstraint(fields=["creditor", "name"], name="a_group_name_is_used_once_per_creditor")]

    def __str__(self) -> str:
        return self.name


class Customer(models.Model):
    """A customer of one creditor. `payer_id` is whom to dun: itself, unless another pays (filled by trigger when left empty)."""

    creditor = models.ForeignKey("creditors.Creditor", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=CustomerKind.choices, default=CustomerKind.BUSINESS)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="customers")
    payer = models.ForeignKey("self", on_delete=models.PROTECT, related_name="paid_for", null=True, db_index=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="customers", null=True)
    segment = models.CharField(max_length=24, choices=Segment.choices, default=Segment.SME)
    region = models.CharField(max_length=24, default="FR")
    language = models.CharField(max_length=2, default="fr")
    terms_code = models.CharField(max_length=32, blank=True)
    name = models.CharField(max_length=200)
    street = models.TextField(blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="FR")
    siret = models.CharField(max_length=14, blank=True)
    service_code = models.CharField(max_length=100, blank=True)
    collector_id = models.BigIntegerField(null=True)
    salesperson_id = models.BigIntegerField(null=True)
    instruction = models.TextField(blank=True)  # « consigne »: pinned on top of the customer file
    instruction_by_name = models.CharField(max_length=120, blank=True, db_default="")
    instruction_at = models.DateTimeField(null=True)
    search_text = models.TextField(blank=True)
    sort_key = models.CharField(max_length=240, blank=True, db_collation="C")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "customers_customer"
        constraints = [
            models.UniqueConstraint(fields=["creditor", "code"], name="a_customer_code_is_used_once_per_creditor"),
            models.UniqueConstraint(fields=["creditor", "id"], name="customers_by_creditor"),
        ]
        indexes = [
            models.Index(fields=["payer"], name="customers_by_payer"),
            models.Index(fields=["id"], include=["payer"], condition=~Q(payer=F("id")), name="customers_paid_by_another"),
            models.Index(fields=["creditor", "sort_key", "id"], name="customers_in_french_order"),
            models.Index(fields=["sort_key", "id"], name="customers_by_name"),
            models.Index(fields=["code", "id"], name="customers_by_code"),
            models.Index(fields=["collector_id"], name="customers_by_collector"),
            models.Index(fields=["salesperson_id"], name="customers_by_salesperson"),
            GinIndex(SearchVector("search_text", config="simple"), name="customers_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class LastFact(models.Model):
    """When something was last recorded about a customer, in any room: tells the daily run whom to decide again."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, primary_key=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "customers_last_fact"
        indexes = [models.Index(fields=["recorded_at"], name="last_facts_by_instant")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.recorded_at}"


class Assignment(models.Model):
    """Who looks after a customer, or which scenario it follows, from one day to another."""

    class Duty(models.TextChoices):
        COLLECTOR = "collector"
        SALESPERSON = "salesperson"
        SCENARIO = "scenario"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="assignments")
    creditor_id = models.BigIntegerField()
    duty = models.CharField(max_length=16, choices=Duty.choices)
    value_id = models.BigIntegerField()
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        db_table = "customers_assignment"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "duty"], condition=Q(to_on__isnull=True), name="a_duty_is_assigned_to_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.duty} {self.value_id}"


class Habit(models.Model):
    """A customer's usual payment day (1–31): proposed, confirmed by a person, dropped after misses."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="habits")
    creditor_id = models.BigIntegerField()
    kind = models.CharField(max_length=16, default="payment_day")
    value = models.SmallIntegerField()
    proposed_on = models.DateField()
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_on = models.DateField(null=True)
    dropped_on = models.DateField(null=True)

    class Meta:
        db_table = "customers_habit"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind"], condition=Q(dropped_on__isnull=True), name="a_customer_has_one_habit_of_a_kind"
            ),
            models.CheckConstraint(condition=Q(value__range=(1, 31)), name="a_payment_day_is_a_day_of_the_month"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.value}"


class Contact(models.Model):
    """A person or department at the customer's."""

    class Duty(models.TextChoices):
        ACCOUNTS_PAYABLE = "accounts_payable"
        BUYER = "buyer"
        MANAGEMENT = "management"
        LEGAL = "legal"
        RECEPTION = "reception"
        OTHER = "other"

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contacts")
    creditor_id = models.BigIntegerField()
    duty = models.CharField(max_length=24, choices=Duty.choices, default=Duty.ACCOUNTS_PAYABLE)
    name = models.CharField(max_length=120, blank=True)
    first_name = models.CharField(max_length=80, blank=True)
    salutation = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, blank=True)
    preferred_channel = models.CharField(max_length=16, blank=True)
    is_main = models.BooleanField(default=False)
    left_on = models.DateField(null=True)
    back_on = models.DateField(null=True)  # away until then: what we write goes to somebody else if it can
    away_noted_on = models.DateField(null=True)
    stand_in = models.CharField(max_length=200, blank=True, db_default="")

    class Meta:
        db_table = "customers_contact"
        constraints = [
            models.UniqueConstraint(fields=["customer", "id"], name="contacts_by_customer"),
            models.UniqueConstraint(
                fields=["customer"], condition=Q(is_main=True, left_on__isnull=True), name="a_customer_has_one_main_contact"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """Where a contact is reached. `address_digest` is the keyed digest of the normalised address, for look-up across customers."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses", db_constraint=False, db_index=False)
    customer_id = models.BigIntegerField()
    creditor_id = models.BigIntegerField()
    channel = models.CharField(max_length=12, choices=AddressChannel.choices)
    address = models.TextField()
    address_digest = models.BinaryField(max_length=32)
    health = models.CharField(max_length=12, choices=Health.choices, default=Health.UNKNOWN)
    health_since = models.DateField(null=True)
    health_reason = models.CharField(max_length=120, blank=True)
    objected_at = models.DateTimeField(null=True)  # of a number: to calls; else to whatever goes there
    objection = models.CharField(max_length=12, blank=True, db_default="")  # how it was told: complaint, unsubscribe; empty: by a person
    sms_objected_at = models.DateTimeField(null=True)  # of a mobile: to SMS, which says nothing of calls
    sms_objection = models.CharField(max_length=12, blank=True, db_default="")  # how it was told: stop; empty: by a person

    class Meta:
        db_table = "customers_address"
        constraints = [
            models.UniqueConstraint(
                fields=["customer_id", "contact", "channel", "address_digest"], name="a_contact_has_an_address_once_per_channel"
            ),
            models.CheckConstraint(condition=Q(sms_objected_at=None) | Q(channel="mobile"), name="only_a_mobile_objects_to_sms"),
        ]
        indexes = [
            models.Index(fields=["customer_id", "channel"], name="addresses_by_customer"),
            models.Index(fields=["address_digest"], name="addresses_by_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.channel}"


class Note(models.Model):
    """A note on the customer file, as it was written; restricted notes are seen by few."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="notes")
    creditor_id = models.BigIntegerField()
    body = models.TextField()
    is_restricted = models.BooleanField(default=False)
    written_by = models.BigIntegerField(null=True)
    written_by_name = models.CharField(max_length=120, blank=True)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "customers_note"
        indexes = [models.Index(fields=["customer", "-written_at"], name="notes_by_customer")]

    def __str__(self) -> str:
        return self.body[:40]


class Mention(models.Model):
    """A colleague named in a note (« @Nadia »): told until they have read it."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions")
    customer_id = models.BigIntegerField()
    creditor_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "customers_mention"
        constraints = [models.UniqueConstraint(fields=["note", "user_id"], name="a_note_names_a_colleague_once")]
        indexes = [models.Index(fields=["user_id", "-id"], condition=Q(read_at__isnull=True), name="mentions_to_read")]

    def __str__(self) -> str:
        return f"{self.note_id} @{self.user_id}"


class Attachment(models.Model):
    """A file put on the customer file, with a note or by itself: kept by its hash, downloaded, never run."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="attachments")
    creditor_id = models.BigIntegerField()
    note = models.ForeignKey(Note, on_delete=models.CASCADE, null=True, related_name="attachments")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, db_column="sha256", related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    is_restricted = models.BooleanField(default=False)
    attached_by = models.BigIntegerField(null=True)
    attached_by_name = models.CharField(max_length=120, blank=True)
    attached_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "customers_attachment"
        indexes = [models.Index(fields=["customer", "-attached_at"], name="attachments_by_customer")]

    def __str__(self) -> str:
        return self.name


class SupplierPortal(models.Model):
    """A portal through which customers want what is sent to them: Ariba, Coupa, Chorus Pro… One list for the organisation."""

    name = models.CharField(max_length=60, unique=True)
    address = models.CharField(max_length=250, blank=True)
    instructions = models.TextField(blank=True)
    retired_on = models.DateField(null=True)

    class Meta:
        db_table = "customers_supplier_portal"

    def __str__(self) -> str:
        return self.name


class CustomerPortal(models.Model):
    """The portal a customer wants everything sent through, from one day to another. Who has the login is known; the password never."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="portals")
    creditor_id = models.BigIntegerField()
    portal = models.ForeignKey(SupplierPortal, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=250, blank=True)  # this customer's own page there, when it has one
    supplier_number = models.CharField(max_length=60, blank=True)
    login_holder = models.CharField(max_length=120, blank=True)
    instructions = models.TextField(blank=True)
    since_on = models.DateField()
    ended_on = models.DateField(null=True)
    aside_until = models.DateField(null=True)  # the portal does not work: until then, what we write goes another way
    aside_reason = models.CharField(max_length=120, blank=True)

    class Meta:
        db_table = "customers_portal"
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(ended_on__isnull=True), name="a_customer_has_one_portal_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.portal_id}"
