"""All certifying bodies: searched, told apart by what they need, paged by name."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.accreditation.queries import bodies_by, standings
from niangjia.creditbank.accreditation.types import Attention, NewScope, Standing
from niangjia.creditbank.engine.wording import KINDS, level
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.queries import occupation_names
from niangjia.web.bank.desk import bank_desk
from niangjia.web.desk import Seat, seated

PAGE: Final = 50
ALL_KINDS: Final = Term("全部种类", "all kinds")
ALL_OCCUPATIONS: Final = Term("全部职业", "all occupations")
ALL_LEVELS: Final = Term("全部等级", "all levels")
LEVELS: Final = Term("{low}至{high}", "{low} to {high}")
SCOPE: Final = Term("{kind}：{occupation}，{levels}", "{kind}: {occupation}, {levels}")


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body as the list shows it."""

    body: Organisation
    standing: Standing | None
    scopes: tuple[Term, ...]


@require_safe
@seated("body.accredit", Role.OPERATOR)
def bodies(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Bodies by name, with search and filter in the address."""
    text, show, today = request.GET.get("q", "").strip(), request.GET.get("show", ""), clock.today()
    attention = Attention(show) if show in set(Attention) else None
    found = bodies_by(attention, text=text, on=today)
    rows = list(found.filter(name__gt=request.GET.get("after", ""))[: PAGE + 1])
    context = {
        "here": "expiring" if attention is Attention.EXPIRING else "bodies",
        "desk": bank_desk(seat),
        "rows": body_rows(rows[:PAGE]),
        "total": found.count(),
        "after": rows[PAGE - 1].name if len(rows) > PAGE else "",
        "text": text,
        "show": attention or "",
        "shows": list(Attention),
    }
    return render(request, "bank/bodies.html", context)


def body_rows(bodies: list[Organisation]) -> list[BodyRow]:
    """The bodies with what they may do today. Four queries for any number."""
    held = standings([each.party_id for each in bodies], on=clock.today())
    names = occupation_names(scope.occupation for each in held.values() for scope in each.scopes if scope.occupation)
    return [
        BodyRow(body, standing := held.get(body.party_id), scope_words(standing.scopes if standing else (), names))
        for body in bodies
    ]


def scope_words(scopes: tuple[NewScope, ...], names: dict[str, str]) -> tuple[Term, ...]:
    """Scopes in words."""
    return tuple(scope_term(scope, names) for scope in scopes)


def scope_term(scope: NewScope, names: dict[str, str]) -> Term:
    """One scope in words: 技能等级证书：车工（6-18-01-01），四级至二级."""
    code = scope.occupation
    occupation = Term(*[f"{names.get(code, code)}（{code}）"] * 2) if code else ALL_OCCUPATIONS
    levels = ALL_LEVELS
    if scope.level_from is not None and scope.level_to is not None:
        levels = LEVELS.format(low=level(scope.level_from), high=level(scope.level_to))
    return SCOPE.format(kind=KINDS.get(scope.kind, ALL_KINDS), occupation=occupation, levels=levels)
