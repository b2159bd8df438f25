from django.urls import path

from encaisse.intake.views import sources, strays, wizard

app_name = "intake"
urlpatterns = [
    path("imports/", wizard.imports, name="imports"),
    path("imports/sources/", sources.sources_page, name="sources"),
    path("imports/sources/<int:source_id>/", sources.threshold_set, name="threshold_set"),
    path("imports/upload/", wizard.upload_keep, name="upload_keep"),
    path("imports/upload/<int:upload_id>/", wizard.upload, name="upload"),
    path("imports/upload/<int:upload_id>/progress/", wizard.upload_progress, name="upload_progress"),
    path("imports/upload/<int:upload_id>/start/", wizard.upload_start, name="upload_start"),
    path("imports/upload/<int:upload_id>/drop/", wizard.upload_drop, name="upload_drop"),
    path("imports/<int:import_id>/", wizard.result, name="result"),
    path("imports/<int:import_id>/findings.xlsx", wizard.findings_export, name="findings_export"),
    path("imports/<int:import_id>/strays/", strays.strays, name="strays"),
    path("imports/strays/<int:stray_id>/", strays.stray, name="stray"),
    path("imports/strays/<int:stray_id>/file/", strays.stray_show, name="stray_show"),
    path("imports/strays/<int:stray_id>/attach/<int:document_id>/", strays.stray_attach, name="stray_attach"),
    path("imports/strays/<int:stray_id>/leave/", strays.stray_leave, name="stray_leave"),
    path("imports/strays/<int:stray_id>/again/", strays.stray_again, name="stray_again"),
]
