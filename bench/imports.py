"""I1: outcomes from a file into the database, everything checked, beside plain COPY of the same rows."""

import csv
import io
import os
from datetime import date, timedelta
from uuid import UUID

from bench.report import Figure, figure, measured

ROWS = int(os.environ.get("NIANGJIA_BENCH_ROWS", "100000"))
ROUNDS = int(os.environ.get("NIANGJIA_BENCH_ROUNDS", "3"))
EACH = 5  # outcomes a person
HEADER = ["证件号码", "姓名", "成果类型", "名称", "证书编号", "发证单位", "取得日期", "学时", "成绩", "主题"]
COMPARED = "import of outcomes (read, check, match persons, deposit, records, audit) : COPY of the same rows, no index"


def measure() -> list[Figure]:
    """Rows a second of both, interleaved."""
    from niangjia.core import clock
    from niangjia.core.audit.types import SYSTEM
    from niangjia.creditbank.outcomes.importing import import_outcomes
    from niangjia.creditbank.workbooks.reading.sheets import SourceFile
    from niangjia.kernel.access.unit_of_work import unit_of_work

    body, certifier = seats(SYSTEM)
    ours, theirs = [], []
    for number in range(ROUNDS):
        rows = outcome_rows(number)
        register(rows, body, certifier)
        file = SourceFile("outcomes.csv", text_of(rows).encode())

        def bring_in(file: SourceFile = file) -> int:
            with unit_of_work(certifier):
                report = import_outcomes(file, body_id=body, actor=certifier, at=clock.now())
            if report.faults or report.deposited != ROWS:
                raise SystemExit(f"the import has faults: {report.faults[:3]}")
            return report.deposited

        ours.append(measured(bring_in))
        theirs.append(measured(lambda rows=rows: copy(rows)))
    return [figure("I1", ours, theirs, goal=0, compared=COMPARED, unit="rows/s")]


def seats(system: object) -> tuple[UUID, object]:
    """A federation, a certifying body under it, and its certifier."""
    from niangjia.core import clock
    from niangjia.kernel.access.operations import create_account, give_role
    from niangjia.kernel.access.queries import actor_of
    from niangjia.kernel.access.types import Role
    from niangjia.kernel.access.unit_of_work import unit_of_work
    from niangjia.kernel.people.operations import register_organisation
    from niangjia.kernel.people.types import NewOrganisation, OrganisationKind

    at = clock.now()
    with unit_of_work(system):
        top = register_organisation(NewOrganisation("示例总工会", OrganisationKind.FEDERATION), actor=system, at=at)
        new = NewOrganisation("示例鉴定中心", OrganisationKind.CERTIFYING_BODY, parent_id=top)
        body = register_organisation(new, actor=system, at=at)
        account = create_account("bench", label="bench", password=None, actor=system, at=at)
        give_role(account.id, Role.CERTIFIER, organisation_id=body, since=clock.day_of(at), actor=system, at=at)
        return body, actor_of(account, at=at)


def outcome_rows(number: int) -> list[list[str]]:
    """Training certificates of made-up people; each round has its own people and numbers."""
    from niangjia.core.identity import identity_check_character

    rows = []
    for place in range(ROWS):
        person = number * ROWS + place // EACH
        born = date(1970, 1, 1) + timedelta(days=person % 10000)
        head = f"349999{born:%Y%m%d}{person // 10000:03d}"
        identity = head + identity_check_character(head)
        on = date(2024, 1, 1) + timedelta(days=place % 300)
        rows.append(
            [identity, f"示例{person}", "培训学时", f"岗位培训{place % 97}", f"B{number}-{place:07d}", "示例培训学校",
             on.isoformat(), str(8 + place % 60), str(60 + place % 40), f"主题{place % 50}"]
        )  # fmt: skip
    return rows


def register(rows: list[list[str]], body: UUID, certifier: object) -> None:
    """Register the people before the clock runs."""
    from niangjia.core import clock
    from niangjia.kernel.access.unit_of_work import unit_of_work
    from niangjia.kernel.people.operations import register_persons
    from niangjia.kernel.people.types import AffiliationRole, NewPaper, NewPerson, PaperType

    people = [NewPerson(row[1], NewPaper(PaperType.IDENTITY_NUMBER, row[0])) for row in rows[::EACH]]
    with unit_of_work(certifier):
        register_persons(people, organisation_id=body, role=AffiliationRole.CLIENT, actor=certifier, at=clock.now())


def text_of(rows: list[list[str]]) -> str:
    """The file, as an office would save it."""
    target = io.StringIO()
    csv.writer(target).writerows([HEADER, *rows])
    return target.getvalue()


def copy(rows: list[list[str]]) -> int:
    """The same rows by COPY into a bare table of text columns."""
    from django.db import connections

    columns = ", ".join(f"c{place} text" for place in range(len(HEADER)))
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_copy ({columns})")
        with cursor.cursor.copy("COPY bench_copy FROM STDIN") as target:
            for row in rows:
                target.write_row(row)
        cursor.execute("DROP TABLE bench_copy")
    return len(rows)
