"""The commands for many learners at once: ``niangjia batch …``."""

import time
from typing import TYPE_CHECKING, Annotated, Final

import django
import typer

from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term

if TYPE_CHECKING:
    from uuid import UUID

    from niangjia.creditbank.batch.runs import Progress

RATE: Final = "{done}/{count}  {rate:.0f}/s"
WORKERS: Final = 2
NO_BOOK: Final = Term(
    "没有这份规则书（{code}）。请用 --book 写它的代码，可以接版本：{code}:2。",
    "There is no rule book {code}. Name its code with --book, with the version if you like: {code}:2.",
)


def batch_commands(app: typer.Typer) -> None:
    """Add the commands to the program."""
    batch = typer.Typer(help="批量 / many learners at once", no_args_is_help=True)
    batch.command("populate")(populate)
    batch.command("propose")(propose)
    batch.callback()(lambda: None)
    app.add_typer(batch, name="batch")
    app.command("replay")(replay)


def populate(
    count: Annotated[int, typer.Argument(min=1, help="多少名虚构学员 / how many made-up learners")],
    *,
    seed: Annotated[int, typer.Option(min=1, max=99, help="同一个数得到同样的人 / same seed, same people")] = 1,
    posted: Annotated[int, typer.Option(min=0, help="其中多少人已有入账的认定 / how many have a posted decision")] = 0,
) -> None:
    """装入虚构的学员和成果（试压用）/ load made-up learners and outcomes, for trials of speed."""
    django.setup()
    from django.conf import settings

    from niangjia.config.serving import serving_database
    from niangjia.core.clock import now
    from niangjia.creditbank.batch.populations.loading import load_population

    start = time.monotonic()

    def show(done: int) -> None:
        print(RATE.format(done=done, count=count, rate=done / (time.monotonic() - start)), flush=True)

    with serving_database():
        examples = settings.PROJECT / "examples" / "anqing"
        load_population(count, examples=examples, at=now(), seed=seed, posted=posted, on_progress=show)


def propose(
    *,
    book: Annotated[
        str | None, typer.Option(help="规则书代码，可接:版本；不写就算全部现行的 / code or code:version")
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="工作进程数 / working processes")] = WORKERS,
    engine: Annotated[str, typer.Option(help="processes 或 spark / processes or spark")] = "processes",
    chunk: Annotated[int, typer.Option(min=1, help="每块多少人 / learners a chunk")] = 1000,
) -> None:
    """给规则书管到的全部学员测算方案；断了再运行就接着算 / proposals for everyone, taken up where it broke off."""
    django.setup()
    from niangjia.config.serving import serving_database
    from niangjia.core.audit.types import SYSTEM
    from niangjia.core.clock import today
    from niangjia.creditbank.batch.models import Engine
    from niangjia.creditbank.batch.running import propose_all
    from niangjia.creditbank.rulebooks.queries import in_force
    from niangjia.kernel.access.unit_of_work import unit_of_work

    with serving_database():
        with unit_of_work(SYSTEM):
            chosen = [(row.id, row.title) for row in in_force(today())] if book is None else [_named(book)]
        for key, title in chosen:
            print(title, flush=True)
            tell = ProgressLine()
            propose_all(key, on=today(), workers=workers, engine=Engine(engine), chunk=chunk, tell=tell)
            print(flush=True)


def replay(
    draft: Annotated[str, typer.Argument(help="草稿的代码，可接版本 CODE:2 / the draft's code, or code:version")],
    *,
    against: Annotated[str | None, typer.Option(help="与哪一份比；不写就比已发布的最新版 / compared with")] = None,
    workers: Annotated[int, typer.Option(min=1, help="工作进程数 / working processes")] = WORKERS,
    engine: Annotated[str, typer.Option(help="processes 或 spark / processes or spark")] = "processes",
    first: Annotated[int, typer.Option(min=0, help="列出多少人，学分减少最多的在前 / how many to list")] = 20,
) -> None:
    """试算草稿：全部学员里谁多谁少、差多少 / who gains and who loses by a draft, over all learners."""
    django.setup()
    from niangjia.config.serving import serving_database
    from niangjia.core.audit.types import SYSTEM
    from niangjia.core.clock import today
    from niangjia.creditbank.batch.connections import open_reading, schema_of
    from niangjia.creditbank.batch.models import Engine
    from niangjia.creditbank.batch.replays import replay_page, replay_totals
    from niangjia.creditbank.batch.running import replay_all
    from niangjia.kernel.access.unit_of_work import unit_of_work

    with serving_database():
        with unit_of_work(SYSTEM):
            new, title = _named(draft)
            old, other = _named(against) if against else _published_beside(draft)
        print(f"{other} → {title}", flush=True)
        tell = ProgressLine()
        run = replay_all(new, against=old, on=today(), workers=workers, engine=Engine(engine), tell=tell)
        print(flush=True)
        with open_reading(schema_of("default")) as connection:
            for each in replay_totals(connection, run):
                print(f"{each.programme}  +{each.gaining} (+{each.won})  -{each.losing} (-{each.lost})")
            for found in replay_page(connection, run, limit=first):
                print(f"{found.student_number}  {found.programme}  {found.before} → {found.after}")


def _published_beside(text: str) -> "tuple[UUID, str]":
    """The newest published version of the draft's code."""
    from niangjia.creditbank.rulebooks.queries import published

    code = text.partition(":")[0]
    row = published().filter(code=code).first()
    if row is None:
        raise Refusal("rule_book_unknown", NO_BOOK.format(code=code))
    return row.id, row.title


def _named(text: str) -> "tuple[UUID, str]":
    """The newest book of this code, or the version after a colon, published or draft."""
    from niangjia.creditbank.rulebooks.models import Purpose, RuleBook

    code, _, version = text.partition(":")
    found = RuleBook.objects.filter(code=code, purpose=Purpose.RECOGNITION).order_by("-version")
    row = found.filter(version=int(version)).first() if version.isdecimal() else found.first()
    if row is None:
        raise Refusal("rule_book_unknown", NO_BOOK.format(code=code))
    return row.id, row.title


class ProgressLine:
    """One line of the terminal: done of all, how fast, and how long it still takes."""

    def __init__(self) -> None:
        self._start: float = time.monotonic()
        self._first: int | None = None

    def __call__(self, progress: "Progress") -> None:
        """Tell where it stands."""
        if self._first is None:
            self._first = progress.done
        elapsed = time.monotonic() - self._start
        rate = (progress.done - self._first) / elapsed if elapsed else 0.0
        left = "—" if not rate else f"{(progress.count - progress.done) / rate:.0f}"
        share = 100 * progress.done // max(1, progress.count)
        print(f"\r{progress.done}/{progress.count} {share}%  {rate:.0f}/s  {left} s ", end="", flush=True)
