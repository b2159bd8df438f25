from django.urls import path

from encaisse.audit import views

app_name = "audit"
urlpatterns = [
    path("settings/audit/", views.entries, name="entries"),
    path("settings/audit/export/", views.export, name="export"),
]
