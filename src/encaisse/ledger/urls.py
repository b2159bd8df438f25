from django.urls import path

from encaisse.ledger import views

app_name = "ledger"
urlpatterns = [path("settings/rates/", views.rates, name="rates")]
