"""What is on record of the worker herself, and who read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.sharing.queries import waiting_asks
from niangjia.kernel.people.queries import organisations_of, person_card
from niangjia.kernel.people.types import AffiliationRole, PaperType, PersonCard
from niangjia.web.worker.door import Visit
from niangjia.web.worker.looks import LookView, latest_looks

LATEST: Final = 3
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


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The person, masked; her organisations; who looked lately; how many ask for a look."""

    card: PersonCard
    papers: tuple[tuple[Term, str], ...]
    organisations: tuple[tuple[Term, str], ...]
    looks: tuple[LookView, ...]
    asks_count: int


def account_page(visit: Visit, *, on: date) -> AccountPage:
    """All that the page shows."""
    card = person_card(visit.person_id, on=on)
    return AccountPage(
        card=card,
        papers=tuple((PAPERS[kind], number) for kind, number in card.papers),
        organisations=tuple((AFFILIATIONS[role], name) for role, name in organisations_of(visit.person_id, on=on)),
        looks=latest_looks(visit.person_id, count=LATEST),
        asks_count=waiting_asks(visit.person_id, on=on).count(),
    )
