"""Addresses of the operator's door, all under /bank/."""

from django.urls import path

from niangjia.web.bank import bodies, body, experts, quality, samples, settings

urlpatterns = [
    path("", bodies.bodies, name="bank-bodies"),
    path("bodies/<uuid:body_id>/", body.body, name="bank-body"),
    path("bodies/<uuid:body_id>/accredit/", body.accredit, name="bank-accredit"),
    path("bodies/<uuid:body_id>/evaluate/", body.evaluate, name="bank-evaluate"),
    path("accreditations/<uuid:accreditation_id>/<slug:act>/", body.act, name="bank-act"),
    path("quality/", quality.quality, name="bank-quality"),
    path("settings/", settings.settings, name="bank-settings"),
    path("settings/rules/", settings.set_rule, name="bank-rule-set"),
    path("settings/rules/<uuid:rule_id>/end/", settings.end_rule, name="bank-rule-end"),
    path("settings/reasons/", settings.more_reason, name="bank-reason-add"),
    path("settings/reasons/<uuid:reason_id>/end/", settings.drop_reason, name="bank-reason-end"),
    path("samples/", samples.samples, name="bank-samples"),
    path("samples/<uuid:round_id>/", samples.sample, name="bank-sample"),
    path("samples/<uuid:round_id>/draw/", samples.draw, name="bank-sample-draw"),
    path("samples/items/<uuid:item_id>/", samples.item, name="bank-sample-item"),
    path("experts/", experts.experts, name="bank-experts"),
    path("experts/<uuid:expert_id>/remove/", experts.remove, name="bank-expert-remove"),
]
