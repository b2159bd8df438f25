"""Every room's addresses under one roof."""

from django.urls import URLPattern, URLResolver, include, path

from encaisse.people.views import language

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("language/", language, name="set_language"),
    path("", include("encaisse.people.urls")),
    path("", include("encaisse.audit.urls")),
]
