from django.urls import path

from encaisse.ui import views

app_name = "ui"
urlpatterns = [path("ui/", views.style_guide, name="style_guide")]
