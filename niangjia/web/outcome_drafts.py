"""An outcome typed in step by step, by the worker or by her union: facts, papers, check. The draft keeps every step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from niangjia.core import clock
from niangjia.core.audit.types import Actor
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.engine.books import OutcomeKind
from niangjia.creditbank.engine.wording import KINDS, same, shown
from niangjia.creditbank.outcomes.answers import facts_asked, read_answers
from niangjia.creditbank.outcomes.likeness import alike_of_person
from niangjia.creditbank.outcomes.models import Draft
from niangjia.creditbank.outcomes.offering import choose_body, drop_draft, lock_draft, save_answers
from niangjia.creditbank.outcomes.queries import bodies_that_take
from niangjia.creditbank.outcomes.types import Purpose, Source
from niangjia.kernel.people.queries import occupation_names, person_card
from niangjia.kernel.people.types import PersonCard
from niangjia.kernel.records.files import MOST_BYTES, MOST_FILES
from niangjia.kernel.records.keeping import drop_kept_file, keep_file, kept_files
from niangjia.kernel.records.scanning import scanner_is_set
from niangjia.web.addresses import key_of
from niangjia.web.uploads import handed_in

DATES: Final = frozenset({"awarded_on", "expires_on"})
NUMBERS: Final = frozenset({"hours", "months", "credits", "score", "rank"})
HINTS: Final[Mapping[str, Term]] = {
    "occupation": Term("证书上写的职业，例如 车工", "the occupation on the certificate, such as 车工"),
    "certificate_number": Term("证书上印的编号", "the number printed on it"),
    "issuer": Term("证书上盖章的单位", "whose seal is on it"),
    "expires_on": Term("没有写就不填", "leave it blank if none is written"),
    "event": Term("例如 第三届职工技能大赛", "such as 第三届职工技能大赛"),
    "share": Term("几个人合作的，您占多少，例如 40%", "your part if several did it, such as 40%"),
    "subject": Term("学了什么；和名称一样就不填", "what it was about; leave it blank if the title says it"),
    "score": Term("满分 100", "out of 100"),
}
LABELS: Final[Mapping[tuple[OutcomeKind, str], Term]] = {
    (OutcomeKind.COMPETITION, "title"): Term("参赛项目", "Discipline"),
    (OutcomeKind.FIVE_SMALLS, "title"): Term("成果名称", "Name of the result"),
    (OutcomeKind.TRAINING, "title"): Term("培训名称", "Name of the training"),
    (OutcomeKind.MENTORING, "title"): Term("带徒内容", "What you taught"),
    (OutcomeKind.MENTORING, "awarded_on"): Term("期满日期", "Day on which it ended"),
    (OutcomeKind.EARLIER_COURSE, "title"): Term("课程名称", "Name of the course"),
    (OutcomeKind.EARLIER_COURSE, "issuer"): Term("就读的学校", "School"),
    (OutcomeKind.EARLIER_COURSE, "awarded_on"): Term("考试通过的日期", "Day on which you passed"),
}
FEW: Final = 8  # so many bodies are shown one under the other, more as a list


@dataclass(frozen=True, slots=True)
class Place:
    """At which door a draft is typed in: who, the layout and what it needs, how the names of the addresses begin."""

    actor: Actor
    layout: str
    door: str
    context: Mapping[str, object] = field(default_factory=dict)

    def url(self, step: str, draft_id: UUID) -> str:
        """The address of a step: ``facts``, ``papers``, ``check``, ``drop``."""
        return reverse(f"{self.door}-draft-{step}", args=[draft_id])


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the form, with what was typed and what is wrong with it."""

    name: str
    label: Term
    value: str
    choices: tuple[tuple[str, Term], ...]
    is_needed: bool
    type: str
    hint: Term | None
    wrong: Term | None


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as it is checked."""

    label: Term
    value: Term


def facts_page(request: HttpRequest, place: Place, draft_id: UUID) -> HttpResponse:
    """What the kind needs; what was typed is kept, right or wrong."""
    draft = lock_draft(draft_id, actor=place.actor)
    if request.method != "POST":
        return _facts(request, place, draft, {})
    draft = save_answers(draft_id, request.POST.dict(), actor=place.actor, at=clock.now())
    wrong = read_answers(OutcomeKind(draft.kind), draft.answers, on=clock.today()).wrong
    if wrong:
        return _facts(request, place, draft, wrong)
    return redirect(place.url("papers", draft_id))


def papers_page(request: HttpRequest, place: Place, draft_id: UUID) -> HttpResponse:
    """Evidence, her union's paper of consent, and the body that shall certify."""
    draft = lock_draft(draft_id, actor=place.actor)
    if request.method != "POST":
        return _papers(request, place, draft, None)
    try:
        return _take_papers(request, place, draft)
    except Refusal as refusal:
        return _papers(request, place, draft, refusal.term)


def _check_context(place: Place, draft: Draft) -> dict[str, object]:
    """All that was typed, the papers, the body: as the page to check them needs it."""
    kind = OutcomeKind(draft.kind)
    files = kept_files(draft.id)
    return {
        **_context(place, draft),
        "answers": _said(draft),
        "files": files,
        "has_consent": any(each.purpose == Purpose.CONSENT for each in files),
        "wrong": read_answers(kind, draft.answers, on=clock.today()).wrong,
    }


