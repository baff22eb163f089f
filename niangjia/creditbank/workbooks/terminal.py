"""What the command says on the terminal: progress, faults, a summary; in the language of the terminal."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Final, Protocol

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid

from niangjia.core.refusals import Fault
from niangjia.core.terms import Term
from niangjia.creditbank.engine.findings import Finding
from niangjia.creditbank.workbooks.reading.faults import place_of
from niangjia.creditbank.workbooks.results import LearnerResult

_MOST_FAULTS: Final = 200
_FAULTS: Final = Term("共 {count} 处有误，没有写出任何结果", "{count} faults; nothing was written")
_FAULTS_LEFT_OUT: Final = Term(
    "共 {count} 处有误，有误的行没有计入", "{count} faults; the rows with faults were left out"
)
_MORE: Final = Term("……另有 {count} 处", "… and {count} more")
_PLACE: Final = Term("位置", "Where")
_STOOD: Final = Term("写的是", "Stood there")
_EXPECTED: Final = Term("应当", "Expected")
_CONVERTING: Final = Term("核算", "Converting")
_LEARNERS: Final = Term("学员", "Learners")
_OUTCOMES: Final = Term("学习成果", "Outcomes")
_RECOGNISED: Final = Term("认定学分", "Credits recognised")
_GREEDY: Final = Term("依次取用只能认定", "Taking outcomes as they come")
_GAIN: Final = Term("多认定", "Gain of the exact answer")
_PANEL: Final = Term("专家评审还可增加", "A panel could add")
_PROVEN: Final = Term("已证明最优", "Proven optimal")
_OF: Final = Term("{part} / {whole} 人", "{part} of {whole}")
_WRITTEN: Final = Term("已写入 {path}", "Written to {path}")
_TITLE: Final = Term("转换结果", "Results")
_SAMPLE: Final = Term("示例规则书：结果不作依据", "Sample rule book: the results decide nothing")


class Done(Protocol):
    """Hears how many learners are done."""

    def __call__(self, done: int) -> None:
        """So many are done."""


class Terminal:
    """Speaks on two streams: results on one, faults on the other."""

    def __init__(self) -> None:
        self._screen = Console()
        self._errors = Console(stderr=True)
        self._language = "en" if os.environ.get("LANG", "").startswith("en") else "zh"

    def say(self, term: Term) -> str:
        """A term in the language of the terminal, without markup."""
        return escape(term.in_language(self._language))

    def tell_faults(self, faults: Sequence[Fault], *, left_out: bool) -> None:
        """Every fault as a row: where, what stood there, what is expected."""
        grid = Grid()
        for label in (_PLACE, _STOOD, _EXPECTED):
            grid.add_column(self.say(label), overflow="fold")  # Chinese has no spaces to break lines at
        for fault in faults[:_MOST_FAULTS]:
            grid.add_row(self.say(place_of(fault)), escape(fault.stood), self.say(fault.expected))
        self._errors.print(grid)
        if len(faults) > _MOST_FAULTS:
            self._errors.print(self.say(_MORE.format(count=len(faults) - _MOST_FAULTS)))
        total = _FAULTS_LEFT_OUT if left_out else _FAULTS
        self._errors.print(self.say(total.format(count=len(faults))), style="bold")

    def tell_findings(self, findings: Sequence[Finding]) -> None:
        """What is wrong with a rule book as a whole."""
        for finding in findings:
            self._errors.print(f"· {self.say(finding.term)}")
        self._errors.print(self.say(_FAULTS.format(count=len(findings))), style="bold")

    @contextmanager
    def progress(self, total: int) -> Iterator[Done]:
        """A bar that fills while learners are converted."""
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._screen) as bar:
            task = bar.add_task(self.say(_CONVERTING), total=total)
            yield lambda done: bar.update(task, completed=done)

    def tell_summary(self, results: Sequence[LearnerResult], paths: Sequence[Path], *, is_sample: bool) -> None:
        """The figures of a run and where it was written."""
        recognised = sum((each.recognised for each in results), Decimal(0))
        greedy = sum((each.greedy for each in results), Decimal(0))
        panel = sum((each.with_panel - each.recognised for each in results), Decimal(0))
        proven = _OF.format(part=sum(each.optimal for each in results), whole=len(results))
        grid = Grid(title=self.say(_TITLE), show_header=False, title_justify="left")
        rows = (
            (_LEARNERS, str(len(results))),
            (_OUTCOMES, str(sum(len(each.enrolment.outcomes) for each in results))),
            (_RECOGNISED, f"{recognised:f}"),
            (_GREEDY, f"{greedy:f}"),
            (_GAIN, f"{recognised - greedy:+f}"),
            (_PANEL, f"{panel:f}"),
            (_PROVEN, self.say(proven)),
        )
        for label, figure in rows:
            grid.add_row(self.say(label), figure)
        self._screen.print(grid)
        if is_sample:
            self._screen.print(self.say(_SAMPLE))
        for path in paths:
            self._screen.print(self.say(_WRITTEN.format(path=path)), soft_wrap=True)
