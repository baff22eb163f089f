"""A small college with its bank, made by the operations that people use: two workers, ten courses, one book."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.core.conditions import all_of, fact
from niangjia.creditbank.certification.operations import certify_outcomes
from niangjia.creditbank.conversion.postings import post_decision
from niangjia.creditbank.engine.books import (
    Course,
    HeldOutcome,
    KindSetting,
    NeverRow,
    OutcomeKind,
    Programme,
    Recognition,
    RecognitionRow,
    RuleBook,
    ValuationRow,
)
from niangjia.creditbank.outcomes.operations import deposit_outcomes
from niangjia.creditbank.outcomes.types import NewOutcome
from niangjia.creditbank.programmes.operations import NewEnrolment, enrol, note_passed, publish_programmes
from niangjia.creditbank.rulebooks.models import Purpose
from niangjia.creditbank.rulebooks.operations import draft_rule_book, publish_rule_book
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import register_organisation, register_persons
from niangjia.kernel.people.types import AffiliationRole, NewOrganisation, NewPerson, OrganisationKind
from tests.worlds import accredit_for_all, one_check, worker_paper

AT = datetime(2026, 5, 8, 2, 0, tzinfo=UTC)
PASSWORD = "wangxi-2026"
IS_CERTIFICATE = fact("kind").equals("skill_certificate")
IS_TRAINING = fact("kind").equals("training")
IS_EARLIER = fact("kind").equals("earlier_course")
IS_RESULT = fact("kind").equals("five_smalls")


def course(code: str, name: str, worth: str, category: str = "专业课", **settings: object) -> Course:
    return Course(code=code, name=name, credits=Decimal(worth), category=category, **settings)


PROGRAMME = Programme(
    code="SK",
    version=1,
    title="数控技术（示例）",
    intake=2025,
    total_credits=Decimal(30),
    residency=Decimal(8),
    courses=(
        course("NC", "数控编程", "4"),
        course("CG", "车工工艺", "3"),
        course("JJ", "机床夹具设计", "3"),
        course("DG", "电工电子基础", "3"),
        course("JS", "计算机应用基础", "2", "公共课"),
        course("GX", "技术革新实践", "2", "实践课"),
        course("YY", "职场英语", "4", "公共课"),
        course("ZT", "机械制图", "4"),
        course("SZ", "思想政治理论", "3", "公共课", never=True),
        course("TY", "体育", "2", "公共课"),
    ),
    occupations=("6-18-01",),
    is_sample=True,
)
VALUATIONS = (
    ValuationRow("V1", "第五条", all_of(IS_CERTIFICATE, fact("level").at_least(Decimal(4))), credits=Decimal(8)),
    ValuationRow("V2", "第五条", IS_CERTIFICATE, credits=Decimal(3)),
    ValuationRow("V3", "第九条", IS_TRAINING, measure="hours", per=Decimal(18)),
    ValuationRow("V4", "第十条", IS_EARLIER, measure="credits", per=Decimal(1)),
    ValuationRow("V5", "第十一条", IS_RESULT, credits=Decimal(2)),
)
TURNING = all_of(IS_CERTIFICATE, fact("occupation").under("6-18-01"), fact("level").at_least(Decimal(4)))
WIRING = all_of(IS_CERTIFICATE, fact("occupation").under("6-31-01"), fact("level").at_least(Decimal(3)))
BOOK = RuleBook(
    code="RD",
    version=3,
    title="学习成果认定规则（示例）",
    publisher="望溪工匠学院",
    effective_from=date(2026, 3, 2),
    is_sample=True,
    kinds=(KindSetting(OutcomeKind.SKILL_CERTIFICATE, fan_out=2),),
    valuations=VALUATIONS,
    rows=(
        RecognitionRow("12", "第七条", TURNING, courses=("NC", "CG"), mark="合格"),
        RecognitionRow("17", "第七条", WIRING, courses=("DG",), mark="合格"),
        RecognitionRow("21", "第九条", all_of(IS_TRAINING, fact("subject").equals("夹具")), courses=("JJ",)),
        RecognitionRow(
            "24",
            "第十条",
            all_of(IS_EARLIER, fact("subject").equals("计算机应用")),
            courses=("JS",),
            recognition=Recognition.CREDIT,
            mark="85",
        ),
        RecognitionRow(
            "26",
            "第十二条",
            all_of(IS_EARLIER, fact("subject").equals("英语")),
            courses=("YY",),
            recognition=Recognition.NO_ATTENDANCE,
        ),
        RecognitionRow("30", "第十一条", IS_RESULT, courses=("GX",), decided_by="panel"),
    ),
    never=(NeverRow("N1", "第三条", fact("certificate_class").equals("automatic")),),
)
TABLE = RuleBook(
    code="BZ",
    version=1,
    title="标准分值表（示例）",
    publisher="望溪县总工会",
    effective_from=date(2026, 1, 1),
    is_sample=True,
    valuations=VALUATIONS,
)


def held(kind: OutcomeKind, title: str, **facts: object) -> HeldOutcome:
    return HeldOutcome(**{"id": "", "kind": kind, "title": title, "awarded_on": date(2025, 11, 20), **facts})


LATHE = held(
    OutcomeKind.SKILL_CERTIFICATE,
    "车工",
    certificate_number="JN-2025-11-08264",
    issuer="望溪技能评价中心",
    occupation="6-18-01-01",
    level=Decimal(4),
)
WIRE = held(
    OutcomeKind.SKILL_CERTIFICATE,
    "电工",
    certificate_number="JN-2024-07-00311",
    issuer="望溪技能评价中心",
    occupation="6-31-01-03",
    level=Decimal(2),
)
FIXTURES = held(OutcomeKind.TRAINING, "夹具与定位培训", hours=Decimal(45), subject="夹具")
COMPUTING = held(OutcomeKind.EARLIER_COURSE, "计算机应用", credits=Decimal(2), subject="计算机应用", score=Decimal(85))
ENGLISH = held(OutcomeKind.EARLIER_COURSE, "英语", credits=Decimal(4), subject="英语", score=Decimal(70))
INNOVATION = held(OutcomeKind.FIVE_SMALLS, "快换夹具小改革")
ALL = (LATHE, WIRE, FIXTURES, COMPUTING, ENGLISH, INNOVATION)


@dataclass(frozen=True)
class College:
    """The keys of what was made."""

    federation: UUID
    college: UUID
    body: UUID
    person: UUID
    enrolment: UUID
    other: UUID
    other_enrolment: UUID

    def actor(self, username: str) -> Actor:
        with unit_of_work(SYSTEM):
            return actor_of(Account.objects.get(username=username), at=AT)

    def post(self, decision: UUID) -> None:
        registrar = self.actor("jiaowu1")
        with unit_of_work(registrar):
            post_decision(decision, actor=registrar, at=clock.now())

    def deposit(self, *outcomes: HeldOutcome, person: UUID | None = None) -> list[UUID]:
        """Deposited with the body, and not certified yet."""
        certifier = self.actor("renzheng")
        with unit_of_work(certifier):
            new = [NewOutcome(person or self.person, each) for each in outcomes]
            return deposit_outcomes(new, body_id=self.body, actor=certifier, at=AT)

    def certify(self, *keys: UUID) -> None:
        certifier = self.actor("renzheng")
        with unit_of_work(certifier):
            certify_outcomes(keys, actor=certifier, at=AT)


def build_college(*outcomes: HeldOutcome, book: RuleBook | None = BOOK) -> College:
    """The college, with these outcomes certified for 周晓岚."""
    with unit_of_work(SYSTEM):
        federation, college, body, firm = _organisations()
        _accounts(federation, college, body)
    made = College(federation, college, body, *_learners(college, firm, body))
    with unit_of_work(SYSTEM):
        for username, person in (("zhou", made.person), ("lin", made.other)):
            create_account(username, label=f"职工{username}", password=PASSWORD, person_id=person, actor=SYSTEM, at=AT)
    accredit_for_all(body, bank=federation, operator=made.actor("yunying"))
    one_check(bank=federation, operator=made.actor("yunying"))
    _publish(made, TABLE, made.federation, Purpose.STANDARD)
    if book is not None:
        _publish(made, book, made.college, Purpose.RECOGNITION)
    if outcomes:
        made.certify(*made.deposit(*outcomes))
    return made


def _organisations() -> tuple[UUID, UUID, UUID, UUID]:
    kinds = OrganisationKind

    def registered(name: str, kind: OrganisationKind, parent: UUID | None = None) -> UUID:
        return register_organisation(NewOrganisation(name, kind, parent_id=parent), actor=SYSTEM, at=AT)

    federation = registered("望溪县总工会", kinds.FEDERATION)
    college = registered("望溪工匠学院", kinds.COLLEGE, federation)
    firm = registered("望溪禾柏精工有限公司", kinds.ENTERPRISE, federation)
    return federation, college, registered("望溪技能评价中心", kinds.CERTIFYING_BODY, federation), firm


def _accounts(federation: UUID, college: UUID, body: UUID) -> None:
    for username, role, seat in (
        ("jiaowu1", Role.REGISTRAR, college),
        ("jiaowu2", Role.REGISTRAR, college),
        ("renzheng", Role.CERTIFIER, body),
        ("yunying", Role.OPERATOR, federation),
        ("gonghui1", Role.CLERK, federation),
        ("gonghui2", Role.CLERK, federation),
    ):
        account = create_account(username, label=role.term.zh, password=PASSWORD, actor=SYSTEM, at=AT)
        give_role(account.id, role, organisation_id=seat, since=date(2026, 1, 1), actor=SYSTEM, at=AT)


def add_registrar(made: College, username: str) -> None:
    """One more registrar of the college."""
    with unit_of_work(SYSTEM):
        account = create_account(username, label=f"教务 {username}", password=PASSWORD, actor=SYSTEM, at=AT)
        give_role(account.id, Role.REGISTRAR, organisation_id=made.college, since=date(2026, 1, 1), actor=SYSTEM, at=AT)


def _registered(username: str, organisation: UUID, role: AffiliationRole) -> list[UUID]:
    """周晓岚 and 林静, registered into an organisation by its own people; known papers are found, not doubled."""
    with unit_of_work(SYSTEM):
        actor = actor_of(Account.objects.get(username=username), at=AT)
    people = [NewPerson("周晓岚", worker_paper(0)), NewPerson("林静", worker_paper(1))]
    with unit_of_work(actor):
        found = register_persons(people, organisation_id=organisation, role=role, actor=actor, at=AT)
    return [each.person_id for each in found]


def _learners(college: UUID, firm: UUID, body: UUID) -> tuple[UUID, UUID, UUID, UUID]:
    _registered("gonghui1", firm, AffiliationRole.EMPLOYEE)
    _registered("renzheng", body, AffiliationRole.CLIENT)
    zhou, lin = _registered("jiaowu1", college, AffiliationRole.STUDENT)
    with unit_of_work(SYSTEM):
        registrar = actor_of(Account.objects.get(username="jiaowu1"), at=AT)
    with unit_of_work(registrar):
        publish_programmes([PROGRAMME], college_id=college, actor=registrar, at=AT)
        new = [
            NewEnrolment(who, "SK", number, "数控一班", date(2025, 9, 1))
            for who, number in ((zhou, "2025001"), (lin, "2025002"))
        ]
        first, second = enrol(new, college_id=college, actor=registrar, at=AT)
        note_passed({first: ["ZT"]}, actor=registrar, on=date(2026, 1, 15))
    return zhou, first, lin, second


def _publish(made: College, book: RuleBook, publisher: UUID, purpose: Purpose) -> None:
    drafter, second = ("gonghui1", "gonghui2") if purpose is Purpose.STANDARD else ("jiaowu1", "jiaowu2")
    first, other = made.actor(drafter), made.actor(second)
    with unit_of_work(first):
        key = draft_rule_book(book, publisher_id=publisher, purpose=purpose, actor=first, at=AT)
    with unit_of_work(other):
        publish_rule_book(key, actor=other, at=AT)