def check_page(
    request: HttpRequest, place: Place, draft_id: UUID, *, is_asked: bool = False, refused: Term | None = None
) -> HttpResponse:
    """Everything before it counts, with what looks alike; ``is_asked``: her union typed it in for her."""
    draft = lock_draft(draft_id, actor=place.actor, is_for_confirming=is_asked)
    held = read_answers(OutcomeKind(draft.kind), draft.answers, on=clock.today()).held
    alike = alike_of_person(draft.person_id, held) if held else ()
    page = {**_check_context(place, draft), "is_asked": is_asked, "alike": alike, "refused": refused}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "drafts/check.html", page, status=status)


def name_of(draft_id: UUID) -> str:
    """Whom a draft is about."""
    return Draft.objects.select_related("person").get(id=draft_id).person.name


def drop(place: Place, draft_id: UUID) -> None:
    """Throw the draft away."""
    drop_draft(draft_id, actor=place.actor)


def _context(place: Place, draft: Draft) -> dict[str, object]:
    steps = {step: place.url(step, draft.id) for step in ("facts", "papers", "check", "drop")}
    return {
        **place.context,
        "layout": place.layout,
        "door": place.door,
        "draft": draft,
        "kind": KINDS[draft.kind],
        "steps": steps,
        "person": person_card(draft.person_id, on=clock.today()),
        "is_hers": draft.person_id == place.actor.person_id,
        "is_on_behalf": draft.source == Source.CLERK,
    }


def _facts(request: HttpRequest, place: Place, draft: Draft, wrong: Mapping[str, Term]) -> HttpResponse:
    """The form. What was typed is kept though it is wrong, so the answer is no error: those undo what they did."""
    context = _context(place, draft)
    page = {**context, "fields": _fields(draft, wrong, context["person"]), "wrong": wrong}
    return render(request, "drafts/facts.html", page)


def _fields(draft: Draft, wrong: Mapping[str, Term], person: object) -> list[Field]:
    kind, typed = OutcomeKind(draft.kind), dict(draft.answers)
    if not typed and isinstance(person, PersonCard) and person.occupation:
        typed["occupation"] = person.occupation  # what is held is shown
    return [
        Field(
            name,
            LABELS.get((kind, name), label),
            typed.get(name, ""),
            tuple((word, _in_words(kind, name, word)) for word in words),
            needed,
            "date" if name in DATES else "number" if name in NUMBERS else "text",
            HINTS.get(name),
            wrong.get(name),
        )
        for name, label, words, needed in facts_asked(kind)
    ]


def _in_words(kind: OutcomeKind, name: str, word: str) -> Term:
    """A word to choose, in the reader's language."""
    read = read_answers(kind, {name: word}, on=clock.today()).values.get(name)
    return same(word) if read is None or isinstance(read, bool) else shown(name, read)


def _said(draft: Draft) -> list[Said]:
    kind = OutcomeKind(draft.kind)
    values = read_answers(kind, draft.answers, on=clock.today()).values
    names = occupation_names([str(values["occupation"])]) if values.get("occupation") else {}
    said = []
    for name, label, words, _ in facts_asked(kind):
        typed = draft.answers.get(name, "")
        value = values.get(name)
        if name == "occupation" and value in names:
            term = same(f"{names[str(value)]} {value}")
        elif value is None or name in DATES or not (words or name in NUMBERS) or isinstance(value, bool):
            term = shown(name, value) if name in DATES and value is not None else same(typed)
        else:
            term = shown(name, value)
        if typed:
            said.append(Said(LABELS.get((kind, name), label), term))
    return said


def _papers(request: HttpRequest, place: Place, draft: Draft, refused: Term | None) -> HttpResponse:
    bodies = list(bodies_that_take(OutcomeKind(draft.kind), on=clock.today()))
    page = {
        **_context(place, draft),
        "files": kept_files(draft.id),
        "bodies": bodies,
        "is_few": len(bodies) <= FEW,
        "refused": refused,
        "most_files": MOST_FILES,
        "most_size": MOST_BYTES >> 20,
        "is_scanned": scanner_is_set(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "drafts/papers.html", page, status=status)


def _take_papers(request: HttpRequest, place: Place, draft: Draft) -> HttpResponse:
    """Files are kept and the body remembered with whatever button; only the last button goes on."""
    now, dropped = clock.now(), key_of(request.POST.get("drop"))
    if dropped is not None:
        drop_kept_file(dropped, draft_id=draft.id)
    for purpose in (Purpose.EVIDENCE, Purpose.CONSENT):
        for name, content in handed_in(request, purpose.value):
            keep_file(
                content,
                name=name,
                purpose=purpose,
                draft_id=draft.id,
                about_id=draft.person_id,
                actor=place.actor,
                at=now,
            )
    body = key_of(request.POST.get("body"))
    if body is not None:
        choose_body(draft.id, body, actor=place.actor, at=now)
    goes_on = request.POST.get("act") == "next"
    return redirect(place.url("check" if goes_on else "papers", draft.id))
