"""Outcomes from a file: read, checked, persons found, deposited; beside COPY of the finished rows into a bare table."""

import os
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import psycopg
from django.conf import settings

from bench.rounds import Question, Side
from niangjia.config.readiness import dsn
from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.core.clock import day_of
from niangjia.core.identity import identity_check_character
from niangjia.core.workdays.periods import months_later
from niangjia.creditbank.accreditation.operations import accredit_body
from niangjia.creditbank.accreditation.types import NewAccreditation, NewScope
from niangjia.creditbank.outcomes.importing import import_outcomes
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.operations import register_organisation, register_persons
from niangjia.kernel.people.types import (
    AffiliationRole,
    NewOrganisation,
    NewPaper,
    NewPerson,
    OrganisationKind,
    PaperType,
)

ROWS = int(os.environ.get("NIANGJIA_BENCH_ROWS", "100000"))
OUTCOMES_EACH = 5
HEADER = "证件号码,姓名,成果类型,名称,证书编号,发证单位,取得日期,职业(工种),等级"
ROW, REST = "示例,职业技能等级证书,车工,BENCH", ",示例鉴定中心,2025-05-01,6-18-01-01,三级"
LAST = "deposit_id = (SELECT id FROM outcomes_deposit ORDER BY id DESC LIMIT 1)"


@dataclass
class ImportBench:
    """A certifying body, and ever new files for it."""

    body: UUID
    actor: Actor
    made: int = 0
    file: SourceFile = field(default_factory=lambda: SourceFile("none.csv", b""))
    rows: bytes = b""

    def write_file(self) -> None:
        """New people, whom the body knows, and a file of new certificates of theirs."""
        first, self.made = self.made, self.made + ROWS
        numbers = [_identity(person) for person in range(first // OUTCOMES_EACH, self.made // OUTCOMES_EACH + 1)]
        people = [NewPerson("示例", NewPaper(PaperType.IDENTITY_NUMBER, number)) for number in numbers]
        with unit_of_work(self.actor):
            given = {"organisation_id": self.body, "role": AffiliationRole.CLIENT}
            register_persons(people, **given, actor=self.actor, at=clock.now())
        lines = [HEADER, *(f"{numbers[row // OUTCOMES_EACH]},{ROW}{first + row:09}{REST}" for row in range(ROWS))]
        self.file = SourceFile(f"bench-{first}.csv", "\n".join(lines).encode())

    def import_file(self) -> int:
        """Ours: the whole import in its transaction."""
        with unit_of_work(self.actor):
            report = import_outcomes(self.file, body_id=self.body, actor=self.actor, at=clock.now())
        if report.deposited != ROWS:
            raise RuntimeError(f"deposited {report.deposited}, {report.faults[:1]}")
        return ROWS

    def keep_rows(self) -> None:
        """Keep what was imported last as COPY's own text, and an empty bare table with the same indexes."""
        with psycopg.connect(dsn(settings.INSTALLATION)) as connection:
            connection.execute("SET ROLE niangjia_reader")
            with connection.cursor().copy(f"COPY (SELECT * FROM outcomes_outcome WHERE {LAST}) TO STDOUT") as copy:
                self.rows = b"".join(bytes(part) for part in copy)
            connection.execute("RESET ROLE")
            connection.execute("DROP TABLE IF EXISTS bench_copy")
            connection.execute("CREATE TABLE bench_copy (LIKE outcomes_outcome INCLUDING INDEXES)")

    def copy_rows(self) -> int:
        """The measure: nothing read, nothing checked, one table."""
        copying = "COPY bench_copy FROM STDIN"
        with psycopg.connect(dsn(settings.INSTALLATION)) as connection, connection.cursor().copy(copying) as copy:
            copy.write(self.rows)
        return ROWS


def _identity(person: int) -> str:
    """The identity number of a made-up person, of a district that there is not."""
    day, order = divmod(person, 1000)
    number = f"3499{99 - day // 1120:02}{1960 + day % 40}01{1 + day // 40 % 28:02}{order:03}"
    return number + identity_check_character(number)


def _accredit(body: UUID, at: datetime) -> None:
    """A bank and its operator, who lets the body take in everything."""
    with unit_of_work(SYSTEM):
        bank = register_organisation(NewOrganisation("示例总工会", OrganisationKind.FEDERATION), actor=SYSTEM, at=at)
        account = create_account("operator", label="运营", password=None, actor=SYSTEM, at=at)
        give_role(account.id, Role.OPERATOR, organisation_id=bank, since=day_of(at), actor=SYSTEM, at=at)
        operator = actor_of(Account.objects.get(pk=account.id), at=at)
    new = NewAccreditation(body, bank, day_of(at), months_later(day_of(at), 12), (NewScope(),))
    with unit_of_work(operator):
        accredit_body(new, actor=operator, at=at)


def import_questions() -> list[Question]:
    """Rows of outcomes a second."""
    at = clock.now()
    with unit_of_work(SYSTEM):
        body = register_organisation(
            NewOrganisation("示例鉴定中心", OrganisationKind.CERTIFYING_BODY), actor=SYSTEM, at=at
        )
        account = create_account("bench", label="认证员", password=os.urandom(12).hex(), actor=SYSTEM, at=at)
        give_role(account.id, Role.CERTIFIER, organisation_id=body, since=day_of(at), actor=SYSTEM, at=at)
        actor = actor_of(Account.objects.get(pk=account.id), at=at)
    _accredit(body, at)
    bench = ImportBench(body, actor)
    sides = [
        Side("niangjia import outcomes", bench.import_file, bench.write_file),
        Side("COPY", bench.copy_rows, bench.keep_rows),
    ]
    return [Question("I", f"outcomes from a file of {ROWS:,} rows", "rows", sides)]
