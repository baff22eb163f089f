"""The demo: the pilot of examples/anqing, entered through the same operations that people use. Loaded once.

Everyone and every firm in it is made up. NIANGJIA_DEMO=0 leaves an installation empty.
"""

import os
import secrets
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from niangjia.config.demo_abilities import load_abilities, load_plan
from niangjia.config.demo_accounts import password_file
from niangjia.config.demo_decisions import appeal_something, call_experts, show_draft
from niangjia.config.demo_pathway import load_pathway
from niangjia.config.demo_sharing import ask_for_a_look, share_something
from niangjia.core import clock
from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.core.clock import day_of
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.core.workdays.periods import months_later
from niangjia.core.workdays.types import PeriodUnit
from niangjia.creditbank.accreditation.operations import accredit_body
from niangjia.creditbank.accreditation.types import NewAccreditation, NewScope
from niangjia.creditbank.batch.asking import start_replay
from niangjia.creditbank.batch.queries import comparable_with
from niangjia.creditbank.batch.tasks import compute_replay
from niangjia.creditbank.certification.checking import check_outcomes, return_outcomes
from niangjia.creditbank.certification.operations import certify_outcomes, refuse_outcomes
from niangjia.creditbank.certification.queries import standard_values
from niangjia.creditbank.conversion.claims import claim_courses
from niangjia.creditbank.conversion.postings import post_decision
from niangjia.creditbank.engine.books import RuleBook
from niangjia.creditbank.engine.canonical import book_hash
from niangjia.creditbank.outcomes.importing import import_outcomes
from niangjia.creditbank.outcomes.models import Outcome
from niangjia.creditbank.programmes.importing import EnrolReport, import_learners
from niangjia.creditbank.programmes.operations import publish_programmes
from niangjia.creditbank.rulebooks import models
from niangjia.creditbank.rulebooks.models import Purpose
from niangjia.creditbank.rulebooks.operations import approve_rule_book, draft_rule_book, publish_rule_book
from niangjia.creditbank.rulebooks.queries import standard_table
from niangjia.creditbank.workbooks.programmes import read_programmes
from niangjia.creditbank.workbooks.reading.faults import sentence_of
from niangjia.creditbank.workbooks.reading.sheets import SourceFile
from niangjia.creditbank.workbooks.rulebooks import read_rule_book
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.queries import actor_of
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import acting, unit_of_work
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.operations import register_organisation, register_persons
from niangjia.kernel.people.types import (
    AffiliationRole,
    NewOrganisation,
    NewPaper,
    NewPerson,
    OrganisationKind,
    PaperType,
)

EXAMPLES: Final = settings.PROJECT / "examples" / "anqing"
DIVISION: Final = "340800"
WAITING_EVERY: Final = 40  # every fortieth outcome is left for the second check
WAITING_FIRST: Final = 12  # so many wait for their first check
MORE: Final = "请补官方查询结果的截图（示例）"
UNVALUED: Final = 4  # of what no row of the standard table values so many wait too, the last of the queue
NOT_VALUED: Final = "标准分值表里没有这类成果（示例）"
CLAIMS, POSTINGS = 8, 4
FEW: Final = 4
DAYS: Final[dict[str, Any]] = {
    "decide_days": 15,
    "notice_days": 5,
    "appeal_days": 10,
    "days_in": PeriodUnit.WORKING_DAYS,
    "appeal_to": "安庆市总工会职工教育部（示例）",
}
FEWER_CERTIFICATES: Final[dict[str, dict[str, Any]]] = {"L02": {"count": 1, "name": "技能等级证书最多用 1 本"}}
FAULTS: Final = Term("示例文件有问题：{first}", "the example files have faults: {first}")


def load_demo() -> bool:
    """Load the demo into an installation that has no accounts yet, whole or not at all. Gives whether it was loaded."""
    if os.environ.get("NIANGJIA_DEMO") == "0":
        return False
    with unit_of_work(SYSTEM):
        if Account.objects.exists():
            return False
        _load(_new_password())
    return True


