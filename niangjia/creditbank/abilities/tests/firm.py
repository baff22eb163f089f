"""An enterprise of the small college's county, with a clerk of its own, a framework and a post."""

from dataclasses import dataclass
from uuid import UUID

from niangjia.core.audit.types import SYSTEM, Actor
from niangjia.creditbank.abilities.frameworks import keep_framework
from niangjia.creditbank.abilities.models import Ability
from niangjia.creditbank.abilities.operations import open_posts
from niangjia.creditbank.abilities.types import FrameworkContent, Mastery, NewItem, NewPost, NewSource, SourceKind
from niangjia.kernel.access.operations import create_account, give_role
from niangjia.kernel.access.types import Role
from niangjia.kernel.access.unit_of_work import unit_of_work
from niangjia.kernel.people.models import Organisation
from niangjia.kernel.people.operations import register_organisation
from niangjia.kernel.people.types import NewOrganisation, OrganisationKind
from niangjia.web.tests.college import AT, PASSWORD, College, build_college


@dataclass(frozen=True)
class Firm:
    """The keys of what was made."""

    made: College
    firm: UUID
    other_firm: UUID
    framework: UUID
    post: UUID
    abilities: dict[str, UUID]

    def actor(self, username: str) -> Actor:
        return self.made.actor(username)


def content(made: College, **changes: object) -> FrameworkContent:
    """Turning, programming and fixtures; what shows them, and that turning comes before programming."""
    return FrameworkContent(
        **{
            "title": "机械加工能力（示例）",
            "items": [
                NewItem("M", "机械加工", english="machining"),
                NewItem("M1", "车削零件", "M", "turning"),
                NewItem("M2", "编数控程序", "M", "programming"),
                NewItem("M3", "设计夹具", "M", "fixtures"),
            ],
            "sources": [
                NewSource("M1", Mastery.SKILLED, SourceKind.CERTIFICATE, occupation="6-18-01", certificate_level=4),
                NewSource("M1", Mastery.DOES, SourceKind.OCCUPATION, occupation="6-18-01-01"),
                course(made, "M2", "NC"),
                course(made, "M3", "ZT"),
                NewSource("M3", Mastery.SKILLED, SourceKind.TRAINING, subject="夹具"),
            ],
            "precedes": [("M1", "M2")],
            "related": [("M2", "M3")],
            **changes,
        }
    )


def course(made: College, ability: str, code: str) -> NewSource:
    return NewSource(
        ability, Mastery.DOES, SourceKind.COURSE, college_id=made.college, programme_code="SK", course_code=code
    )


def build_firm(*outcomes: object) -> Firm:
    """The small college with these outcomes certified, and a firm that asks for three abilities in one post."""
    made = build_college(*outcomes)
    with unit_of_work(SYSTEM):
        firm = Organisation.objects.get(name="望溪禾柏精工有限公司").party_id
        other = register_organisation(
            NewOrganisation("望溪别家有限公司", OrganisationKind.ENTERPRISE, parent_id=made.federation),
            actor=SYSTEM,
            at=AT,
        )
        for username, seat in (("firm1", firm), ("firm2", other)):
            account = create_account(username, label=f"经办 {username}", password=PASSWORD, actor=SYSTEM, at=AT)
            give_role(account.id, Role.CLERK, organisation_id=seat, since=AT.date(), actor=SYSTEM, at=AT)
    clerk, keeper = made.actor("firm1"), made.actor("gonghui1")
    with unit_of_work(keeper):
        framework = keep_framework(content(made), organisation_id=made.federation, actor=keeper, at=AT)
    with unit_of_work(clerk):
        abilities = dict(Ability.objects.values_list("code", "id"))
        needs = tuple((abilities[code], Mastery.DOES) for code in ("M1", "M2", "M3"))
        (post,) = open_posts(
            [NewPost("数控操作工", 2, "6-18-01-01", needs, is_inviting=True)],
            organisation_id=firm,
            actor=clerk,
            at=AT,
        )
    return Firm(made, firm, other, framework, post, abilities)
