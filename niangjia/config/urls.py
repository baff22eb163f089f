"""Addresses of the doors. The health page is answered before them (``HealthMiddleware``)."""

from django.urls import include, path

handler500 = "niangjia.config.errors.server_error"
urlpatterns = [
    path("", include("niangjia.web.urls")),
]
