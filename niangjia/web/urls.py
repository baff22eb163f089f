"""The doors' addresses."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from niangjia.web import appeals, drafts, keys, panels, paper_checks, public, published, sampling, shared, statements
from niangjia.web.desk import door
from niangjia.web.evidence import evidence
from niangjia.web.login import LogIn
from niangjia.web.look import switch_look
from niangjia.web.seats import choose_seat
from niangjia.web.verifying import verify

urlpatterns = [
    path("", public.home, name="public-home"),
    path("rules/", public.rule_books, name="public-rule-books"),
    path("rules/drafts/<uuid:rule_book_id>/", drafts.draft, name="public-draft"),
    path("rules/<uuid:rule_book_id>/", public.rule_book, name="public-rule-book"),
    path("sampling/", sampling.samplings, name="public-samplings"),
    path("sampling/<uuid:round_id>/acts.txt", sampling.sampling_acts, name="public-sampling-acts"),
    path("rules/<uuid:rule_book_id>/content.json", statements.rule_book_content, name="rule-book-content"),
    path("rules/<uuid:rule_book_id>/statement.json", statements.rule_book_statement, name="rule-book-statement"),
    path("verify/", verify, name="public-verify"),
    path("accessibility/", public.accessibility, name="public-accessibility"),
    path(".well-known/did.json", published.bank_did, name="bank-did"),
    path("issuers/<uuid:issuer_id>/did.json", published.issuer_did, name="issuer-did"),
    path("issuers/<uuid:issuer_id>/accreditation.json", statements.body_accreditation, name="body-accreditation"),
    path("status/<uuid:list_id>/<slug:purpose>", published.status_list, name="status-list"),
    path("keys/", keys.keys, name="keys"),
    path("keys/rotate/", keys.rotate, name="key-rotate"),
    path("keys/<uuid:key_id>/revoke/", keys.revoke, name="key-revoke"),
    path("log/checkpoint", published.log_head, name="log-head"),
    path("log/tile/<path:place>", published.log_tile, name="log-tile"),
    path("log/consistency/<int:older>/<int:newer>", published.log_consistency, name="log-consistency"),
    path("s/<str:token>/", shared.shared, name="shared"),
    path("verify/paper/", paper_checks.paper_code, name="paper-code"),
    path("verify/paper/<str:code>/", paper_checks.paper_check, name="paper-check"),
    path("verify/<str:code>/", paper_checks.paper_check),
    path("look/", switch_look, name="look"),
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("door/", door, name="door"),
    path("seat/", choose_seat, name="seat"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/<uuid:appeal_id>/", appeals.appeal, name="appeal"),
    path("appeals/<uuid:appeal_id>/accept/", appeals.accept, name="appeal-accept"),
    path("appeals/<uuid:appeal_id>/decide/", appeals.decide, name="appeal-decide"),
    path("evidence/<uuid:attachment_id>/", evidence, name="evidence"),
    path("panels/", panels.panels, name="panels"),
    path("panels/<uuid:panel_id>/", panels.panel, name="panel"),
    path("panels/<uuid:panel_id>/vote/", panels.cast, name="panel-vote"),
    path("panels/<uuid:panel_id>/step-back/", panels.step_back, name="panel-step-back"),
    path("me/", include("niangjia.web.worker.urls")),
    path("registrar/", include("niangjia.web.registrar.urls")),
    path("bank/", include("niangjia.web.bank.urls")),
    path("certifier/", include("niangjia.web.certifier.urls")),
    path("organisation/", include("niangjia.web.organisation.urls")),
]
