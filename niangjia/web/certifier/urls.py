"""The certifier's addresses."""

from django.urls import path

from niangjia.web import keys
from niangjia.web.certifier import revoking, views

urlpatterns = [
    path("", views.queue, name="certifier-queue"),
    path("done/", views.done, name="certifier-done"),
    path("outcomes/<uuid:outcome_id>/revoke/", revoking.revoke, name="certifier-revoke"),
    path("decide/", views.decide, name="certifier-decide"),
    path("keys/", keys.own_keys, name="certifier-keys"),
    path("import/", views.import_page, name="certifier-import"),
    path("import/mend/", views.mend, name="certifier-mend"),
    path("import/template/", views.template, name="certifier-template"),
]
