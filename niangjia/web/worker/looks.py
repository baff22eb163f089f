"""Who looked, when, at what: staff by their office, holders of links, organisations that she let look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.sharing.queries import LAST_KEY, Looks, looks_at
from niangjia.creditbank.sharing.types import Look
from niangjia.kernel.access.types import Role
from niangjia.web.addresses import key_of
from niangjia.web.worker.door import Visit, at_her_door

PURPOSES: Final = {
    "fit.share": Term("查看您出示的岗位匹配", "looked at what you show for a post"),
    "person.merge": Term("核对两个账户是不是同一个人", "compared two accounts that may be one person"),
    "learner.read": Term("查看学员的学分", "looked at a learner's credits"),
    "outcomes.import": Term("导入学习成果时核对身份", "checked who you are while importing outcomes"),
    "person.read": Term("查看人员资料", "looked at your particulars"),
    "register_known_person": Term("登记时核对了您的身份", "matched your papers while registering"),
    "person.reveal": Term("查看完整号码", "saw a number in full"),
    "outcome.evidence": Term("打开了您成果的证明材料", "opened a paper of your outcome"),
    "appeal.read": Term("办理您的申诉时查看", "looked at it to decide your appeal"),
    "sample.read": Term("抽查认证时查看", "looked at it as a sample of certifications"),
    "paper.issue": Term("打印了您的成绩单或证明", "printed your transcript or attestation"),
    "ask.find": Term("按姓名和证件号码找到您，发出查看请求", "found you by name and number, to ask for a look"),
}
HERSELF: Final = Term("您本人", "yourself")
BY_LINK: Final = Term("打开了您给“{label}”的链接", "opened the link that you made for {label}")
BY_GRANT: Final = Term("经您同意查看", "looked with your consent")
FOR: Final = Term("用途：{purpose}", "for: {purpose}")
SYSTEM: Final = Term("系统", "the system")
ANYONE: Final = Term("拿到链接的人", "whoever held the link")


@dataclass(frozen=True, slots=True)
class LookView:
    """One look in words."""

    at: datetime
    who: Term
    what: Term


@require_safe
@at_her_door
def looks(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Everyone who looked, latest first, page by page."""
    found = looks_at(visit.person_id, before=_before(request), before_id=key_of(request.GET.get("id")) or LAST_KEY)
    page = {"here": "me", "visit": visit, "looks": views_of(found), "after": found.after}
    return render(request, "sharing/looks.html", page)


def latest_looks(person_id: UUID, *, count: int) -> tuple[LookView, ...]:
    """The latest of them. One query."""
    return views_of(looks_at(person_id, before=clock.now(), size=count))


def views_of(found: Looks) -> tuple[LookView, ...]:
    """Looks in words."""
    return tuple(LookView(each.at, _who(each), _what(each)) for each in found.looks)


def _before(request: HttpRequest) -> datetime:
    try:
        given = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        given = None
    return given if given is not None and given.tzinfo is not None else clock.now()


def _who(look: Look) -> Term:
    if look.way == "link":
        return ANYONE
    if look.is_herself:
        return HERSELF
    roles = [Role(word).term for word in look.roles if word in set(Role)]
    if not look.organisations and not roles:
        return SYSTEM
    offices = [Term(name, name) for name in look.organisations]
    return Term("　".join(each.zh for each in (*offices, *roles)), ", ".join(each.en for each in (*offices, *roles)))


def _what(look: Look) -> Term:
    if look.way == "reading":
        return PURPOSES.get(look.purpose, Term(look.purpose, look.purpose))
    done = BY_LINK.format(label=look.label) if look.way == "link" else BY_GRANT
    said = FOR.format(purpose=look.purpose)
    return Term(f"{done.zh}，{said.zh}", f"{done.en}, {said.en}")
