"""A desk: the seat that someone sits in, the side bar by task, and who may open what."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, Final, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from niangjia.core import clock
from niangjia.core.audit.types import Actor
from niangjia.core.refusals import Refusal
from niangjia.core.terms import Term
from niangjia.creditbank.appeals.queries import appeals_at
from niangjia.creditbank.certification.queue import MOST_COUNTED
from niangjia.creditbank.conversion.types import State as DecisionState
from niangjia.creditbank.outcomes.types import State as OutcomeState
from niangjia.creditbank.panels.queries import seats_on_panels
from niangjia.creditbank.panels.types import OPEN as PANELS_OPEN
from niangjia.kernel.access.queries import organisations_where
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.types import OrganisationKind
from niangjia.kernel.records.queries import records
from niangjia.web.seats import chosen_seat, seat_key

Parameters = ParamSpec("Parameters")
NO_SEAT: Final = Term(
    "您没有在任何单位担任{role}，所以打不开这一页。需要的话，请联系本级安全管理员。",
    "You hold no seat as {role}, so this page is closed to you. Ask your security administrator.",
)
DOORS: Final = (
    (Role.REGISTRAR, "registrar-home"),
    (Role.CERTIFIER, "certifier-queue"),
    (Role.OPERATOR, "bank-bodies"),
    (Role.CLERK, "organisation-home"),
    (Role.SECURITY, "keys"),
    (Role.WORKER, "worker-home"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the side bar."""

    key: str
    label: Term
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    title: Term | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where someone sits: the organisation and the role for which she opened the page."""

    organisation_id: UUID
    organisation: str
    kind: OrganisationKind
    role: Role
    actor: Actor

    @property
    def key(self) -> str:
        """How the chooser of seats names it."""
        return seat_key(self.role, self.organisation_id)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the desk's layout shows."""

    organisation: str
    role: Term
    groups: tuple[Group, ...]
    seat: str  # the key of the seat that it is seen from
    find_url: str = ""


def seated(
    act: str, role: Role
) -> Callable[
    [Callable[Concatenate[HttpRequest, Seat, Parameters], HttpResponse]],
    Callable[Concatenate[HttpRequest, Parameters], HttpResponse],
]:
    """Let a view be opened only from a seat that may do the act; the view gets the seat."""

    def wrapped(
        view: Callable[Concatenate[HttpRequest, Seat, Parameters], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, Parameters], HttpResponse]:
        @wraps(view)
        def opened(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, seat_for(request, act, role), *args, **kwargs)

        return cast("Callable[Concatenate[HttpRequest, Parameters], HttpResponse]", opened)

    return wrapped


def actor_of_request(request: HttpRequest) -> Actor:
    """Who acts in this request, as the access middleware found."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def seat_for(request: HttpRequest, act: str, role: Role) -> Seat:
    """The seat in this role that was chosen, else the first; it must be one for the act. Refuses ``no_right``."""
    actor, (_, chosen) = actor_of_request(request), chosen_seat(request)
    found = organisations_where(actor, act, at=clock.today(), role=role)
    for organisation in sorted(found, key=lambda each: each.party_id != chosen):
        return Seat(organisation.party_id, organisation.name, OrganisationKind(organisation.kind), role, actor)
    raise Refusal("no_right", NO_SEAT.format(role=role.term))


def door(request: HttpRequest) -> HttpResponse:
    """Send someone who logged in to her own pages: those of the seat that she chose, else of the first."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    roles, (chosen, _) = actor_of_request(request).roles, chosen_seat(request)
    for role, name in sorted(DOORS, key=lambda door: door[0] is not chosen):
        if role.value in roles:
            return redirect(name)
    if seats_on_panels(actor_of_request(request).account_id).exists():
        return redirect("panels")
    return render(request, "no_door.html", {"here": ""}, status=403)


