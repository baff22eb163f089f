"""Addresses of the worker's door, all under /me/."""

from django.urls import path

from niangjia.web.worker import appeals, bonuses, credentials, fit, notices, panels, pathway, views

urlpatterns = [
    path("", views.home, name="worker-home"),
    path("credits/", views.credits_list, name="worker-credits"),
    path("credits/<str:code>/", views.course, name="worker-course"),
    path("why-not-more/", views.not_more, name="worker-why-not-more"),
    path("claim/", views.claim, name="worker-claim"),
    path("claims/<uuid:decision_id>/", views.decision, name="worker-decision"),
    path("claims/<uuid:decision_id>/withdraw/", views.withdraw, name="worker-withdraw"),
    path("outcomes/", views.outcomes, name="worker-outcomes"),
    path("outcomes/<uuid:outcome_id>/", views.outcome, name="worker-outcome"),
    path("credentials/", credentials.credentials, name="worker-credentials"),
    path("credentials/all.json", credentials.archive_file, name="worker-archive"),
    path("credentials/<uuid:credential_id>/", credentials.credential, name="worker-credential"),
    path("credentials/<uuid:credential_id>/<slug:form>", credentials.credential_file, name="worker-credential-file"),
    path("next/", views.following, name="worker-next"),
    path("appeals/", appeals.appeals, name="worker-appeals"),
    path("appeals/about/<uuid:record_id>/", appeals.appeal_about, name="worker-appeal-about"),
    path("appeals/<uuid:appeal_id>/", appeals.appeal, name="worker-appeal"),
    path("appeals/<uuid:appeal_id>/withdraw/", appeals.withdraw, name="worker-appeal-withdraw"),
    path("panel/", panels.ask, name="worker-panel-ask"),
    path("panels/<uuid:panel_id>/", panels.panel, name="worker-panel"),
    path("panels/<uuid:panel_id>/withdraw/", panels.withdraw, name="worker-panel-withdraw"),
    path("bonuses/", bonuses.bonuses, name="worker-bonuses"),
    path("fit/", fit.posts, name="worker-fit"),
    path("fit/<uuid:post_id>/", fit.post, name="worker-fit-post"),
    path("fit/<uuid:post_id>/answer/", fit.answer, name="worker-fit-answer"),
    path("account/", views.account, name="worker-me"),
    path("notices/", notices.notices, name="worker-notices"),
    path("notices/read/", notices.read, name="worker-notices-read"),
    path("enrolment/", views.choose_enrolment, name="worker-enrolment"),
    path("pathway/", pathway.pathway, name="worker-pathway"),
    path("pathway/what-if/", pathway.what_if, name="worker-what-if"),
    path("pathway/shifts/", pathway.shifts, name="worker-shifts"),
    path("pathway/share/<uuid:candidate_id>/", pathway.share, name="worker-share-progress"),
]
