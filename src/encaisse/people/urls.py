from django.urls import path

from encaisse.people import views

app_name = "people"
urlpatterns = [
    path("demo/<int:user_id>/", views.demo_sign_in, name="demo_sign_in"),
    path("me/", views.me, name="me"),
    path("me/absence/", views.own_absence, name="own_absence"),
    path("me/absence/<int:absence_id>/cancel/", views.absence_cancel, name="absence_cancel"),
    path("settings/users/", views.users, name="users"),
    path("settings/users/invite/", views.user_invite, name="user_invite"),
    path("settings/users/teams/", views.team_create, name="team_create"),
    path("settings/users/teams/<int:team_id>/", views.team, name="team"),
    path("settings/users/permissions/<slug:role>/", views.role_permissions, name="role_permissions"),
    path("settings/users/permissions/<slug:role>/reset/", views.role_reset, name="role_reset"),
    path("me/team/absence/", views.led_absence, name="led_absence"),
    path("settings/users/solo/", views.solo, name="solo"),
    path("settings/users/permissions/", views.permissions, name="permissions"),
    path("settings/users/<int:user_id>/", views.user, name="user"),
    path("settings/users/<int:user_id>/role/", views.role_give, name="role_give"),
    path("settings/users/<int:user_id>/role/<int:membership_id>/end/", views.role_end, name="role_end"),
    path("settings/users/<int:user_id>/absence/", views.absence_record, name="absence_record"),
    path("settings/users/<int:user_id>/invitation/", views.invitation_renew, name="invitation_renew"),
    path("settings/users/<int:user_id>/active/", views.user_activate, name="user_activate"),
]
