from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from encaisse.kit.actor import Actor, Permission
from encaisse.messages import actions, queries
from encaisse.messages.forms import TemplateForm
from encaisse.messages.rules import (
    KNOWN,
    LETTERS,
    Channel,
    Language,
    Template,
    letter_pdf,
    requirements,
    sample,
    variables,
)
from encaisse.messages.rules import (
    render as written_out,
)
from encaisse.messages.rules.proofs import changes
from encaisse.messages.views.outbox import MAIL_POLICY
from encaisse.ui.htmx import panel_or_page, refusals_shown_on, said
from encaisse.ui.requests import ActorRequest


def language_of(request: ActorRequest) -> Language:
    return "en" if request.GET.get("language", "fr") == "en" else "fr"


@require_safe
def template_list(request: ActorRequest) -> HttpResponse:
    request.actor.must(Permission.ACTION_SEND_TEMPLATE, mode=None)
    language = language_of(request)
    return panel_or_page(
        request, "messages/templates.html", {"templates": queries.templates(request.actor, language=language), "language": language}
    )


def edit_page(request: ActorRequest, template: Template, form: TemplateForm) -> HttpResponse:
    """Show both languages side by side, the one asked for first; each with its words, its preview, its checklist and its versions."""
    other = queries.template(request.actor, template.code, "en" if template.language == "fr" else "fr")
    may_edit = request.actor.may(permission_for(template))
    context: dict[str, Any] = {
        "template": template,
        "sides": [side(request.actor, template, form), side(request.actor, other, form_of(other))],
        "known": sorted(KNOWN),
        "may_edit": may_edit,
        "about": request.GET.get("about", ""),
        "is_sms": template.channels == (Channel.SMS,),
    }
    for each in context["sides"] if not may_edit else ():
        each["form"].read_only()
    return panel_or_page(request, "messages/template.html", context, form=form)


def form_of(template: Template) -> TemplateForm:
    return TemplateForm(initial={"subject": template.subject, "body": template.body}, auto_id=f"id_{template.language}_%s")


def side(actor: Actor, template: Template, form: TemplateForm) -> dict[str, Any]:
    """Return one language of a template as its half of the page shows it."""
    return {
        "template": template,
        "form": form,
        "requirements": requirements(edited(template, form)),
        "named": sorted(variables(template)),
        "versions": queries.template_versions(actor, template.code, template.language),
        "changes": changes(before(actor, template), template) if template.version else [],
    }


def before(actor: Actor, template: Template) -> Template:
    """Return the text that a version replaced."""
    return queries.template(actor, template.code, template.language, version=template.version - 1)


def permission_for(template: Template) -> Permission:
    return Permission.TEMPLATE_LEGAL_APPROVE if template.is_locked_by_law else Permission.TEMPLATE_EDIT


def edited(template: Template, form: TemplateForm) -> Template:
    """Return the template with the words being written."""
    return form.written(template) if form.is_bound and form.is_valid() else template


@require_safe
def template_edit(request: ActorRequest, code: str) -> HttpResponse:
    request.actor.must(Permission.ACTION_SEND_TEMPLATE, mode=None)
    version = request.GET.get("version", "")
    template = queries.template(request.actor, code, language_of(request), version=int(version) if version.isdecimal() else None)
    return edit_page(request, template, form_of(template))


@require_POST
def template_save(request: ActorRequest, code: str) -> HttpResponse:
    language = language_of(request)
    form = TemplateForm(request.POST, auto_id=f"id_{language}_%s")
    if form.is_valid():
        with refusals_shown_on(form):
            version = actions.save_template(request.actor, code, language, **form.cleaned_data)
            response = redirect(f"{request.path.removesuffix('save/')}?language={language}")
            return said(
                request,
                response,
                _("Version %(version)s is saved and used from now on. What was approved before leaves with the text that was seen.")
                % {"version": version},
            )
    return edit_page(request, queries.template(request.actor, code, language), form)


@require_POST
def template_restore(request: ActorRequest, code: str) -> HttpResponse:
    language = language_of(request)
    actions.restore_shipped(request.actor, code, language)
    return said(
        request,
        redirect(f"{request.path.removesuffix('restore/')}?language={language}"),
        _("The text as shipped is back, as a new version."),
    )


@require_safe
@xframe_options_sameorigin
def template_draft(request: ActorRequest, name: str) -> HttpResponse:
    return HttpResponse(queries.drawn(request.actor, name), headers={"Content-Security-Policy": MAIL_POLICY})


@require_safe
@xframe_options_sameorigin
def template_shown(request: ActorRequest, code: str) -> HttpResponse:
    """Show a saved template on an invented customer: the mail, or the letter."""
    template = queries.template(request.actor, code, language_of(request))
    content = sample(template.language)
    rendered = written_out(template, content)
    if LETTERS & set(template.channels):
        return HttpResponse(letter_pdf(rendered, content), content_type="application/pdf")
    return HttpResponse(rendered.html, headers={"Content-Security-Policy": MAIL_POLICY})
