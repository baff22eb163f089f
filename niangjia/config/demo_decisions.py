"""What goes on around decisions in the demo: a draft in public notice, experts on the roster, an appeal that waits."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final
from uuid import UUID

from niangjia.core import clock
from niangjia.core.audit.types import Actor
from niangjia.creditbank.appeals.operations import file_appeal
from niangjia.creditbank.panels.members import add_expert
from niangjia.creditbank.rulebooks.consultation import keep_minutes, object_to_draft, open_notice
from niangjia.creditbank.rulebooks.models import RuleBook
from niangjia.kernel.records.models import Record

Acting = Callable[[Actor], AbstractContextManager[None]]
EXPERTS: Final = (("jiaowu3", "机械制造（示例）"), ("renzheng", "技能评价（示例）"), ("gonghui2", "职工创新（示例）"))
OBJECTION: Final = ("示例职工", "学时折算的比例改得太快，建议留一年过渡。（示例）")
GROUNDS: Final = "这份成果有主办单位的红头文件，请再看一次。（示例）"
MINUTES: Final = ("示例专家五人", "讨论了学时折算和证书本数，多数同意按草稿公示。（示例）")


def show_draft(draft_id: UUID, *, registrar: Actor, worker: Actor, acting: Acting) -> None:
    """Experts discussed the draft, it stands in public notice, and a worker objects."""
    at = clock.now()
    with acting(registrar):
        seen = RuleBook.objects.get(id=draft_id).content_hash
        people, text = MINUTES
        keep_minutes(draft_id, held_on=clock.day_of(at), people=people, text=text, actor=registrar, at=at)
        notice = open_notice(draft_id, seen_hash=seen, actor=registrar, at=at)
    with acting(worker):
        object_to_draft(notice, name=OBJECTION[0], text=OBJECTION[1], actor=worker, at=at)


def call_experts(college_id: UUID, *, registrar: Actor, acting: Acting) -> None:
    """Three experts stand on the college's roster."""
    with acting(registrar):
        for username, field in EXPERTS:
            add_expert(college_id, username, field=field, actor=registrar, at=clock.now())


def appeal_something(workers: tuple[Actor, ...], *, acting: Acting) -> None:
    """The first of these workers who was refused something appeals."""
    for worker in workers:
        with acting(worker):
            refused = Record.objects.filter(kind="outcome", state="refused", subject_id=worker.person_id).first()
            if refused is not None:
                file_appeal(refused.id, grounds=GROUNDS, actor=worker, at=clock.now())
                return
