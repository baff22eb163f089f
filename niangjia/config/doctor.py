"""``niangjia doctor``: item by item whether all is well, each as a sentence with what to do."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection
from rich.console import Console

from niangjia.config.checks import ask
from niangjia.config.readiness import is_migrated
from niangjia.config.static import is_collected
from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM
from niangjia.core.postgres.installation import SCHEMA
from niangjia.core.postgres.soundness import SENTENCES, unsound
from niangjia.core.terms import Term
from niangjia.core.workdays.queries import published_years
from niangjia.kernel.access.guessing import paused_count
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.credentials.queries import oldest_waiting, signing_key_count, stale_signing_keys_count
from niangjia.kernel.ledger.queries import parts_end, prove_books
from niangjia.kernel.people.queries import stale_keys_count
from niangjia.kernel.records.scanning import scanner_is_set

LEAST_FREE_BYTES: Final = 1024**3
LONGEST_WAIT: Final = timedelta(minutes=1)
LEAST_AHEAD: Final = timedelta(days=150)  # the job makes a part half a year ahead
OPEN_TO_OTHERS: Final = 0o077
FAILED_JOBS: Final = """
    SELECT count(*) FROM procrastinate_jobs AS job
    WHERE status = 'failed' AND EXISTS (
        SELECT FROM procrastinate_events WHERE job_id = job.id AND at > now() - interval '7 days'
    )
"""


class State(Enum):
    """How an item stands: fine, worth a look, or wrong."""

    FINE = "✓"
    LOOK = "!"
    WRONG = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One item of the examination."""

    state: State
    term: Term


def examine() -> list[Finding]:
    """Every item in order. The database must run; what depends on tables is left out while they are not migrated."""
    found = [
        finding
        for item in (_soundness, _free_space, _old_directories, _secrets, _pages, _scanner)
        for finding in item()
    ]
    if not is_migrated(settings.INSTALLATION, {federation.schema for federation in settings.FEDERATIONS.values()}):
        why = Term(
            "数据库不是本版的结构：请运行 niangjia migrate", "the database is of another version: run niangjia migrate"
        )
        return [*found, Finding(State.WRONG, why)]
    with unit_of_work(SYSTEM):
        return [
            *found,
            *(
                finding
                for item in (_person_keys, _signing_keys, _log, _guesses, _books, _parts, _holidays, _jobs)
                for finding in item()
            ),
        ]


def show(findings: list[Finding], console: Console) -> int:
    """Print the findings in both languages. Gives the exit code: 1 if something is wrong."""
    for finding in findings:
        console.print(
            f"{finding.state.value} {finding.term.zh} / {finding.term.en}",
            markup=False,
            highlight=False,
            soft_wrap=True,
        )
    return int(any(finding.state is State.WRONG for finding in findings))


Item = Callable[[], Iterator[Finding]]


def _soundness() -> Iterator[Finding]:
    wrong = unsound(ask, schema=SCHEMA)
    for code, term in SENTENCES.items():
        if code in wrong:
            term = Term(f"不对，应当是：{term.zh}", f"not so: {term.en}")  # noqa: PLW2901 - said the other way round
        yield Finding(State.WRONG if code in wrong else State.FINE, term)


def _free_space() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.NIANGJIA_DATA).free
    said = Term("数据目录所在磁盘还有 {size} GB", "{size} GB are free where the data folder lies")
    yield Finding(State.LOOK if free < LEAST_FREE_BYTES else State.FINE, said.format(size=round(free / 1024**3, 1)))


def _old_directories() -> Iterator[Finding]:
    for kept in sorted(settings.NIANGJIA_DATA.glob("postgres-[0-9]*")):
        said = Term(
            "升级前的数据目录还在：{path}。确认无误后可以删掉",
            "the data directory from before an upgrade is kept: {path}. Delete it when you are sure",
        )
        yield Finding(State.LOOK, said.format(path=kept))


def _secrets() -> Iterator[Finding]:
    folder: Path = settings.NIANGJIA_DATA / "keys"
    open_files = [path.name for path in (folder, *folder.glob("*")) if path.stat().st_mode & OPEN_TO_OTHERS]
    if open_files:
        said = Term("密钥别人也读得到：{names}。请 chmod 600", "other users can read keys: {names}. chmod them to 600")
        yield Finding(State.WRONG, said.format(names=", ".join(open_files)))
    else:
        yield Finding(State.FINE, Term("密钥只有本程序读得到", "keys can be read by the program alone"))


def _pages() -> Iterator[Finding]:
    if is_collected():
        yield Finding(State.FINE, Term("网页部件齐全", "the pages' files are collected"))
    else:
        said = Term(
            "网页部件不是本版的：请运行 niangjia migrate",
            "the pages' files are of another version: run niangjia migrate",
        )
        yield Finding(State.WRONG, said)


