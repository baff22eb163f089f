"""A plan of the small college's federation, a bank table that values prizes, an event and its result document."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.engine.books import ValuationRow
from niangjia.creditbank.incentives.plans import approve_plan, draft_plan
from niangjia.creditbank.incentives.results import file_document, open_event, reward_list
from niangjia.creditbank.incentives.types import EventKind, NewDocument, NewEvent, NewPlan, NewRule
from niangjia.creditbank.rulebooks.models import Purpose
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.web.tests.college import AT, TABLE, College, _publish, build_college
from tests.worlds import worker_paper

PRIZE = fact("kind").equals("competition")
PRIZES = replace(
    TABLE,
    version=2,
    valuations=(*TABLE.valuations, ValuationRow("V6", "第十二条", PRIZE, credits=Decimal(2))),
)
FIRST = all_of(PRIZE, fact("tier").at_least(3), fact("prize").equals("first"))
NEXT = all_of(PRIZE, fact("tier").at_least(3), fact("prize").one_of("second", "third"))
RULES = (NewRule("市级一等奖", "第四条", FIRST, 300), NewRule("市级二、三等奖", "第五条", NEXT, 200))
PLAN = NewPlan("2026 年学分激励计划（示例）", date(2026, 1, 1), date(2026, 12, 31), 500, RULES)
EVENT = NewEvent("望溪市职工数控技能竞赛", EventKind.COMPETITION, "望溪市人社局", date(2026, 4, 18))
PAPER = NewDocument("望溪市人社局", "望人社〔2026〕31 号", date(2026, 4, 25), "结果.pdf", b"%PDF-1.7 made up")
HEADER = "证件号码,姓名,成果类型,名称,取得日期,赛事,级别,奖项,名次"
NAMES = ("周晓岚", "林静")


def row(who: int, prize: str = "一等奖", *, rank: int = 1, event: str = EVENT.name, tier: str = "市级") -> str:
    title = f"数控车工{prize}"
    return f"{worker_paper(who).number},{NAMES[who]},竞赛获奖,{title},2026-04-18,{event},{tier},{prize},{rank}"


def listed(*rows: str) -> SourceFile:
    return SourceFile("名单.csv", "\n".join([HEADER, *rows]).encode())


@dataclass(frozen=True)
class Bank:
    """The keys of what was made."""

    made: College
    plan: UUID
    event: UUID
    document: UUID

    def actor(self, username: str) -> Actor:
        return self.made.actor(username)

    def reward(self, *rows: str, plan: UUID | None = None, document: UUID | None = None):  # noqa: ANN201 - a test's
        clerk = self.actor("gonghui1")
        with unit_of_work(clerk):
            return reward_list(
                plan or self.plan, document or self.document, listed(*rows), body_id=self.made.body, actor=clerk, at=AT
            )

    def another(self, event: NewEvent, paper: NewDocument) -> UUID:
        """One more event with its document."""
        clerk = self.actor("gonghui1")
        with unit_of_work(clerk):
            key = open_event(event, organisation_id=self.made.federation, actor=clerk, at=AT)
            return file_document(key, paper, organisation_id=self.made.federation, actor=clerk, at=AT)


def build_bank(*, approved: bool = True, budget: int = 500) -> Bank:
    """All of it; ``budget`` in 1/100 standard credit."""
    made = build_college()
    _publish(made, PRIZES, made.federation, Purpose.STANDARD)
    with unit_of_work(SYSTEM):
        for username in ("gonghui1", "gonghui2"):
            account = Account.objects.get(username=username)
            give_role(account.id, Role.CERTIFIER, organisation_id=made.body, since=AT.date(), actor=SYSTEM, at=AT)
    drafter, second = made.actor("gonghui1"), made.actor("gonghui2")
    with unit_of_work(drafter):
        plan = draft_plan(replace(PLAN, budget=budget), organisation_id=made.federation, actor=drafter, at=AT)
        event = open_event(EVENT, organisation_id=made.federation, actor=drafter, at=AT)
        document = file_document(event, PAPER, organisation_id=made.federation, actor=drafter, at=AT)
    if approved:
        with unit_of_work(second):
            approve_plan(plan, actor=second, at=AT)
    return Bank(made, plan, event, document)
