import re
from datetime import date

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from encaisse.kit.actor import Role, system_actor
from encaisse.people import actions, queries
from encaisse.people.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "un mot de passe long"
SYSTEM = system_actor()


def held_roles(user_id: int) -> set[Role]:
    return set(queries.actor_of(user_id, on=timezone.localdate()).roles)


def test_the_list_shows_users_with_their_roles(admin, hire):
    hire("lea@exemple.fr", Role.COLLECTOR)
    page = admin.get("/settings/users/").content.decode()
    assert "lea@exemple.fr" in page
    assert "Chargé de recouvrement" in page


def test_the_list_is_refused_without_the_permission(hire, client_of):
    assert client_of(hire("lea@exemple.fr", Role.COLLECTOR)).get("/settings/users/").status_code == 403


def test_an_invited_user_chooses_a_password_and_signs_in(admin, client):
    answer = admin.post("/settings/users/invite/", {"name": "Léa", "email": "lea@exemple.fr", "language": "fr", "roles": ["COLLECTOR"]})
    link = re.search(r'value="http://testserver(/accounts/password/reset/key/[^"]+)"', answer.content.decode())[1]
    user = User.objects.get(email="lea@exemple.fr")
    assert held_roles(user.id) == {Role.COLLECTOR}
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert client.login(username="lea@exemple.fr", password=PASSWORD)


def test_inviting_somebody_twice_says_so_on_the_form(admin, hire):
    hire("lea@exemple.fr")
    answer = admin.post("/settings/users/invite/", {"name": "Léa", "email": "LEA@exemple.fr", "language": "fr", "roles": ["CFO"]})
    assert answer.status_code == 422
    assert "existe déjà" in answer.content.decode()


def test_a_role_is_given_and_ended(admin, hire):
    lea = hire("lea@exemple.fr")
    admin.post(f"/settings/users/{lea}/role/", {"role": "CFO", "team": "", "from_on": "2026-01-01", "to_on": ""})
    assert held_roles(lea) == {Role.CFO}
    held = queries.user_file(SYSTEM, lea).roles[0]
    admin.post(f"/settings/users/{lea}/role/{held.id}/end/")
    assert held_roles(lea) == set()


def test_a_role_held_already_is_refused_on_the_form(admin, hire):
    lea = hire("lea@exemple.fr", Role.CFO)
    answer = admin.post(f"/settings/users/{lea}/role/", {"role": "CFO", "team": "", "from_on": "2026-01-01", "to_on": ""})
    assert answer.status_code == 422


def test_an_absence_is_noted_for_somebody_and_for_oneself(admin, hire, client_of):
    lea, marc = hire("lea@exemple.fr", Role.COLLECTOR), hire("marc@exemple.fr", Role.COLLECTOR)
    admin.post(f"/settings/users/{lea}/absence/", {"from_on": "2026-05-01", "to_on": "2026-05-08", "stand_in": marc})
    client_of(marc).post("/me/absence/", {"from_on": "2026-06-01", "to_on": "2026-06-02", "stand_in": lea})
    assert queries.stand_ins(SYSTEM, [lea, marc], on=date(2026, 5, 8)) == {lea: marc}
    assert queries.stand_ins(SYSTEM, [lea, marc], on=date(2026, 6, 1)) == {marc: lea}


def test_a_user_loses_and_regains_access(admin, hire, client_of):
    lea = hire("lea@exemple.fr", Role.COLLECTOR)
    browser = client_of(lea)
    admin.post(f"/settings/users/{lea}/active/", {"active": "no"})
    assert browser.get("/me/").status_code == 302
    admin.post(f"/settings/users/{lea}/active/", {"active": "yes"})
    assert browser.get("/me/").status_code == 200


