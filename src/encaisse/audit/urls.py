from django.urls import path

from encaisse.audit import views

app_name = "audit"
urlpatterns = [path("settings/audit/", views.entries, name="entries")]
