"""A body's workbook of outcomes into the database: everything is checked first, then deposited whole or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Fault, Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.accreditation.queries import standings
from niangjia.creditbank.outcomes.operations import deposit_outcomes, where_it_stands, work_of
from niangjia.creditbank.outcomes.queries import clashes
from niangjia.creditbank.outcomes.types import Clash, NewOutcome, Provenance
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.workbooks.forms.outcomes import LEARNERS
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.reading.tables import Table
from niangjia.creditbank.workbooks.records import OutcomeRow, RecordReading, read_outcomes
from niangjia.kernel.people.models import Person
from niangjia.kernel.people.operations import register_persons
from niangjia.kernel.people.queries import find_persons_by_papers
from niangjia.kernel.people.types import AffiliationRole, NewPaper, NewPerson, PaperType

LONGEST: Final = (
    ("title", "名称", 200), ("certificate_number", "证书编号", 80), ("issuer", "发证单位", 120),
    ("subject", "主题", 120), ("event", "竞赛名称", 200),
)  # fmt: skip
TOO_LONG: Final = Term("文字过长，最多 {most} 字", "the text is too long, at most {most} signs")
PURPOSE: Final = "outcomes.import"
UNKNOWN: Final = Term(
    "系统里没有这个人；请核对号码，或先由工会、学院登记此人",
    "nobody is on record under this number: check it, or have the union or college register the person first",
)
NAME_MISSING: Final = Term("按证件号码存入的，要同时填姓名", "a row by identity number needs the name as well")
OF_SEVERAL: Final = Term(
    "有几所学院用了这个学号；请改填证件号码", "several colleges use this student number: give the identity number"
)
TWO_NAMES: Final = Term(
    "同一证件号码在文件里写了不同的姓名；请核对", "the file has this identity number under different names: check them"
)
OTHER_NAME: Final = Term("此号码登记的姓名与这里写的不同", "the name on record under this number differs")
DEPOSITED: Final = Term(
    "这张证书已经存入过（{where}），只能存一次；请删去本行或核对编号",
    "this certificate is deposited already ({where}): remove the row or check the number",
)
SAME: Final = Term(
    "此人的这项成果已经存入过（{where}），各项内容都相同，只能存一次；请删去本行",
    "this outcome of the person is deposited already ({where}), the same in everything: remove the row",
)
OUT_OF_SCOPE: Final = Term(
    "不在本机构的授权范围内（种类、职业、等级）；请删去本行，或改交有授权的机构",
    "outside this body's scope (kind, occupation, level): remove the row, or give it to a body that has the scope",
)
SAME_AS_ROW: Final = Term("与《{sheet}》第 {row} 行相同", "the same as row {row} of {sheet}")
NOTHING: Final = Term(
    "《{name}》里一项成果也没有。请在表头下面逐行填写，再导入。",
    "There is no outcome in {name}. Fill in rows below the header, then import it.",
)
ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(hashtext(%s), hashtext(%s))"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import came to. With faults nothing was deposited, unless the good rows were asked for."""

    deposited: int
    faults: tuple[Fault, ...]
    tables: tuple[Table, ...]
    outcome_ids: tuple[UUID, ...] = ()
    good_count: int = 0  # rows that could be deposited as they stand
    replayed: int = 0  # rows of this very file that the body had deposited before: among ``deposited``, not again


@dataclass(frozen=True, slots=True)
class Matched:
    """A row of the file, and the outcome to deposit for the person whom it is about."""

    row: OutcomeRow
    outcome: NewOutcome


