"""The certifier's addresses."""

from django.urls import path

from niangjia.web import keys
from niangjia.web.certifier import deciding, findings, outcome, queue, relations, revoking, suspending, views

urlpatterns = [
    path("", queue.queue, name="certifier-queue"),
    path("hold/", queue.hold, name="certifier-hold"),
    path("review/", deciding.review, name="certifier-review"),
    path("relations/", relations.relations, name="certifier-relations"),
    path("findings/", findings.findings, name="certifier-findings"),
    path("done/", views.done, name="certifier-done"),
    path("outcomes/<uuid:outcome_id>/", outcome.outcome, name="certifier-outcome"),
    path("outcomes/<uuid:outcome_id>/lookup/", outcome.look_up, name="certifier-lookup"),
    path("outcomes/<uuid:outcome_id>/suspend/", suspending.suspend, name="certifier-suspend"),
    path("outcomes/<uuid:outcome_id>/revoke/", revoking.revoke, name="certifier-revoke"),
    path("keys/", keys.own_keys, name="certifier-keys"),
    path("decide/", deciding.decide, name="certifier-decide"),
    path("import/", views.import_page, name="certifier-import"),
    path("import/mend/", views.mend, name="certifier-mend"),
    path("import/template/", views.template, name="certifier-template"),
]
