from django.urls import path

from encaisse.creditors import views
from encaisse.creditors.views import year

app_name = "creditors"
urlpatterns = [
    path("settings/calendars/", year.calendars, name="calendars"),
    path("settings/calendars/<int:creditor_id>/change/", year.day_change, name="day_change"),
    path("settings/calendars/<int:creditor_id>/<str:day>/undo/", year.day_undo, name="day_undo"),
    path("settings/creditors/", views.settings, name="settings"),
    path("settings/creditors/new/", views.new, name="new"),
    path("settings/creditors/<int:creditor_id>/", views.creditor, name="creditor"),
    path("settings/creditors/<int:creditor_id>/save/<slug:part>/", views.creditor_save, name="creditor_save"),
    path("settings/creditors/<int:creditor_id>/logo/", views.logo_set, name="logo_set"),
    path("settings/creditors/<int:creditor_id>/logo/remove/", views.logo_remove, name="logo_remove"),
    path(
        "settings/creditors/<int:creditor_id>/accounts/<int:bank_account_id>/choose/", views.bank_account_choose, name="bank_account_choose"
    ),
    path(
        "settings/creditors/<int:creditor_id>/accounts/<int:bank_account_id>/remove/", views.bank_account_remove, name="bank_account_remove"
    ),
    path("settings/creditors/<int:creditor_id>/closed/", views.day_close, name="day_close"),
    path("settings/creditors/<int:creditor_id>/closed/<int:closed_day_id>/open/", views.day_open, name="day_open"),
    path("settings/creditors/<int:creditor_id>/accounts/", views.bank_account_add, name="bank_account_add"),
    path("settings/creditors/<int:creditor_id>/quiet/", views.quiet_period_add, name="quiet_period_add"),
    path("settings/creditors/<int:creditor_id>/quiet/<int:quiet_period_id>/remove/", views.quiet_period_remove, name="quiet_period_remove"),
]
