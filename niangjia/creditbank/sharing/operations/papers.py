"""Issue papers: lay them out, give each a code, keep them word for word under the person's key."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from niangjia.core import crypto
from niangjia.core.audit.operations import log
from niangjia.core.audit.types import Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.units import Unit, to_units
from niangjia.creditbank.programmes.models import Enrolment
from niangjia.creditbank.programmes.queries import learners_of
from niangjia.creditbank.rulebooks.queries import standard_table
from niangjia.creditbank.sharing.codes import masked_name, new_code
from niangjia.creditbank.sharing.contents import learning_record
from niangjia.creditbank.sharing.models import Paper
from niangjia.creditbank.sharing.sheets import Told, content_hash, recognised_count, sheet_of
from niangjia.creditbank.sharing.types import PaperKind
from niangjia.kernel.access.operations import log_read
from niangjia.kernel.access.queries import require
from niangjia.kernel.people.models import PersonKey
from niangjia.kernel.people.queries import organisation_name, person_card

PURPOSE: Final = "sharing.paper"
MOST_AT_ONCE: Final = 60
LANGUAGES: Final = ("zh", "en")
THE_BANK: Final = "职工学分银行"
NO_KEY: Final = Term(
    "此人的资料已按规定销毁，不能再出文件。", "This person's data were destroyed; no paper can be issued."
)
NOT_A_LEARNER: Final = Term(
    "这个人不是本学院的学员，不能由学院出成绩单。", "This person is no learner of the college, so it issues no papers."
)
NOBODY_IN_CLASS: Final = Term("这个班没有学员。请换一个班。", "There is nobody in this class. Choose another.")
TOO_MANY: Final = Term(
    "一次最多出 {most} 份，这里有 {count} 份。请按班级分次打印。",
    "At most {most} papers at once; here are {count}. Choose a class.",
)
NO_PAPER: Final = Term("没有这份文件，或它不是您出的。", "There is no such paper, or you did not issue it.")
GONE: Final = Term("这份文件已经作废过了。", "This paper was withdrawn already.")


def issue_paper(
    person_id: UUID, *, kind: PaperKind, language: str, actor: Actor, at: datetime, college_id: UUID | None = None
) -> UUID:
    """Issue a paper: by the worker for herself, or by a college for a learner (of its own enrolments alone).

    The same words on the same day are the same paper. Gives its key. Refuses ``act_not_allowed``, ``not_a_learner``,
    ``person_not_seen`` and ``person_key_destroyed``.
    """
    require(actor, "paper.issue", on=college_id or person_id, at=day_of(at))
    if college_id is not None:
        if not Enrolment.objects.filter(person_id=person_id, college_id=college_id).exists():
            raise Refusal("not_a_learner", NOT_A_LEARNER)
        log_read(actor=actor, about=person_id, purpose="paper.issue", at=at)
    paper = _drafted(person_id, kind, language, college_id=college_id, actor=actor, at=at)
    standing = _said_today(paper, at)
    if standing is not None:
        return standing
    paper.save(force_insert=True)
    log(actor=actor, act="paper.issue", about=paper.id, at=at, detail={"kind": kind.value, "language": language})
    return paper.id


def issue_class(
    college_id: UUID, class_name: str, *, kind: PaperKind, language: str, actor: Actor, at: datetime
) -> Sequence[UUID]:
    """Issue a paper for each learner of a class, by student number. Refuses as above, and ``too_many_papers``."""
    learners = learners_of(college_id, class_name=class_name)
    people = list(learners.values_list("person_id", flat=True)[: MOST_AT_ONCE + 1])
    if not people:
        raise Refusal("nobody_in_class", NOBODY_IN_CLASS)
    if len(people) > MOST_AT_ONCE:
        raise Refusal("too_many_papers", TOO_MANY.format(most=MOST_AT_ONCE, count=learners.count()))
    return [
        issue_paper(person, kind=kind, language=language, actor=actor, at=at, college_id=college_id)
        for person in dict.fromkeys(people)
    ]


def withdraw_paper(paper_id: UUID, *, actor: Actor, at: datetime) -> None:
    """A paper is worth nothing any more; whoever checks its code learns so. Refuses ``no_paper``, ``paper_gone``."""
    paper = Paper.objects.select_for_update().filter(id=paper_id).first()
    if paper is None:
        raise Refusal("no_paper", NO_PAPER)
    require(actor, "paper.issue", on=paper.college_id or paper.person_id, at=day_of(at))
    if paper.withdrawn_at is not None:
        raise Refusal("paper_gone", GONE)
    paper.withdrawn_at = at
    paper.save(update_fields=["withdrawn_at"])
    log(actor=actor, act="paper.withdraw", about=paper_id, at=at)


def _drafted(
    person_id: UUID, kind: PaperKind, language: str, *, college_id: UUID | None, actor: Actor, at: datetime
) -> Paper:
    """The paper as it would be issued now."""
    wrapped = PersonKey.objects.filter(person_id=person_id).values_list("wrapped", flat=True).first()
    if wrapped is None:
        raise Refusal("person_key_destroyed", NO_KEY)
    record = learning_record(person_id, college_id=college_id)
    told = Told(_number(person_id, at), _issuer(college_id, at), by_college=college_id is not None)
    sheet = sheet_of(record, told, kind=kind, language=language, on=day_of(at))
    return Paper(
        person_id=person_id,
        college_id=college_id,
        kind=kind,
        language=language,
        code=new_code(),
        content_cipher=crypto.encrypt(wrapped, json.dumps(sheet, ensure_ascii=False), PURPOSE),
        content_hash=content_hash(sheet),
        issuer=told.issuer,
        masked_name=masked_name(record.name),
        outcome_ids=[line.id for line in record.outcomes],
        decision_ids=[line.id for line in record.decisions if not line.is_reversed],
        courses_count=recognised_count(record),
        credits=to_units(record.recognised, Unit.COURSE_CREDIT),
        issued_at=at,
        issued_by=actor.account_id,
    )


def _said_today(paper: Paper, at: datetime) -> UUID | None:
    """A paper that says the same and was issued on the same day."""
    found = Paper.objects.filter(
        person_id=paper.person_id,
        kind=paper.kind,
        college_id=paper.college_id,
        content_hash=paper.content_hash,
        withdrawn_at=None,
    ).order_by("-id")
    last = found.first()
    return last.id if last is not None and day_of(last.issued_at) == day_of(at) else None


def _number(person_id: UUID, at: datetime) -> str:
    """The first of her papers, masked."""
    papers = person_card(person_id, on=day_of(at)).papers
    return papers[0][1] if papers else "—"


def _issuer(college_id: UUID | None, at: datetime) -> str:
    """Who stands for a paper: the college, else the bank, which is whoever publishes the standard table."""
    if college_id is not None:
        return organisation_name(college_id)
    table = standard_table(day_of(at))
    return organisation_name(table.publisher_id) if table is not None else THE_BANK
