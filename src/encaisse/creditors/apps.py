from django.apps import AppConfig


class CreditorsConfig(AppConfig):
    name = "encaisse.creditors"
    label = "creditors"
    default_auto_field = "django.db.models.BigAutoField"
