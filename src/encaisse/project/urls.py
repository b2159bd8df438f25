"""Every room's addresses under one roof. A room writes its addresses whole, in its own `urls.py`."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from encaisse.people.views import language
from encaisse.project import health


def of_the_rooms() -> list[URLResolver]:
    rooms = [room for room in settings.ROOMS if (settings.PACKAGE / room / "urls.py").exists()]
    return [path("", include(f"encaisse.{room}.urls")) for room in rooms]


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", language, name="set_language"),
    *of_the_rooms(),
]

if settings.ANYMAIL.get("WEBHOOK_SECRET"):  # without a secret, that door does not exist
    urlpatterns.append(path("anymail/", include("anymail.urls")))

handler400 = "encaisse.ui.views.bad_request"
