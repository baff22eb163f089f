"""The registrar's addresses."""

from django.urls import path

from niangjia.web.registrar import claims, home, learners, papers, programmes, proposals, replays, rules

urlpatterns = [
    path("", home.home, name="registrar-home"),
    path("programmes/", programmes.programmes, name="registrar-programmes"),
    path("programmes/upload/", programmes.upload_programmes, name="registrar-programmes-upload"),
    path("programmes/template/", programmes.template, name="registrar-programmes-template"),
    path("programmes/<uuid:programme_id>/", programmes.programme, name="registrar-programme"),
    path("rules/", rules.rule_books, name="registrar-rules"),
    path("rules/upload/", rules.upload, name="registrar-rules-upload"),
    path("rules/template/", rules.template, name="registrar-rules-template"),
    path("rules/<uuid:rule_book_id>/", rules.rule_book, name="registrar-rule-book"),
    path("rules/<uuid:rule_book_id>/approve/", rules.approve, name="registrar-rule-book-approve"),
    path("rules/<uuid:rule_book_id>/publish/", rules.publish, name="registrar-rule-book-publish"),
    path("rules/<uuid:rule_book_id>/replay/", replays.replay, name="registrar-replay"),
    path("rules/<uuid:rule_book_id>/replay/start/", replays.start, name="registrar-replay-start"),
    path("replays/<uuid:run_id>/", replays.progress, name="registrar-replay-progress"),
    path("replays/<uuid:run_id>/workbook/", replays.workbook, name="registrar-replay-workbook"),
    path("learners/", learners.learners, name="registrar-learners"),
    path("learners/upload/", programmes.upload_learners, name="registrar-learners-upload"),
    path("learners/<uuid:enrolment_id>/", learners.learner, name="registrar-learner"),
    path("learners/<uuid:enrolment_id>/claim/", learners.claim, name="registrar-learner-claim"),
    path("learners/<uuid:enrolment_id>/approval/", papers.learner_approval, name="registrar-learner-approval"),
    path("claims/<uuid:decision_id>/approval/", papers.approval, name="registrar-approval"),
    path("proposals/", proposals.proposals, name="registrar-proposals"),
    path("proposals/compute/", proposals.compute, name="registrar-proposals-compute"),
    path("proposals/<uuid:run_id>/", proposals.progress, name="registrar-proposal-progress"),
    path("claims/", claims.claims, name="registrar-claims"),
    path("claims/post/", claims.post_claims, name="registrar-claims-post"),
    path("claims/<uuid:decision_id>/", claims.claim, name="registrar-claim"),
    path("claims/<uuid:decision_id>/post/", claims.post, name="registrar-claim-post"),
    path("claims/<uuid:decision_id>/send-back/", claims.send_back, name="registrar-claim-send-back"),
    path("claims/<uuid:decision_id>/reverse/", claims.reverse_claim, name="registrar-claim-reverse"),
    path("papers/", papers.papers, name="registrar-papers"),
    path("papers/approvals/", papers.approvals, name="registrar-approvals"),
    path("papers/summaries/", papers.summaries, name="registrar-summaries"),
]
