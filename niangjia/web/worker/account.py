"""What is on record of the worker herself, and who read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from niangjia.core.terms import Term
from niangjia.kernel.access.queries import readings_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.queries import organisations_of, person_card
from niangjia.kernel.people.types import AffiliationRole, PaperType, PersonCard
from niangjia.web.worker.door import Visit

PAPERS: Final[Mapping[PaperType, Term]] = {
    PaperType.IDENTITY_NUMBER: Term("身份证", "identity card"),
    PaperType.PASSPORT: Term("护照", "passport"),
    PaperType.HK_MO_PERMIT: Term("港澳居民通行证", "Hong Kong or Macao permit"),
    PaperType.TW_PERMIT: Term("台湾居民通行证", "Taiwan permit"),
    PaperType.FOREIGN_RESIDENCE: Term("外国人永久居留证", "foreign residence card"),
}
AFFILIATIONS: Final[Mapping[AffiliationRole, Term]] = {
    AffiliationRole.EMPLOYEE: Term("单位", "Employer"),
    AffiliationRole.UNION_MEMBER: Term("所属工会", "Union"),
    AffiliationRole.STUDENT: Term("就读学院", "College"),
    AffiliationRole.CLIENT: Term("认证机构", "Certifying body"),
}
PURPOSES: Final = {
    "fit.share": Term("查看您出示的岗位匹配", "looked at what you show for a post"),
    "learner.read": Term("查看学员的学分", "looked at a learner's credits"),
    "outcomes.import": Term("导入学习成果时核对身份", "checked who you are while importing outcomes"),
    "appeal.read": Term("办理您的申诉时查看", "looked at it to decide your appeal"),
    "person.read": Term("查看人员资料", "looked at your particulars"),
    "register_known_person": Term("登记时核对了您的身份", "matched your papers while registering"),
    "person.reveal": Term("查看完整号码", "saw a number in full"),
}


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One reading in words."""

    at: datetime
    who: Term
    what: Term


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The person, masked; her organisations; the readings, latest first."""

    card: PersonCard
    papers: tuple[tuple[Term, str], ...]
    organisations: tuple[tuple[Term, str], ...]
    readings: tuple[ReadingView, ...]


def account_page(visit: Visit, *, on: date) -> AccountPage:
    """All that the page shows."""
    card = person_card(visit.person_id, on=on)
    return AccountPage(
        card=card,
        papers=tuple((PAPERS[kind], number) for kind, number in card.papers),
        organisations=tuple((AFFILIATIONS[role], name) for role, name in organisations_of(visit.person_id, on=on)),
        readings=tuple(
            ReadingView(each.at, _roles(each.roles), PURPOSES.get(each.purpose, Term(each.purpose, each.purpose)))
            for each in readings_of(visit.person_id)
        ),
    )


def _roles(words: tuple[str, ...]) -> Term:
    terms = [Role(word).term for word in words if word in set(Role)]
    return Term("、".join(term.zh for term in terms), ", ".join(term.en for term in terms))
