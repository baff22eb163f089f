"""What the pages of an appeal show, for the worker and for the office: states, clocks, what was said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from niangjia.core.terms import Term
from niangjia.creditbank.appeals.models import Appeal
from niangjia.creditbank.appeals.operations import HEAR
from niangjia.creditbank.appeals.types import Against, State
from niangjia.kernel.records.models import Deadline
from niangjia.kernel.records.queries import timeline
from niangjia.kernel.records.types import TimelineEntry
from niangjia.web.worker.records import StateView

STATES: Final = {
    State.FILED: StateView(Term("等受理", "waits to be accepted"), "wait", "ink"),
    State.ACCEPTED: StateView(Term("已受理，在办", "accepted, in hand"), "wait", "ink"),
    State.NOT_ACCEPTED: StateView(Term("不予受理", "not accepted"), "no", "bad"),
    State.UPHELD: StateView(Term("申诉成立", "upheld"), "done", "good"),
    State.DISMISSED: StateView(Term("维持原决定", "dismissed"), "no", "bad"),
    State.WITHDRAWN: StateView(Term("已撤回", "withdrawn"), "new", ""),
}
MOVES: Final = {
    "file": Term("申诉已提交", "appeal filed"),
    "accept": Term("已受理，由没有经手过的人办理", "accepted; decided by someone who had no part in it"),
    "decline": Term("不予受理", "not accepted"),
    "uphold": Term("申诉成立", "upheld"),
    "dismiss": Term("维持原决定", "dismissed"),
    "withdraw": Term("申诉已撤回", "withdrawn"),
}
NEXT: Final = {
    State.FILED: (
        Term("由没有经手过的人看，决定受不受理", "someone who had no part in it looks whether it is accepted"),
        Term("受理以后作出结论，写明理由", "then it is decided, with reasons"),
    ),
    State.ACCEPTED: (Term("作出结论，写明理由", "it is decided, with reasons"),),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened, or (without an instant) is still to come."""

    at: datetime | None
    term: Term
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class AppealPage:
    """All that both sides see of one appeal."""

    row: Appeal
    against: Against
    state: StateView
    due: Deadline | None
    steps: tuple[Step, ...]
    decided: TimelineEntry | None  # the move that is appealed against

    @property
    def is_upheld(self) -> bool:
        """Whether what was decided is put right."""
        return self.row.record.state == State.UPHELD


def appeal_page(row: Appeal) -> AppealPage:
    """The page of one appeal. Nine queries."""
    state = State(row.record.state)
    happened = tuple(
        Step(entry.at, MOVES[entry.words], entry.values.get("reason", ""), entry.by)
        for entry in timeline(row.record_id)
        if entry.kind == "move"
    )
    moves = [entry for entry in timeline(row.about_id) if entry.kind == "move"]
    due = Deadline.objects.filter(record_id=row.record_id, obligation=HEAR).first()
    return AppealPage(
        row=row,
        against=Against(row.against),
        state=STATES[state],
        due=due,
        steps=(*happened, *(Step(None, term) for term in NEXT.get(state, ()))),
        decided=moves[row.about_version - 1] if len(moves) >= row.about_version else None,
    )