def registrar_desk(seat: Seat) -> Desk:
    """The registrar's side bar."""
    waiting = records(kind="decision", organisation_ids=[seat.organisation_id], states=[DecisionState.CLAIMED]).count()
    today = Item("home", Term("今天要办", "Today"), reverse("registrar-home"))
    bank = (
        Item("claims", Term("申请与入账", "Claims"), reverse("registrar-claims"), waiting),
        Item("panels", Term("专家评审", "Panels"), reverse("registrar-panels"), _panels(seat)),
        _appeals(seat),
        Item("proposals", Term("测算方案", "Proposals"), reverse("registrar-proposals")),
        Item("rules", Term("认定规则", "Rule books"), reverse("registrar-rules")),
    )
    college = (
        Item("learners", Term("学员", "Learners"), reverse("registrar-learners")),
        Item("programmes", Term("培养方案", "Programmes"), reverse("registrar-programmes")),
        Item("papers", Term("审批表与汇总表", "Papers"), reverse("registrar-papers")),
        Item("asks", Term("请职工同意查看", "Ask a worker"), reverse("registrar-asks")),
    )
    degree = (
        Item("cohorts", Term("定向培养班", "Cohorts"), reverse("registrar-cohorts")),
        Item("terms", Term("学期与开课", "Terms"), reverse("registrar-terms")),
        Item("marks", Term("成绩待确认", "Marks to confirm"), reverse("registrar-marks")),
        Item("graduation", Term("毕业", "Graduation"), reverse("registrar-graduation-lists")),
    )
    groups = (
        Group(None, (today,)),
        Group(Term("学分银行", "Credit bank"), bank),
        Group(Term("教务", "College"), college),
        Group(Term("学历", "Degrees"), degree),
    )
    return Desk(seat.organisation, seat.role.term, groups, seat.key, reverse("registrar-learners"))


def clerk_desk(seat: Seat) -> Desk:
    """The side bar of a clerk: what her organisation has to do; a federation's clerk keeps the standard table too."""
    deposits = Item("deposits", Term("代存成果", "Deposits"), reverse("organisation-deposits"))
    merging = Item("merging", Term("重复账户", "Double accounts"), reverse("organisation-merging"))
    today = Item("home", Term("今天要办", "Today"), reverse("organisation-home"))
    groups = [Group(None, (today, deposits, merging))]
    sent = Item("cohorts", Term("送培的班", "Cohorts it sends"), reverse("organisation-cohorts"))
    groups.append(Group(Term("学历", "Degrees"), (sent,)))
    if seat.kind is OrganisationKind.FEDERATION:
        rules = Item("rules", Term("标准分值表", "Standard values"), reverse("registrar-rules"))
        groups.append(Group(Term("学分银行", "Credit bank"), (rules, _appeals(seat))))
    if seat.kind in {OrganisationKind.FEDERATION, OrganisationKind.UNION}:
        plans = Item("plans", Term("学分激励计划", "Incentive plans"), reverse("organisation-plans"))
        groups.append(Group(Term("激励", "Incentives"), (plans,)))
    groups.append(Group(Term("岗位与能力", "Posts and abilities"), _abilities()))
    asks = Item("asks", Term("请职工同意查看", "Ask a worker"), reverse("organisation-asks"))
    groups.append(Group(Term("查询", "Look-ups"), (asks,)))
    return Desk(seat.organisation, seat.role.term, tuple(groups), seat.key)


def _panels(seat: Seat) -> int:
    """Panels that are open."""
    return records(kind="panel", organisation_ids=[seat.organisation_id], states=PANELS_OPEN).count()


def _appeals(seat: Seat) -> Item:
    """Appeals that are open against what this organisation, or one under it, decided."""
    count = appeals_at(seat.organisation_id, is_open=True, on=clock.today()).count()
    return Item("appeals", Term("申诉", "Appeals"), reverse("appeals"), count)


def _abilities() -> tuple[Item, ...]:
    """What an organisation does about abilities."""
    return (
        Item("posts", Term("岗位", "Posts"), reverse("organisation-posts")),
        Item("group", Term("能力差距", "Abilities missing"), reverse("organisation-group")),
        Item("offers", Term("课程和实践岗位", "Courses and practice"), reverse("organisation-offers")),
        Item("frameworks", Term("能力框架", "Frameworks"), reverse("organisation-frameworks")),
    )


def certifier_desk(seat: Seat) -> Desk:
    """The certifier's side bar."""
    states = [OutcomeState.DEPOSITED, OutcomeState.CHECKED]
    waiting = records(kind="outcome", organisation_ids=[seat.organisation_id], states=states)[:MOST_COUNTED].count()
    items = (
        Item("queue", Term("待认证", "Waiting"), reverse("certifier-queue"), waiting),
        Item("done", Term("已办", "Decided"), reverse("certifier-done")),
        Item("findings", Term("抽查结论", "Findings of samples"), reverse("certifier-findings")),
        Item("import", Term("导入成果", "Import outcomes"), reverse("certifier-import")),
        Item("keys", Term("签名密钥", "Signing keys"), reverse("certifier-keys")),
        Item("relations", Term("我的回避关系", "Whom I am close to"), reverse("certifier-relations")),
        _appeals(seat),
    )
    return Desk(seat.organisation, seat.role.term, (Group(Term("认证", "Certification"), items),), seat.key)
