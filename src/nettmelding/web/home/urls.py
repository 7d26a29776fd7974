from django.urls import URLPattern, path

from nettmelding.web.home import views

app_name = "home"
urlpatterns: list[URLPattern] = [path("", views.home, name="home")]
