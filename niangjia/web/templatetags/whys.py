"""How the why-tree is drawn: a shape, a colour and a word for each verdict, and bars for gaps."""

from fractions import Fraction
from typing import Final

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from niangjia.core.conditions import Truth
from niangjia.core.terms import Term
from niangjia.creditbank.engine.why import Answer
from niangjia.web.templatetags.words import say

register = template.Library()
SHAPES: Final = {
    Answer.YES: "yes",
    Answer.PARTLY: "run",
    Answer.ASK: "ask",
    Answer.NO: "no",
    Answer.DONE: "done",
    Truth.YES: "yes",
    Truth.NO: "no",
    Truth.UNKNOWN: "ask",
}
TONES: Final = {"yes": "good", "run": "good", "done": "good", "ask": "info", "no": "bad"}
WORDS: Final = {
    Truth.YES: Term("符合：", "met: "),
    Truth.NO: Term("不符合：", "not met: "),
    Truth.UNKNOWN: Term("待定：", "open: "),
}
WHOLE: Final = 100


@register.filter
def shape(verdict: Answer | Truth) -> str:
    """The symbol of a verdict."""
    return SHAPES[verdict]


@register.filter
def tone(verdict: Answer | Truth) -> str:
    """The colour of a verdict."""
    return TONES[SHAPES[verdict]]


@register.filter
def met(verdict: Truth) -> object:
    """The verdict of a condition in hidden words."""
    return say(WORDS[verdict])


@register.filter
def figured(value: Term) -> SafeString:
    """An amount with its figure large and its unit small: 4.0 学分."""
    amount, _, unit = str(say(value)).rpartition(" ")
    return format_html("{} <small>{}</small>", amount, unit)


@register.filter
def covered(bar: tuple[Fraction, Fraction]) -> int:
    """How much of a need is there, of a hundred."""
    have, need = bar
    return WHOLE if have >= need else int(max(Fraction(), have) * WHOLE / need)


@register.filter
def missing(bar: tuple[Fraction, Fraction]) -> int:
    """How much of a need is missing, of a hundred."""
    return WHOLE - covered(bar)
