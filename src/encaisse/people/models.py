from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Now

from encaisse.kit.actor import Role
from encaisse.people.rules import LETTERS

ROLES = [(role.value, role.value) for role in Role]


class UserManager(BaseUserManager["User"]):
    """Finds and makes users by e-mail address, whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        user = self.model(email=email.strip().lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from their memberships, never from a flag here."""

    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    language = models.CharField(max_length=8, default="fr")
    signature = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    works_alone = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        db_table = "people_user"
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="a_sign_in_address_is_kept_in_small_letters"),
            models.UniqueConstraint(fields=["works_alone"], condition=Q(works_alone=True), name="only_one_person_works_alone"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.email = self.email.strip().lower()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class Team(models.Model):
    """People whose customers are looked after together."""

    name = models.CharField(max_length=80, unique=True)
    manager = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="leads")

    class Meta:
        db_table = "people_team"

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role held by a person, from a day to a day, for one creditor or (without one) for all of the organisation."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=24, choices=ROLES)
    creditor_id = models.BigIntegerField(null=True)
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="memberships")
    from_on = models.DateField()
    to_on = models.DateField(null=True)

    class Meta:
        db_table = "people_membership"
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="a_membership_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(role__in=[role.value for role in Role]), name="a_membership_has_a_known_role"),
            models.UniqueConstraint(
                fields=["user", "role", "creditor_id"],
                condition=Q(to_on=None),
                nulls_distinct=False,
                name="a_role_is_open_once_per_creditor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Absence(models.Model):
    """A person is away; a colleague looks after their customers."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="stands_in")
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        db_table = "people_absence"
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="an_absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(stand_in=F("user")), name="nobody_stands_in_for_themselves"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.from_on} {self.to_on}"


class PermissionRow(models.Model):
    """What an administrator changed in the table of permissions; what is not here is as `data/permissions.csv` says."""

    permission = models.CharField(max_length=40)
    role = models.CharField(max_length=24, choices=ROLES)
    letter = models.CharField(max_length=1)

    class Meta:
        db_table = "people_permission"
        constraints = [
            models.UniqueConstraint(fields=["permission", "role"], name="a_permission_has_one_letter_per_role"),
            models.CheckConstraint(condition=Q(letter__in=list(LETTERS)), name="a_permission_letter_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.permission} {self.role} {self.letter}"


class SignedLink(models.Model):
    """A link that lets its holder do one thing about one subject, until it expires, is used up or is revoked."""

    token_digest = models.BinaryField(max_length=32, unique=True)
    purpose = models.CharField(max_length=32)
    subject_id = models.BigIntegerField()
    creditor_id = models.BigIntegerField(null=True)
    customer_id = models.BigIntegerField(null=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "people_signed_link"

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_id}"
