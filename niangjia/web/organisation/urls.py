"""The addresses of unions and enterprises."""

from django.urls import path

from niangjia.web import office_asks
from niangjia.web.organisation import (
    cohorts,
    deposits,
    frameworks,
    group,
    home,
    merging,
    offers,
    plans,
    posts,
    rewarding,
)

urlpatterns = [
    path("merging/", merging.merging, name="organisation-merging"),
    path("merging/merge/", merging.merge, name="organisation-merge"),
    path("merging/<uuid:party_id>/part/", merging.part, name="organisation-part"),
    path("deposits/", deposits.deposits, name="organisation-deposits"),
    path("deposits/<uuid:draft_id>/", deposits.facts, name="organisation-draft-facts"),
    path("deposits/<uuid:draft_id>/papers/", deposits.papers, name="organisation-draft-papers"),
    path("deposits/<uuid:draft_id>/check/", deposits.check, name="organisation-draft-check"),
    path("deposits/<uuid:draft_id>/drop/", deposits.drop, name="organisation-draft-drop"),
    path("", home.home, name="organisation-home"),
    path("posts/", posts.posts, name="organisation-posts"),
    path("posts/add/", posts.add, name="organisation-posts-add"),
    path("posts/<uuid:post_id>/", posts.post, name="organisation-post"),
    path("posts/<uuid:post_id>/close/", posts.close, name="organisation-post-close"),
    path("shown/<uuid:share_id>/", posts.share, name="organisation-share"),
    path("abilities/", group.group, name="organisation-group"),
    path("abilities/export/", group.export, name="organisation-group-export"),
    path("offers/", offers.offers, name="organisation-offers"),
    path("offers/<uuid:offer_id>/withdraw/", offers.withdraw, name="organisation-offer-withdraw"),
    path("plans/", plans.plans, name="organisation-plans"),
    path("plans/add/", plans.add, name="organisation-plan-add"),
    path("plans/<uuid:plan_id>/", plans.plan, name="organisation-plan"),
    path("plans/<uuid:plan_id>/bonuses/", plans.bonuses, name="organisation-bonuses"),
    path("plans/<uuid:plan_id>/decide/", plans.decide, name="organisation-plan-decide"),
    path("plans/<uuid:plan_id>/settle/", plans.settle, name="organisation-plan-settle"),
    path("plans/<uuid:plan_id>/reward/", rewarding.reward, name="organisation-reward"),
    path("frameworks/", frameworks.listed, name="organisation-frameworks"),
    path("frameworks/template/", frameworks.template, name="organisation-framework-template"),
    path("frameworks/<uuid:framework_id>/case/", frameworks.as_case, name="organisation-framework-case"),
    path("cohorts/", cohorts.cohorts, name="organisation-cohorts"),
    path("cohorts/<uuid:cohort_id>/", cohorts.cohort, name="organisation-cohort"),
    path("asks/", office_asks.clerk_asks, name="organisation-asks"),
    path("asks/<uuid:ask_id>/open/", office_asks.clerk_opens, name="organisation-ask-open"),
]
