"""Addresses: the health page, and the doors."""

from django.urls import include, path

from niangjia.config.health import health

handler500 = "niangjia.config.errors.server_error"
urlpatterns = [
    path("health", health, name="health"),
    path("", include("niangjia.web.urls")),
]