def import_outcomes(
    file: SourceFile,
    *,
    body_id: UUID,
    actor: Actor,
    at: datetime,
    accept_good_rows: bool = False,
    is_trial: bool = False,
    provenance: Provenance | None = None,
) -> ImportReport:
    """Deposit the outcomes of a workbook or text file with a body; a trial only says what would come of it.

    Persons are found by identity number, or by student number where the actor may see the enrolment. The same file
    of the same body again deposits nothing twice and gives the same outcomes, at the same time too. ``provenance`` is
    that of ``deposit_outcomes``. Refuses ``nothing_in_file``.
    """
    file_hash = sha256(file.content).hexdigest()
    if not is_trial:
        _one_at_a_time(body_id, file_hash)
    reading = read_outcomes(file, on=day_of(at), accept_good_rows=True)
    rows, long = without_too_long(with_identities(reading))
    matched, strangers = match_persons(rows, at=at)
    if not reading.outcomes and not reading.faults:
        raise Refusal("nothing_in_file", NOTHING.format(name=file.name))
    matched, replayed = _without_replayed(matched, body_id=body_id, file_hash=None if is_trial else file_hash)
    doubles = [*clash_faults(matched), *scope_faults(matched, body_id=body_id, on=day_of(at))]
    bad = {(fault.sheet, fault.row) for fault in doubles}
    good = [each for each in matched if (each.row.sheet, each.row.row) not in bad]
    faults = (*reading.faults, *long, *strangers, *doubles)
    if replayed and not good and (accept_good_rows or not faults):
        return ImportReport(len(replayed), faults, reading.tables, tuple(replayed), replayed=len(replayed))
    if is_trial or not reading.is_taken or not good or (faults and not accept_good_rows):
        return ImportReport(0, faults, reading.tables, good_count=len(good))
    with transaction.atomic():
        good, renamed = become_known(good, body_id=body_id, actor=actor, at=at)
        faults = (*faults, *renamed)
        if not good or (renamed and not accept_good_rows):
            transaction.set_rollback(True)  # whom the body came to know is forgotten again
            return ImportReport(0, faults, reading.tables, good_count=len(good))
        ids = deposit_outcomes(
            [each.outcome for each in good],
            body_id=body_id,
            actor=actor,
            at=at,
            file_name=file.name,
            file_hash=file_hash,
            provenance=provenance,
        )
    return ImportReport(len(ids), faults, reading.tables, tuple(ids), len(ids), len(replayed))


def _one_at_a_time(body_id: UUID, file_hash: str) -> None:
    """Wait until nobody else is depositing this file of this body; then what she deposited is seen."""
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [f"deposit {body_id}", file_hash])


def _without_replayed(
    matched: list[Matched], *, body_id: UUID, file_hash: str | None
) -> tuple[list[Matched], list[UUID]]:
    """Without the rows that the body deposited from this very file, and the outcomes that these became."""
    standing = {
        clash.position: clash.standing.outcome_id
        for clash in clashes([each.outcome for each in matched])
        if clash.standing is not None
        and clash.earlier is None
        and (clash.standing.body_id, clash.standing.file_hash) == (body_id, file_hash)
    }
    return [each for place, each in enumerate(matched) if place not in standing], list(standing.values())


def with_identities(reading: RecordReading) -> list[OutcomeRow]:
    """The rows, with identity number and name filled in where the file's own sheet of learners tells them."""
    told = {
        learner["number"]: learner
        for table in reading.tables
        if table.form.label == LEARNERS.label
        for _, learner in table.rows()
    }
    return [
        row if row.identity is not None or row.number not in told else _told(row, told[row.number])
        for row in reading.outcomes
    ]


def _told(row: OutcomeRow, learner: dict[str, object]) -> OutcomeRow:
    identity, name = learner.get("identity"), learner.get("name")
    return replace(
        row,
        identity=identity.upper() if isinstance(identity, str) else None,
        name=row.name or (name if isinstance(name, str) else None),
    )


def without_too_long(rows: Sequence[OutcomeRow]) -> tuple[list[OutcomeRow], list[Fault]]:
    """The rows whose texts the tables can hold; each text that is too long is a fault."""
    faults = [
        Fault("text_too_long", row.sheet, row.row, label, text[:60], TOO_LONG.format(most=most))
        for row in rows
        for name, label, most in LONGEST
        if len(text := getattr(row.held, name) or "") > most
    ]
    bad = {(fault.sheet, fault.row) for fault in faults}
    return [row for row in rows if (row.sheet, row.row) not in bad], faults


def match_persons(rows: Sequence[OutcomeRow], *, at: datetime) -> tuple[list[Matched], list[Fault]]:
    """Whom each row is about; rows of unknown people, or under another name, are faults."""
    by_paper, by_number = _by_paper(rows, at), _by_number(rows)
    matched: list[Matched] = []
    faults: list[Fault] = []
    for row in rows:
        column = "证件号码" if row.identity else "学号"
        found = [by_paper.get(row.identity)] if row.identity else sorted(by_number.get(row.number or "", ()))
        if row.identity and not row.name:
            faults.append(_fault(row, "name_missing", "姓名", NAME_MISSING))
        elif len(found) > 1:
            faults.append(_fault(row, "number_of_several", column, OF_SEVERAL))
        elif not found or found[0] is None:
            faults.append(_fault(row, "person_unknown", column, UNKNOWN))
        else:
            matched.append(Matched(row, NewOutcome(found[0], row.held)))
    return _refuse_two_names(*_refuse_other_names(matched, faults))


def _by_paper(rows: Sequence[OutcomeRow], at: datetime) -> dict[str | None, UUID | None]:
    numbers = sorted({row.identity for row in rows if row.identity})
    papers = [NewPaper(PaperType.IDENTITY_NUMBER, number) for number in numbers]
    return dict(zip(numbers, find_persons_by_papers(papers, purpose=PURPOSE, at=at), strict=True)) if papers else {}