def test_the_profile_is_changed_and_its_language_is_spoken(hire, client_of):
    lea = hire("lea@exemple.fr", Role.COLLECTOR)
    browser = client_of(lea)
    assert "Mon profil" in browser.get("/me/").content.decode()
    facts = {"name": "Léa Martin", "title": "Recouvrement", "phone": "01 02 03 04 05", "language": "en", "signature": "Léa"}
    browser.post("/me/", facts)
    card = queries.person(SYSTEM, lea)
    assert (card.name, card.phone, card.language, card.signature) == ("Léa Martin", "01 02 03 04 05", "en", "Léa")
    assert "My profile" in browser.get("/me/").content.decode()


def test_the_language_of_the_top_bar_is_kept(hire, client_of):
    lea = hire("lea@exemple.fr", Role.COLLECTOR)
    browser = client_of(lea)
    browser.post("/i18n/setlang/", {"language": "en", "next": "/me/"})
    assert "My profile" in browser.get("/me/").content.decode()
    assert queries.person(SYSTEM, lea).language == "en"


def test_a_letter_of_the_table_is_changed(admin, hire):
    lea = hire("lea@exemple.fr", Role.COLLECTOR)
    assert "aucune lettre n’a été changée" in admin.get("/settings/users/permissions/").content.decode()
    told = {"permission": "report.view", "role": "COLLECTOR", "letter": "-"}
    page = admin.post("/settings/users/permissions/", told, follow=True).content.decode()
    assert "report.view" not in queries.actor_of(lea, on=timezone.localdate()).grants
    assert "Les droits sont enregistrés" in page
    assert "1 lettre diffère de la table d’origine" in page
    assert page.count('class="is-changed"') == 1


def test_a_team_is_created(admin):
    admin.post("/settings/users/teams/", {"name": "Nord"})
    assert [team.name for team in queries.teams(SYSTEM, on=timezone.localdate())] == ["Nord"]


def test_the_commands_print_the_invitation(capsys, db):
    call_command("create_user", "lea@exemple.fr", "Léa", "--role", "COLLECTOR")
    assert capsys.readouterr().out.startswith("/accounts/password/reset/key/")


def test_who_has_chosen_a_password_is_shown_where_to_sign_in(client, db):
    link = actions.set_up_solo(SYSTEM, email="moi@exemple.fr", name="Moi", from_on=date(2020, 1, 1)).path
    form = client.get(link, follow=True).request["PATH_INFO"]
    page = client.post(form, {"password1": "Tournesol-2026!", "password2": "Tournesol-2026!"}, follow=True).content.decode()
    assert 'href="/accounts/login/"' in page
    assert "Votre mot de passe est choisi" in page


def test_the_solo_command_makes_one_person_the_company(db):
    call_command("solo", "moi@exemple.fr", "Moi")
    assert queries.actor_of(User.objects.get().id, on=timezone.localdate()).works_alone


def test_solo_mode_is_begun_and_left_on_screen(admin):
    admin.post("/settings/users/solo/", {"solo": "yes"})
    administrator = User.objects.get().id
    assert queries.actor_of(administrator, on=timezone.localdate()).works_alone
    admin.post("/settings/users/solo/", {"solo": "no"})
    assert not queries.actor_of(administrator, on=timezone.localdate()).works_alone


def test_solo_mode_is_said_on_every_page(db, client_of):
    solo = actions.set_up_solo(SYSTEM, email="moi@exemple.fr", name="Moi", from_on=date(2020, 1, 1)).user_id
    assert "Mode solo" in client_of(solo).get("/me/").content.decode()


def test_nothing_answers_a_stranger_but_the_open_pages():
    stranger = Client()
    assert [stranger.get(path).status_code for path in ("/me/", "/settings/users/", "/settings/audit/")] == [302, 302, 302]
    assert stranger.get("/me/").url == "/accounts/login/?next=/me/"
    assert stranger.get("/api/anything").status_code in (401, 404)
    assert [stranger.get(path).status_code for path in ("/healthz", "/accounts/login/")] == [200, 200]
