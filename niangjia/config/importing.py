"""``niangjia import outcomes FILE``: what the certifier's page does with a workbook, from the terminal."""

from datetime import date
from pathlib import Path
from typing import Final

from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.clock import day_of
from niangjia.core.periods import holds_on
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.outcomes.importing import ImportReport, import_outcomes
from niangjia.creditbank.workbooks.folder import write_folder
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.writing.mending import rows_to_mend
from niangjia.kernel.access.models import Account, Grant
from niangjia.kernel.access.queries import actor_of, organisations_where
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work

ACT: Final = "outcome.deposit"
TO_MEND: Final = "to-mend.xlsx"
NO_SEAT: Final = Term(
    "账号 {username} 不存在、已停用，或者不是任何单位的认证员。请用 --as 写认证员的账号。",
    "The account {username} does not exist, is disabled, or is no certifier anywhere. Name a certifier's with --as.",
)
WHICH: Final = Term(
    "这套系统有 {count} 个认证员账号：{names}。请用 --as 写明以哪一个导入。",
    "There are {count} certifiers' accounts: {names}. Say with --as for which of them the file is imported.",
)


def import_outcomes_file(
    path: Path, *, username: str | None, accept_good_rows: bool, mend_folder: Path | None
) -> ImportReport:
    """Deposit a workbook of outcomes as a certifier; rows with faults go to ``mend_folder`` as a workbook.

    Without ``username`` it is the only certifier's account of the house. Refuses ``which_certifier`` where there are
    several or none, ``no_right`` for an account that is no certifier, and what reading refuses.
    """
    file, at = SourceFile.at(path), clock.now()
    with unit_of_work(SYSTEM):
        username = username or _only_certifier(day_of(at))
        account = Account.objects.filter(username=username, is_active=True).first()
        actor = None if account is None else actor_of(account, at=at)
    if actor is None:
        raise Refusal("no_right", NO_SEAT.format(username=username))
    with unit_of_work(actor):
        bodies = organisations_where(actor, ACT, at=day_of(at))
        if not bodies:
            raise Refusal("no_right", NO_SEAT.format(username=username))
        report = import_outcomes(
            file, body_id=bodies[0].party_id, actor=actor, at=at, accept_good_rows=accept_good_rows
        )
    if report.faults and mend_folder is not None:
        write_folder(mend_folder, {TO_MEND: rows_to_mend(report.faults, report.tables, on=day_of(at))})
    return report


def _only_certifier(on: date) -> str:
    held = Grant.objects.filter(holds_on(on), role=Role.CERTIFIER, account__is_active=True)
    names = sorted(set(held.values_list("account__username", flat=True)))
    if len(names) != 1:
        raise Refusal("which_certifier", WHICH.format(count=len(names), names="、".join(names) or "—"))
    return names[0]
