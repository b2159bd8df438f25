from django.apps import AppConfig


class DbConfig(AppConfig):
    name = "encaisse.db"
    label = "db"
    default_auto_field = "django.db.models.BigAutoField"