def _new_password() -> str:
    """Kept before anything is loaded: a house with accounts is never without the way in."""
    password = secrets.token_urlsafe(9)
    kept = password_file(settings.NIANGJIA_DATA)
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(password)
    return password


def _load(password: str) -> None:
    places = _organisations()
    _staff(places, password)
    _accredit(places)
    report = _learners(places)
    _outcomes(places)
    draft = _rules(places)
    _workers(_chosen_workers(report), password)
    _claims(report)
    _pathway(places, report, password)
    load_abilities(places.federation, places.college)
    load_plan(places.federation, places.body, report.learners)
    _replay(draft)
    workers = tuple(actor(username) for username in ("zhigong1", "zhigong2", "zhigong3"))
    show_draft(draft, registrar=actor("jiaowu1"), worker=workers[0], acting=_acting)
    call_experts(places.college, registrar=actor("jiaowu1"), acting=_acting)
    appeal_something(workers, acting=_acting)
    _sharing(report, workers[0])


def _sharing(report: EnrolReport, worker: Actor) -> None:
    share_something(worker, acting=_acting)
    row = next(row for row, key in zip(report.learners, report.person_ids, strict=True) if key == worker.person_id)
    ask_for_a_look(row.name, row.identity or "", clerk=actor("qiye1"), acting=_acting)


def _acting(actor: Actor) -> AbstractContextManager[None]:
    return acting(actor, before=SYSTEM)


@dataclass(frozen=True, slots=True)
class Places:
    """The demo's organisations."""

    federation: UUID
    college: UUID
    body: UUID


def _organisations() -> Places:
    at = clock.now()

    def registered(name: str, kind: OrganisationKind, parent: UUID | None) -> UUID:
        new = NewOrganisation(name, kind, division_code=DIVISION, parent_id=parent)
        return register_organisation(new, actor=SYSTEM, at=at)

    federation = registered("安庆市总工会（示例）", OrganisationKind.FEDERATION, None)
    college = registered("安庆工匠学院（示例）", OrganisationKind.COLLEGE, federation)
    body = registered("皖江职业技能鉴定中心（示例）", OrganisationKind.CERTIFYING_BODY, federation)
    return Places(federation, college, body)


def _staff(places: Places, password: str) -> None:
    at = clock.now()
    seats = {
        "jiaowu1": (Role.REGISTRAR, places.college),
        "jiaowu2": (Role.REGISTRAR, places.college),
        "jiaowu3": (Role.REGISTRAR, places.college),
        "renzheng": (Role.CERTIFIER, places.body),
        "anquan": (Role.SECURITY, places.federation),
        "renzheng2": (Role.CERTIFIER, places.body),
        "yunying": (Role.OPERATOR, places.federation),
        "gonghui1": (Role.CLERK, places.federation),
        "gonghui2": (Role.CLERK, places.federation),
    }
    for username, (role, organisation) in seats.items():
        account = create_account(username, label=f"{role.term.zh} {username}", password=password, actor=SYSTEM, at=at)
        give_role(account.id, role, organisation_id=organisation, since=day_of(at), actor=SYSTEM, at=at)


def _accredit(places: Places) -> None:
    """The body may certify everything for three years; other bodies of the demo come with their own scopes."""
    operator, at = actor("yunying"), clock.now()
    today = day_of(at)
    new = NewAccreditation(places.body, places.federation, today, months_later(today, 36), (NewScope(),))
    with _acting(operator):
        accredit_body(new, actor=operator, at=at)


def actor(username: str) -> Actor:
    """Who a demo account acts as."""
    return actor_of(Account.objects.get(username=username), at=clock.now())


def _learners(places: Places) -> EnrolReport:
    registrar, at = actor("jiaowu1"), clock.now()
    with _acting(registrar):
        programmes = read_programmes(EXAMPLES / "programme.xlsx")
        _refuse(programmes.faults)
        publish_programmes(programmes.content or (), college_id=places.college, actor=registrar, at=at)
        file = SourceFile.at(EXAMPLES / "outcomes.xlsx")
        report = import_learners(file, college_id=places.college, actor=registrar, at=at)
        _refuse(report.faults)
    _employers(report, places)
    return report


