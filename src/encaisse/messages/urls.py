from django.urls import path

from encaisse.messages.views import channels, letters, outbox, templates, trap

app_name = "messages"
urlpatterns = [
    path("messages/", outbox.outbox, name="outbox"),
    path("messages/<int:message_id>/", outbox.detail, name="detail"),
    path("messages/<int:message_id>/preview/", outbox.preview, name="preview"),
    path("messages/<int:message_id>/raw/", outbox.raw, name="raw"),
    path("messages/<int:message_id>/attachments/<int:position>/", outbox.attached, name="attached"),
    path("messages/<int:message_id>/settle/", outbox.settle, name="settle"),
    path("messages/<int:message_id>/withdraw/", outbox.withdraw, name="withdraw"),
    path("messages/stop/", outbox.stop, name="stop"),
    path("messages/resume/", outbox.resume, name="resume"),
    path("messages/notice/", outbox.outbound_notice, name="outbound_notice"),
    path("messages/trap/", trap.trap, name="trap"),
    path("messages/trap/<int:message_id>/", trap.trapped, name="trapped"),
    path("messages/letters/", letters.letters, name="letters"),
    path("messages/letters/print/", letters.letters_print, name="letters_print"),
    path("messages/letters/posted/", letters.letters_posted, name="letters_posted"),
    path("messages/letters/withdraw/", letters.letters_withdrawn, name="letters_withdraw"),
    path("messages/letters/batches/<int:batch_id>/", letters.batch_file, name="batch_file"),
    path("messages/templates/", templates.template_list, name="templates"),
    path("messages/templates/drafts/<slug:name>/", templates.template_draft, name="template_draft"),
    path("messages/templates/<slug:code>/", templates.template_edit, name="template"),
    path("messages/templates/<slug:code>/save/", templates.template_save, name="template_save"),
    path("messages/templates/<slug:code>/restore/", templates.template_restore, name="template_restore"),
    path("messages/templates/<slug:code>/preview/", templates.template_preview, name="template_preview"),
    path("messages/templates/<slug:code>/shown/", templates.template_shown, name="template_shown"),
    path("settings/channels/", channels.channels, name="channels"),
    path("settings/channels/<int:creditor_id>/sms/", channels.sms_gateway, name="sms_gateway"),
    path("settings/channels/<int:creditor_id>/sms/remove/", channels.sms_gateway_remove, name="sms_gateway_remove"),
    path("settings/channels/<int:creditor_id>/mail/", channels.mail_server, name="mail_server"),
    path("settings/channels/<int:creditor_id>/mail/remove/", channels.mail_server_remove, name="mail_server_remove"),
]
