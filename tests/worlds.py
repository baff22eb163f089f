"""One made-up county for tests and for the demonstration: nobody and no firm here exists.

A county federation, three towns, ten enterprises with three workers each, a college, two certifying bodies, and someone
for every role. Identity numbers are of the district 349999, which there is not; firms carry 示例 in their names.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import zip_longest
from typing import Final
from uuid import UUID

from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.core.identity import credit_check_character, identity_check_character
from niangjia.creditbank.accreditation.operations import accredit_body
from niangjia.creditbank.accreditation.types import NewAccreditation, NewScope
from niangjia.creditbank.certification.bank import set_check_rule
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import (
    register_organisation,
    register_organisations,
    register_persons,
    take_up_occupations,
)
from niangjia.kernel.people.types import (
    AffiliationRole,
    NewOrganisation,
    NewPaper,
    NewPerson,
    OrganisationKind,
    PaperType,
)

AT: Final = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SINCE: Final = date(2025, 9, 1)
STUDENTS: Final = 12
DISTRICT: Final = "349999"
TOWNS: Final = ("示例城关镇总工会", "示例江畔镇总工会", "示例山口镇总工会")
ENTERPRISES: Final = (
    "示例机床有限公司",
    "示例新能源汽车有限公司",
    "示例化工有限公司",
    "示例纺织有限公司",
    "示例电子有限公司",
    "示例物流有限公司",
    "示例建材有限公司",
    "示例食品有限公司",
    "示例医药有限公司",
    "示例环保有限公司",
)
NAMES: Final = (
    "单雄文", "欧阳静", "张明",
    "阿依古丽·买买提", "李秀英", "王建国",
    "𬱖明", "曾国强", "刘洋",
    "陈静", "杨帆", "赵敏",
    "黄海", "周涛", "吴霞",
    "徐丽", "孙伟", "胡军",
    "朱红", "高峰", "林芳",
    "何平", "郭亮", "马超",
    "罗兰", "梁玉", "宋佳",
    "郑和平", "谢雨", "韩雪",
)  # fmt: skip
OCCUPATIONS: Final = ("6-18-01-01", "6-20-05-03", "6-31-01-03")


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker of the world. The students have accounts."""

    id: UUID
    name: str
    identity_number: str
    enterprise: UUID
    account: Account | None


@dataclass(frozen=True)
class World:
    """The keys of everything in it. ``accounts`` by role words such as ``county clerk``."""

    federation: UUID
    towns: tuple[UUID, ...]
    enterprises: tuple[UUID, ...]
    college: UUID
    bodies: tuple[UUID, UUID]
    accounts: dict[str, Account] = field(default_factory=dict)
    workers: tuple[Worker, ...] = ()

    def actor(self, name: str, *, at: datetime = AT) -> Actor:
        """Who the account of this name acts as; for a student, her name."""
        workers = {worker.name: worker.account for worker in self.workers if worker.account}
        return actor_of((workers | self.accounts)[name], at=at)


def identity_number(born_on: date, sequence: int) -> str:
    """A well-formed identity number that belongs to nobody."""
    digits = f"{DISTRICT}{born_on:%Y%m%d}{sequence:03}"
    return digits + identity_check_character(digits)


def credit_code(sequence: int) -> str:
    """A well-formed unified social credit code that belongs to nobody."""
    code = f"91{DISTRICT}{sequence:09}"
    return code + credit_check_character(code)


def build_world(*, at: datetime = AT, password: str | None = None) -> World:
    """Make the world in the default federation. With a password all of its accounts can log in."""
    with unit_of_work(SYSTEM):
        world = _organisations(at)
        world.accounts.update(_officials(world, at, password))
    workers = [each for number, key in enumerate(world.enterprises) for each in _employees(world, number, key, at)]
    with unit_of_work(SYSTEM):
        accounts = [
            create_account(
                f"worker{number:02}", label=f"职工{number:02}", password=password, actor=SYSTEM, at=at, person_id=person
            )
            for number, (person, *_) in enumerate(workers[:STUDENTS], start=1)
        ]
    made = tuple(Worker(*each, account) for each, account in zip_longest(workers, accounts))
    world = World(world.federation, world.towns, world.enterprises, world.college, world.bodies, world.accounts, made)
    _enrol_and_serve(world, at)
    one_check(bank=world.federation, operator=world.actor("operator", at=at), at=at)
    for body in world.bodies:
        accredit_for_all(body, bank=world.federation, operator=world.actor("operator", at=at))
    return world


def one_check(*, bank: UUID, operator: Actor, at: datetime = AT) -> None:
    """The bank's operator sets one check for everything."""
    with unit_of_work(operator):
        set_check_rule(bank_id=bank, kind="", value_from=0, checks_count=1, evidence_days=10, actor=operator, at=at)