def _by_number(rows: Sequence[OutcomeRow]) -> dict[str, set[UUID]]:
    """Student numbers are of one college; several colleges may use the same."""
    wanted = {row.number for row in rows if row.number and not row.identity}
    found: dict[str, set[UUID]] = {}
    for number, person_id in Enrolment.objects.filter(student_number__in=wanted).values_list(
        "student_number", "person_id"
    ):
        found.setdefault(number, set()).add(person_id)
    return found


def _refuse_other_names(matched: list[Matched], faults: list[Fault]) -> tuple[list[Matched], list[Fault]]:
    names = dict(
        Person.objects.filter(party_id__in={each.outcome.person_id for each in matched}).values_list("party_id", "name")
    )
    return _refused(
        matched,
        faults,
        lambda each: each.row.name not in {None, names.get(each.outcome.person_id, each.row.name)},
        OTHER_NAME,
    )


def _refuse_two_names(matched: list[Matched], faults: list[Fault]) -> tuple[list[Matched], list[Fault]]:
    """Rows of one person, whose name the actor can't see, under two names: one of them is wrong."""
    names: dict[UUID, set[str | None]] = {}
    for each in matched:
        if each.row.name is not None:
            names.setdefault(each.outcome.person_id, set()).add(each.row.name)
    return _refused(matched, faults, lambda each: len(names.get(each.outcome.person_id, ())) > 1, TWO_NAMES)


def _refused(
    matched: Sequence[Matched], faults: list[Fault], is_wrong: Callable[[Matched], bool], expected: Term
) -> tuple[list[Matched], list[Fault]]:
    """Without those whose name is wrong, which become faults."""
    wrong = [each for each in matched if is_wrong(each)]
    bad = {id(each) for each in wrong}
    named = [_fault(each.row, "name_differs", "姓名", expected) for each in wrong]
    return [each for each in matched if id(each) not in bad], [*faults, *named]


def clash_faults(matched: Sequence[Matched]) -> list[Fault]:
    """Rows whose outcome stands already."""
    return [_clash_fault(clash, matched) for clash in clashes([each.outcome for each in matched])]


def scope_faults(matched: Sequence[Matched], *, body_id: UUID, on: date) -> list[Fault]:
    """Rows that the body may not certify; of a body that may certify nothing at all the deposit says so."""
    standing = standings([body_id], on=on).get(body_id)
    if standing is None or standing.suspended_since is not None:
        return []
    outside = [each.row for each in matched if not standing.covers(work_of(each.outcome.held))]
    return [_fault(row, "outside_scope", "名称", OUT_OF_SCOPE) for row in outside]


def _clash_fault(clash: Clash, matched: Sequence[Matched]) -> Fault:
    row, where = matched[clash.position].row, where_it_stands(clash)
    if clash.standing is None and clash.earlier is not None:
        above = matched[clash.earlier].row
        where = SAME_AS_ROW.format(sheet=above.sheet, row=above.row)
    if clash.certificate_number is not None:
        return _fault(row, "certificate_deposited_already", "证书编号", DEPOSITED.format(where=where))
    return _fault(row, "outcome_deposited_already", "名称", SAME.format(where=where))


def become_known(
    matched: Sequence[Matched], *, body_id: UUID, actor: Actor, at: datetime
) -> tuple[list[Matched], list[Fault]]:
    """The body now knows these persons, by name and paper only; rows under another name than on record are faults."""
    named = {each.row.identity: each for each in matched if each.row.identity}
    strangers: set[str | None] = set()
    while named:
        try:
            with transaction.atomic():
                register_persons(
                    [_person(each.row) for each in named.values()],
                    organisation_id=body_id,
                    role=AffiliationRole.CLIENT,
                    actor=actor,
                    at=at,
                )
            break
        except Refusal as refused:
            if refused.code != "paper_known_under_other_name" or refused.place is None:
                raise
            stranger = list(named)[(refused.place.row or 1) - 1]
            strangers.add(stranger)
            del named[stranger]
    return _refused(matched, [], lambda each: each.row.identity in strangers, OTHER_NAME)


def _person(row: OutcomeRow) -> NewPerson:
    return NewPerson(name=row.name or "", paper=NewPaper(PaperType.IDENTITY_NUMBER, row.identity or ""))


def _fault(row: OutcomeRow, code: str, column: str, expected: Term) -> Fault:
    held = row.held
    stood = {
        "证书编号": held.certificate_number or "",
        "名称": held.title,
        "学号": row.number or "",
        "姓名": row.name or "",
    }
    # An identity number is never repeated in a message: the row says where it stands.
    return Fault(code, row.sheet, row.row, column, stood.get(column, ""), expected)