def _scanner() -> Iterator[Finding]:
    if scanner_is_set():
        yield Finding(State.FINE, Term("上传的文件都查病毒", "uploaded files are scanned for viruses"))
    else:
        said = Term(
            "上传的文件没有查病毒：请设 NIANGJIA_SCANNER（clamd 的地址或一条命令）",
            "uploaded files are not scanned for viruses: set NIANGJIA_SCANNER to a clamd or a command",
        )
        yield Finding(State.LOOK, said)


def _person_keys() -> Iterator[Finding]:
    stale = stale_keys_count()
    if stale:
        said = Term(
            "换主密钥没有做完，还有 {count} 人的密钥用旧的封装：请运行 niangjia rotate-keys",
            "a rotation is not finished: {count} persons' keys are wrapped by an older one; run niangjia rotate-keys",
        )
        yield Finding(State.LOOK, said.format(count=stale))
    else:
        yield Finding(State.FINE, Term("个人密钥都由当前主密钥封装", "the current master key wraps every person's"))


def _signing_keys() -> Iterator[Finding]:
    stale = stale_signing_keys_count()
    if stale:
        said = Term(
            "有 {count} 把签名密钥用旧的主密钥封装：请再运行 niangjia rotate-keys",
            "an older master key wraps {count} signing keys: run niangjia rotate-keys again",
        )
        yield Finding(State.LOOK, said.format(count=stale))
    else:
        said = Term("有 {count} 家单位的签名密钥可用", "signing keys are in use: {count}")
        yield Finding(State.FINE, said.format(count=signing_key_count()))


def _log() -> Iterator[Finding]:
    since = oldest_waiting()
    if since is not None and clock.now() - since > LONGEST_WAIT:
        said = Term(
            "透明日志从 {since} 起没有编号：编号进程没有在运行，请看 niangjia run 的输出",
            "the transparency log has not been sequenced since {since}: its process is not running, see niangjia run",
        )
        yield Finding(State.LOOK, said.format(since=since.isoformat(timespec="minutes")))
    else:
        yield Finding(State.FINE, Term("透明日志没有积压", "nothing waits for the transparency log"))


def _guesses() -> Iterator[Finding]:
    paused = paused_count(at=clock.now())
    if paused:
        said = Term(
            "有 {count} 处正因多次输错密码而暂停登录",
            "log-ins of {count} accounts at an address are paused after many failures",
        )
        yield Finding(State.LOOK, said.format(count=paused))
    else:
        yield Finding(State.FINE, Term("没有因输错密码而暂停的登录", "no log-in is paused after failures"))


def _books() -> Iterator[Finding]:
    proof = prove_books()
    if proof.holds:
        said = Term(
            "账对得上：{accounts} 个账户，{transfers} 笔",
            "the books are proved: {accounts} accounts, {transfers} transfers",
        )
        yield Finding(State.FINE, said.format(accounts=proof.accounts_count, transfers=proof.transfers_count))
    else:
        said = Term(
            "账对不上：{count} 处。请停止记账，先查原因",
            "the books do not balance: {count} faults. Stop posting and find out why",
        )
        yield Finding(State.WRONG, said.format(count=proof.faults_count))


def _parts() -> Iterator[Finding]:
    end = parts_end()
    if end is None:
        return
    if end - clock.now() < LEAST_AHEAD:
        said = Term(
            "账本只分到 {day}，之后记不了账：后台任务没有建好下一年的分表",
            "the ledger's parts end on {day} and nothing can be booked from then on: the nightly job made no next one",
        )
        yield Finding(State.WRONG, said.format(day=clock.day_of(end).isoformat()))
    else:
        yield Finding(State.FINE, Term("账本下一年的分表已建好", "the ledger's next part is made"))


def _holidays() -> Iterator[Finding]:
    years, today = published_years(), clock.today()
    missing = {today.year, today.year + (today.month == 12)} - set(years)  # noqa: PLR2004 - next year's is out by then
    if missing:
        said = Term(
            "缺 {years} 年的放假安排，算不出工作日：请录入",
            "the holidays of {years} are missing, working days cannot be counted",
        )
        yield Finding(State.LOOK, said.format(years=", ".join(map(str, sorted(missing)))))
    else:
        yield Finding(State.FINE, Term("今年的放假安排已录入", "this year's holidays are entered"))


def _jobs() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(FAILED_JOBS)
        (failed,) = cursor.fetchone()
    if failed:
        said = Term("七天内有 {count} 件后台任务失败", "{count} jobs of the queue failed within seven days")
        yield Finding(State.LOOK, said.format(count=failed))
    else:
        yield Finding(State.FINE, Term("没有失败的后台任务", "no job of the queue failed"))
