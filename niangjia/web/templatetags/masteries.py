"""Words of abilities in the reader's language."""

from django import template

from niangjia.core.terms import Term
from niangjia.creditbank.abilities.types import Mastery, OfferKind
from niangjia.web.templatetags.words import say

register = template.Library()
OFFERS = {OfferKind.COURSE: Term("课程", "course"), OfferKind.PRACTICE: Term("实践岗位", "practice place")}


@register.filter
def mastery_name(value: int) -> object:
    """How well, by its name."""
    return say(Mastery(value).term)


@register.filter
def offer_name(value: str) -> object:
    """A kind of offer by its name."""
    return say(OFFERS[OfferKind(value)])
