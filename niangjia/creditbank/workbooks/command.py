"""``niangjia convert``: programmes, a rule book and outcomes in; a workbook of results out. No server, no database."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Final

import typer

from niangjia.core.clock import today
from niangjia.creditbank.engine.proofreading import proofread
from niangjia.creditbank.workbooks.folder import refuse_folder, write_folder
from niangjia.creditbank.workbooks.programmes import read_programmes
from niangjia.creditbank.workbooks.records import RecordReading, read_record
from niangjia.creditbank.workbooks.rulebooks import read_rule_book
from niangjia.creditbank.workbooks.runs import Basis, convert_all
from niangjia.creditbank.workbooks.terminal import Terminal
from niangjia.creditbank.workbooks.writing.mending import rows_to_mend
from niangjia.creditbank.workbooks.writing.results import results_workbook

RESULTS: Final = "results.xlsx"
TO_MEND: Final = "to-mend.xlsx"
FAULTY: Final = 2


def convert(
    *,
    programme: Annotated[Path, typer.Option(help="培养方案 / programmes, .xlsx")],
    rulebook: Annotated[Path, typer.Option(help="认定规则书 / rule book, .xlsx")],
    outcomes: Annotated[
        list[Path], typer.Option(help="学员与成果，.xlsx，或几份 .csv / learners and outcomes, .xlsx or several .csv")
    ],
    out: Annotated[Path, typer.Option(help="结果文件夹 / folder for the results")],
    accept_good_rows: Annotated[
        bool, typer.Option("--accept-good-rows", help="取无误的行，其余写成待修改的工作簿 / take only good rows")
    ] = False,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="核算日期，默认今天 / day of the conversion")
    ] = None,
    processes: Annotated[int, typer.Option(min=0, help="进程数，0 为全部处理器 / 0: all processors")] = 0,
) -> None:
    """把职工的学习成果按规则书转换为课程学分 / convert workers' outcomes into credits of courses."""
    terminal = Terminal()
    day = today() if on is None else on.date()
    refuse_folder(out, frozenset({RESULTS, TO_MEND}))
    basis, record = _read(terminal, programme, rulebook, outcomes, day, accept_good_rows=accept_good_rows)
    enrolments = record.enrolments()
    with terminal.progress(len(enrolments)) as on_progress:
        results = convert_all(enrolments, basis, processes=processes or None, on_progress=on_progress)
    files = {RESULTS: results_workbook(results, basis)}
    if record.faults:
        files[TO_MEND] = rows_to_mend(record.faults, record.tables, on=day)
    write_folder(out, files)
    terminal.tell_summary(results, [out / name for name in files], is_sample=basis.book.is_sample)


def _read(
    terminal: Terminal, programme: Path, rulebook: Path, outcomes: list[Path], on: date, *, accept_good_rows: bool
) -> tuple[Basis, RecordReading]:
    """All three, or an end with every fault of them told. Programmes and rule book are taken whole or not at all."""
    programmes = read_programmes(programme)
    if programmes.content is None:
        terminal.tell_faults(programmes.faults, left_out=False)
        raise typer.Exit(FAULTY)
    book = read_rule_book(rulebook, programmes=programmes.content, on=on)
    record = read_record(*outcomes, programmes=programmes.content, on=on, accept_good_rows=accept_good_rows)
    faults = (*book.faults, *record.faults)
    if faults:
        terminal.tell_faults(faults, left_out=book.content is not None and record.is_taken)
    if book.content is None or not record.is_taken:
        raise typer.Exit(FAULTY)
    errors = proofread(book.content, programmes.content).errors
    if errors:
        terminal.tell_findings(errors)
        raise typer.Exit(FAULTY)
    return Basis(programmes.content, book.content, on), record
