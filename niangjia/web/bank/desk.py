"""The operator's side bar."""

from django.urls import reverse

from niangjia.core import clock
from niangjia.core.terms import Term
from niangjia.creditbank.accreditation.queries import bodies_by
from niangjia.creditbank.accreditation.types import Attention
from niangjia.web.desk import Desk, Group, Item, Seat


def bank_desk(seat: Seat) -> Desk:
    """By task: bodies, those whose accreditation ends soon, samples, experts."""
    expiring = bodies_by(Attention.EXPIRING, on=clock.today()).count()
    items = (
        Item("bodies", Term("认证机构", "Certifying bodies"), reverse("bank-bodies")),
        Item("expiring", Term("快到期的授权", "Expiring soon"), f"{reverse('bank-bodies')}?show=expiring", expiring),
        Item("quality", Term("机构质量", "How bodies work"), reverse("bank-quality")),
        Item("samples", Term("认证抽查", "Samples"), reverse("bank-samples")),
        Item("settings", Term("审核设置", "Checks and reasons"), reverse("bank-settings")),
        Item("experts", Term("专家库", "Experts"), reverse("bank-experts")),
    )
    return Desk(seat.organisation, seat.role.term, (Group(Term("认证", "Certification"), items),), seat.key)