def _employers(report: EnrolReport, places: Places) -> None:
    """Firms under the federation, with their workers."""
    clerk, at = actor("gonghui1"), clock.now()
    with _acting(clerk):
        for name in sorted({row.employer for row in report.learners if row.employer}):
            firm = register_organisation(
                NewOrganisation(name, OrganisationKind.ENTERPRISE, division_code=DIVISION, parent_id=places.federation),
                actor=clerk,
                at=at,
            )
            people = [
                NewPerson(row.name, NewPaper(PaperType.IDENTITY_NUMBER, row.identity or ""))
                for row in report.learners
                if row.employer == name
            ]
            register_persons(people, organisation_id=firm, role=AffiliationRole.EMPLOYEE, actor=clerk, at=at)


def _outcomes(places: Places) -> None:
    _standard_table(places)
    certifier, at = actor("renzheng"), clock.now()
    with _acting(certifier):
        file = SourceFile.at(EXAMPLES / "outcomes.xlsx")
        report = import_outcomes(file, body_id=places.body, actor=certifier, at=at)
        _refuse(report.faults)
        valued, unvalued = _by_value(report.outcome_ids, on=day_of(at))
        check_outcomes(valued[WAITING_FIRST:], original_seen=True, actor=certifier, at=at)
        refuse_outcomes(unvalued[:-UNVALUED], reason=NOT_VALUED, actor=certifier, at=at)
    second = actor("renzheng2")
    with _acting(second):
        chosen = [key for place, key in enumerate(valued[WAITING_FIRST:], start=1) if place % WAITING_EVERY]
        certify_outcomes(chosen, original_seen=True, actor=second, at=at)
        return_outcomes(unvalued[-1:], reason=MORE, actor=second, at=at)


def _by_value(keys: Sequence[UUID], *, on: date) -> tuple[list[UUID], list[UUID]]:
    """Outcomes that the standard table values, and those that it does not."""
    table = standard_table(on)
    if table is None:
        return [], list(keys)
    found = standard_values(Outcome.objects.filter(record_id__in=keys).select_related("detail"), table=table, on=on)
    return [key for key in keys if found[key].amount > 0], [key for key in keys if found[key].amount <= 0]


def _standard_table(places: Places) -> None:
    """The bank's own table: here the sample book's valuations, under the bank's name."""
    drafter, publisher, at = actor("gonghui1"), actor("gonghui2"), clock.now()
    with _acting(drafter):
        programmes = read_programmes(EXAMPLES / "programme.xlsx").content or ()
        reading = read_rule_book(EXAMPLES / "rulebook.xlsx", programmes=programmes, on=day_of(at))
        _refuse(reading.faults)
        if reading.content is None:
            raise Refusal("demo_faults", FAULTS.format(first="rulebook.xlsx"))
        table = replace(
            reading.content,
            code="standard",
            title="学分银行标准分值表（示例）",
            publisher="安庆市总工会（示例）",
            programmes=(),
            rows=(),
            packages=(),
            never=(),
            limits=(),
            relations=(),
            gates=(),
            examples=(),
        )
        key = draft_rule_book(table, publisher_id=places.federation, purpose=Purpose.STANDARD, actor=drafter, at=at)
    with _acting(publisher):
        publish_rule_book(key, actor=publisher, at=at)


def _rules(places: Places) -> UUID:
    """The sample book in force, and a draft of its next version that one of two colleagues has approved."""
    drafter, publisher, at = actor("jiaowu1"), actor("jiaowu2"), clock.now()
    with _acting(drafter):
        programmes = read_programmes(EXAMPLES / "programme.xlsx").content or ()
        reading = read_rule_book(EXAMPLES / "rulebook.xlsx", programmes=programmes, on=day_of(at))
        _refuse(reading.faults)
        if reading.content is None:
            raise Refusal("demo_faults", FAULTS.format(first="rulebook.xlsx"))
        book = replace(reading.content, **DAYS)
        key = draft_rule_book(book, publisher_id=places.college, actor=drafter, at=at)
    with _acting(publisher):
        publish_rule_book(key, actor=publisher, at=at)
    with _acting(drafter):
        draft = _next_version(book, on=day_of(at))
        key = draft_rule_book(draft, publisher_id=places.college, actor=drafter, at=at)
    with _acting(publisher):
        approve_rule_book(key, seen_hash=book_hash(draft), actor=publisher, at=at)
    return key