def accredit_for_all(body: UUID, *, bank: UUID, operator: Actor, at: datetime = AT) -> UUID:
    """The bank's operator lets a body certify everything."""
    new = NewAccreditation(body, bank, date(2020, 1, 1), date(2099, 1, 1), (NewScope(),))
    with unit_of_work(operator):
        return accredit_body(new, actor=operator, at=at)


def worker_paper(number: int) -> NewPaper:
    """The paper of the worker with this number, from 0."""
    born_on = date(1975 + number, 1 + number % 12, 1 + number % 28)
    return NewPaper(PaperType.IDENTITY_NUMBER, identity_number(born_on, 101 + number))


def _organisations(at: datetime) -> World:
    new, kinds = NewOrganisation, OrganisationKind
    county = new("示例县总工会", kinds.FEDERATION, credit_code(1), "349999")
    federation = register_organisation(county, actor=SYSTEM, at=at, since=SINCE)
    college, *bodies = register_organisations(
        [
            new("示例职业技术学院", kinds.COLLEGE, credit_code(2)),
            new("示例技能评价中心", kinds.CERTIFYING_BODY, credit_code(3)),
            new("示例行业协会", kinds.CERTIFYING_BODY, credit_code(4)),
        ],
        actor=SYSTEM,
        at=at,
        since=SINCE,
    )
    towns = register_organisations(
        [new(name, kinds.UNION, parent_id=federation) for name in TOWNS], actor=SYSTEM, at=at, since=SINCE
    )
    enterprises = register_organisations(
        [
            new(name, kinds.ENTERPRISE, credit_code(10 + number), parent_id=towns[number % len(towns)])
            for number, name in enumerate(ENTERPRISES)
        ],
        actor=SYSTEM,
        at=at,
        since=SINCE,
    )
    return World(federation, tuple(towns), tuple(enterprises), college, (bodies[0], bodies[1]))


def _officials(world: World, at: datetime, password: str | None) -> dict[str, Account]:
    wanted = {
        "county clerk": ("clerk", "县总工会经办", Role.CLERK, world.federation),
        "town clerk": ("town", "城关镇经办", Role.CLERK, world.towns[0]),
        "other town clerk": ("town2", "江畔镇经办", Role.CLERK, world.towns[1]),
        "enterprise clerk": ("firm", "机床公司工会经办", Role.CLERK, world.enterprises[0]),
        "certifier": ("certifier", "评价中心认证员", Role.CERTIFIER, world.bodies[0]),
        "other certifier": ("certifier2", "行业协会认证员", Role.CERTIFIER, world.bodies[1]),
        "operator": ("operator", "学分银行运营", Role.OPERATOR, world.federation),
        "registrar": ("registrar", "学院教务", Role.REGISTRAR, world.college),
        "leader": ("leader", "县总工会领导", Role.LEADER, world.federation),
        "administrator": ("administrator", "系统管理员", Role.ADMINISTRATOR, world.federation),
        "security": ("security", "安全管理员", Role.SECURITY, world.federation),
        "auditor": ("auditor", "审计管理员", Role.AUDITOR, world.federation),
    }
    accounts = {}
    for name, (username, label, role, organisation) in wanted.items():
        account = create_account(username, label=label, password=password, actor=SYSTEM, at=at)
        give_role(account.id, role, organisation_id=organisation, since=SINCE, actor=SYSTEM, at=at)
        accounts[name] = account
    return accounts


def _employees(world: World, number: int, enterprise: UUID, at: datetime) -> list[tuple[UUID, str, str, UUID]]:
    """Three workers of one enterprise, registered by the county's clerk."""
    clerk = world.actor("county clerk", at=at)
    numbers = range(3 * number, 3 * number + 3)
    with unit_of_work(clerk):
        people = [NewPerson(NAMES[each], worker_paper(each), phone=f"1380000{each:04}") for each in numbers]
        role = AffiliationRole.EMPLOYEE
        found = register_persons(people, organisation_id=enterprise, role=role, actor=clerk, at=at, since=SINCE)
        codes = {each.person_id: code for each, code in zip(found, OCCUPATIONS, strict=True)}
        take_up_occupations(codes, since=SINCE, actor=clerk, at=at)
    return [
        (registered.person_id, person.name, person.paper.number, enterprise)
        for registered, person in zip(found, people, strict=True)
    ]


def _enrol_and_serve(world: World, at: datetime) -> None:
    """The college registers the first twelve workers as its students, the first body the first six as its clients."""
    for name, organisation, role, count in (
        ("registrar", world.college, AffiliationRole.STUDENT, STUDENTS),
        ("certifier", world.bodies[0], AffiliationRole.CLIENT, 6),
    ):
        actor = world.actor(name, at=at)
        people = [NewPerson(NAMES[each], worker_paper(each)) for each in range(count)]
        with unit_of_work(actor):
            register_persons(people, organisation_id=organisation, role=role, actor=actor, at=at, since=SINCE)
