"""The addresses of unions and enterprises."""

from django.urls import path

from niangjia.web.organisation import home

urlpatterns = [
    path("", home.home, name="organisation-home"),
]
