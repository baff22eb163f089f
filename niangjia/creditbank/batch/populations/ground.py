"""What a population stands on: a college with programmes and a rule book, a certifying body, the bank's own table."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from niangjia.core.audit.types import SYSTEM
from niangjia.core.clock import day_of
from niangjia.creditbank.engine import books
from niangjia.creditbank.programmes.models import Programme
from niangjia.creditbank.programmes.operations import publish_programmes
from niangjia.creditbank.programmes.queries import engine_programmes, newest_programmes
from niangjia.creditbank.rulebooks.models import Purpose, RuleBook
from niangjia.creditbank.rulebooks.operations import draft_rule_book, publish_rule_book
from niangjia.creditbank.rulebooks.queries import book_for, standard_table
from niangjia.creditbank.workbooks.programmes import read_programmes
from niangjia.creditbank.workbooks.rulebooks import read_rule_book
from niangjia.kernel.access.models import Account
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.operations import register_organisation
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind

REGISTRAR: Final = "population-registrar"
FEDERATION, COLLEGE, BODY = "示例人口总工会", "示例人口工匠学院", "示例人口鉴定中心"


@dataclass(frozen=True, slots=True)
class PopulationGround:
    """Where a population lives. ``programme_ids`` and ``programmes`` stand in one order."""

    college_id: UUID
    body_id: UUID
    registrar_id: UUID
    rule_book_id: UUID
    table: RuleBook
    programme_ids: tuple[UUID, ...]
    programmes: tuple[books.Programme, ...]


def population_ground(examples: Path, *, at: datetime) -> PopulationGround:
    """The ground of a population in this installation, made from the sample workbooks where it is missing.

    Runs in a unit of work of the system.
    """
    programmes = read_programmes(examples / "programme.xlsx").content or ()
    standing = Programme.objects.filter(code=programmes[0].code).order_by("published_at").first()
    college = _college(at) if standing is None else standing.college_id
    publish_programmes(programmes, college_id=college, actor=SYSTEM, at=at)
    book = book_for(programmes[0].code, college_id=college, on=day_of(at))
    table = standard_table(day_of(at))
    if book is None or table is None:
        book, table = _published_books(examples, programmes, college, at)
    body = Organisation.objects.filter(kind=OrganisationKind.CERTIFYING_BODY, closed_on=None).first()
    values = engine_programmes(newest_programmes(college))
    ordered = sorted(values, key=lambda key: values[key].code)
    return PopulationGround(
        college_id=college,
        body_id=_registered(BODY, OrganisationKind.CERTIFYING_BODY, None, at) if body is None else body.party_id,
        registrar_id=_registrar(college, at),
        rule_book_id=book.id,
        table=table,
        programme_ids=tuple(ordered),
        programmes=tuple(values[key] for key in ordered),
    )


def _college(at: datetime) -> UUID:
    federation = _registered(FEDERATION, OrganisationKind.FEDERATION, None, at)
    return _registered(COLLEGE, OrganisationKind.COLLEGE, federation, at)


def _registered(name: str, kind: OrganisationKind, parent: UUID | None, at: datetime) -> UUID:
    return register_organisation(NewOrganisation(name, kind, parent_id=parent), actor=SYSTEM, at=at)


def _registrar(college: UUID, at: datetime) -> UUID:
    """An account that may claim and post for the college's learners; nobody can log in by it."""
    known = Account.objects.filter(username=REGISTRAR).first()
    if known is not None:
        return known.id
    account = create_account(REGISTRAR, label="示例教务", password=None, actor=SYSTEM, at=at)
    give_role(account.id, Role.REGISTRAR, organisation_id=college, since=day_of(at), actor=SYSTEM, at=at)
    return account.id


def _published_books(
    examples: Path, programmes: tuple[books.Programme, ...], college: UUID, at: datetime
) -> tuple[RuleBook, RuleBook]:
    """The sample rule book, and its valuations as the bank's own table."""
    read = read_rule_book(examples / "rulebook.xlsx", programmes=programmes, on=day_of(at)).content
    if read is None:
        raise ValueError(f"{examples / 'rulebook.xlsx'} holds no sound rule book")
    table = books.RuleBook(
        code="standard",
        version=1,
        title="示例人口标准分值表",
        publisher=FEDERATION,
        effective_from=read.effective_from,
        is_sample=True,
        valuations=read.valuations,
    )
    return _published(read, college, Purpose.RECOGNITION, at), _published(table, college, Purpose.STANDARD, at)


def _published(book: books.RuleBook, publisher: UUID, purpose: Purpose, at: datetime) -> RuleBook:
    key = draft_rule_book(book, publisher_id=publisher, purpose=purpose, actor=SYSTEM, at=at)
    row = RuleBook.objects.get(id=key)
    if row.published_at is None:
        publish_rule_book(key, actor=SYSTEM, at=at)
    return RuleBook.objects.get(id=key)