def _next_version(book: RuleBook, *, on: date) -> RuleBook:
    """Fewer hours for a credit, and one certificate only: some gain by it, some lose."""
    limits = tuple(replace(row, **FEWER_CERTIFICATES.get(row.id, {})) for row in book.limits)
    hours = tuple(
        replace(row, per=row.per * 3 / 4) if row.measure == "hours" and row.per else row for row in book.valuations
    )
    begins = date(on.year + 1, 3, 1)
    changed = replace(book, version=book.version + 1, quorum=2, consult_days=7, effective_from=begins)
    return replace(changed, limits=limits, valuations=hours)


def _replay(draft: UUID) -> None:
    """Asked for here, computed by the job worker as soon as it runs."""
    registrar = actor("jiaowu1")
    with _acting(registrar):
        published = comparable_with(models.RuleBook.objects.get(id=draft))[0]
        run = start_replay(draft, against=published.id, actor=registrar, at=clock.now())
    transaction.on_commit(lambda: compute_replay.defer(run_id=str(run.id)))


def _chosen_workers(report: EnrolReport) -> tuple[UUID, UUID, UUID]:
    """The learner with the most outcomes, one with a few, and one with none."""
    counts = dict.fromkeys(report.person_ids, 0)
    with _acting(actor("jiaowu1")):
        held = Outcome.objects.filter(person_id__in=counts).values_list("person_id")
        counts.update(held.annotate(Count("record_id")))
    ordered = sorted(counts, key=lambda key: (-counts[key], report.person_ids.index(key)))
    few = next((key for key in ordered if counts[key] == FEW), ordered[len(ordered) // 2])
    return ordered[0], few, ordered[-1]


def _workers(people: tuple[UUID, UUID, UUID], password: str) -> None:
    for username, person in zip(("zhigong1", "zhigong2", "zhigong3"), people, strict=True):
        create_account(
            username, label=f"职工 {username}", password=password, person_id=person, actor=SYSTEM, at=clock.now()
        )


def _pathway(places: Places, report: EnrolReport, password: str) -> None:
    """A firm that sends a cohort, with an account for its clerk; the programme is that of the first worker."""
    at, (first, *_) = clock.now(), _chosen_workers(report)
    firm = Organisation.objects.filter(kind=OrganisationKind.ENTERPRISE).order_by("name")[0].party_id
    account = create_account("qiye1", label="经办 qiye1", password=password, actor=SYSTEM, at=at)
    give_role(account.id, Role.CLERK, organisation_id=firm, since=day_of(at), actor=SYSTEM, at=at)
    enrolment = report.enrolled[report.person_ids.index(first)]
    load_pathway(
        college=places.college, firm=firm, first=enrolment, registrar=actor("jiaowu1"), second=actor("jiaowu2")
    )


def _claims(report: EnrolReport) -> None:
    """A few learners' claims, entered by the registrar on their behalf; some of them posted."""
    registrar = actor("jiaowu1")
    claimed: list[UUID] = []
    for enrolment in report.enrolled:
        if len(claimed) == CLAIMS:
            break
        try:
            with _acting(registrar):
                claimed.append(claim_courses(enrolment, actor=registrar, at=clock.now()))
        except Refusal:
            continue  # nothing to claim: the next learner
    for decision in claimed[:POSTINGS]:
        with _acting(registrar):
            post_decision(decision, actor=registrar, at=clock.now())


def _refuse(faults: tuple[object, ...]) -> None:
    for fault in faults:
        raise Refusal("demo_faults", FAULTS.format(first=sentence_of(fault)))  # type: ignore[arg-type]
