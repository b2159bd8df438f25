"""Is the process alive, and is it ready to serve? For load balancers and whoever is on call."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from encaisse.project.schema import is_up_to_date

NOT_READY = 503


def alive(_request: HttpRequest) -> HttpResponse:
    """Answer without asking anything of anybody."""
    return HttpResponse("ok\n", content_type="text/plain")


def ready(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and is at this version, else 503 saying what is missing."""
    missing = what_is_missing()
    return JsonResponse({"ready": missing is None, "missing": missing}, status=NOT_READY if missing else 200)


def what_is_missing() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        return None if is_up_to_date() else "migrations"
    except DatabaseError:
        return "database"
