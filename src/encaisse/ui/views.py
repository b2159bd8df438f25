"""Error pages that need more than a template, and the style guide (demonstration and development only)."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from encaisse.ui.style_guide import GuideForm, guide_context
from encaisse.ui.tables import asked_for


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Tell a request that is too large from one that cannot be read."""
    code = 413 if isinstance(exception, RequestDataTooBig | TooManyFilesSent) else 400
    return render(request, f"{code}.html", status=code)


def style_guide(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    wanted = asked_for(request, columns=("name", "overdue", "due_date"), default="-overdue")
    form = GuideForm(request.POST or None)
    return render(request, "ui/style_guide.html", guide_context(wanted, form))
