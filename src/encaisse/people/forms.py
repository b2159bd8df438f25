from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from encaisse.kit.actor import Role
from encaisse.people.rules import Person, Team
from encaisse.ui.words import ROLE_NAMES


def role_choices() -> list[tuple[str, Any]]:
    return [(role.value, ROLE_NAMES[role]) for role in Role if role is not Role.DEBTOR_PORTAL]


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=32, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    signature = forms.CharField(
        label=_("Signature of my e-mails"), widget=forms.Textarea(attrs={"rows": 4}), required=False, max_length=2000
    )


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=role_choices, widget=forms.CheckboxSelectMultiple)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=role_choices)
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)
    from_on = forms.DateField(label=_("From"))
    to_on = forms.DateField(label=_("Until"), required=False)

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "—"), *((team.id, team.name) for team in teams)]  # type: ignore[attr-defined]


class AbsenceForm(forms.Form):
    from_on = forms.DateField(label=_("First day away"))
    to_on = forms.DateField(label=_("Last day away"))
    stand_in = forms.TypedChoiceField(label=_("Who stands in"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, colleagues: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].choices = [("", "—"), *((person.id, person.name) for person in colleagues)]  # type: ignore[attr-defined]


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name of the team"), max_length=80)


class TeamMembersForm(TeamForm):
    manager = forms.TypedChoiceField(
        label=_("Who leads it"), required=False, coerce=int, empty_value=None, help_text=_("Notes the absences of its members.")
    )
    members = forms.TypedMultipleChoiceField(label=_("Members"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, colleagues: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(person.id, person.name) for person in colleagues]
        self.fields["manager"].choices = [("", "—"), *known]  # type: ignore[attr-defined]
        self.fields["members"].choices = known  # type: ignore[attr-defined]


class ColleagueAbsenceForm(AbsenceForm):
    who = forms.TypedChoiceField(label=_("Who is away"), coerce=int)
    field_order = ("who", "from_on", "to_on", "stand_in")

    def __init__(self, *args: Any, led: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [(person.id, person.name) for person in led]  # type: ignore[attr-defined]
