from django.urls import path

from encaisse.intake import views

app_name = "intake"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/upload/", views.upload_keep, name="upload_keep"),
    path("imports/upload/<int:upload_id>/", views.upload, name="upload"),
    path("imports/upload/<int:upload_id>/progress/", views.upload_progress, name="upload_progress"),
    path("imports/upload/<int:upload_id>/start/", views.upload_start, name="upload_start"),
    path("imports/upload/<int:upload_id>/drop/", views.upload_drop, name="upload_drop"),
    path("imports/<int:import_id>/", views.result, name="result"),
    path("imports/<int:import_id>/findings.xlsx", views.findings_export, name="findings_export"),
]
