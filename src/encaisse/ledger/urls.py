from django.urls import path

from encaisse.ledger.views import factors, rates

app_name = "ledger"
urlpatterns = [
    path("settings/rates/", rates.rates, name="rates"),
    path("affacturage/", factors.factor_list, name="factors"),
    path("affacturage/piece/<int:document_id>/", factors.document_factor, name="document_factor"),
    path("affacturage/<int:factor_id>/", factors.factor, name="factor"),
    path("affacturage/<int:factor_id>/ceder/", factors.assign, name="factor_assign"),
    path("affacturage/<int:factor_id>/reprendre/", factors.take_back, name="factor_take_back"),
    path("affacturage/<int:factor_id>/mandat/", factors.mandate, name="factor_mandate"),
]
