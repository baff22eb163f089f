"""The certifier's addresses."""

from django.urls import path

from niangjia.web.certifier import views

urlpatterns = [
    path("", views.queue, name="certifier-queue"),
    path("done/", views.done, name="certifier-done"),
    path("decide/", views.decide, name="certifier-decide"),
    path("import/", views.import_page, name="certifier-import"),
    path("import/mend/", views.mend, name="certifier-mend"),
    path("import/template/", views.template, name="certifier-template"),
]
