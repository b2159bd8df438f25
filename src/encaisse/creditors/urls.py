from django.urls import path

from encaisse.creditors import views

app_name = "creditors"
urlpatterns = [
    path("settings/creditors/", views.settings, name="settings"),
    path("settings/creditors/new/", views.new, name="new"),
    path("settings/creditors/<int:creditor_id>/", views.creditor, name="creditor"),
    path("settings/creditors/<int:creditor_id>/accounts/", views.bank_account_add, name="bank_account_add"),
    path("settings/creditors/<int:creditor_id>/quiet/", views.quiet_period_add, name="quiet_period_add"),
    path("settings/creditors/<int:creditor_id>/quiet/<int:quiet_period_id>/remove/", views.quiet_period_remove, name="quiet_period_remove"),
]
