# ruff: noqa: S608 - the pieces of the statements are words of migrations
"""Frameworks, posts and offers are public; what a worker answered about a post is hers.

An enterprise sees a share while it holds, from a seat in that very enterprise: consent was given to it and to no one
above. That a worker was asked and said no, or took a yes back, is read by her alone.
"""

from django.db import migrations

from niangjia.kernel.access.policies import Reading, everyone, own, protect_each, seat

KEEPS = seat("organisation_id", "clerk")
LIVE = """
{table}.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM abilities_post AS asked
    WHERE asked.id = {table}.post_id AND asked.organisation_id = ANY ((SELECT nj_seats_as('clerk'))::uuid[])
)
"""


def below(column: str, parent: str) -> Reading:
    """Rows of a parent row that the actor's seat keeps."""
    kept = seat("organisation_id", "clerk")("above")
    return lambda table: f"EXISTS (SELECT 1 FROM {parent} AS above WHERE above.id = {table}.{column} AND {kept})"


def of_ability(column: str) -> Reading:
    """Rows of an ability in a framework that the actor's seat keeps."""
    kept = seat("organisation_id", "clerk")("above")
    return lambda table: (
        "EXISTS (SELECT 1 FROM abilities_ability AS item JOIN abilities_framework AS above"
        f" ON above.id = item.framework_id WHERE item.id = {table}.{column} AND {kept})"
    )


def live(table: str) -> str:
    """Shares that hold, from a seat in the enterprise itself."""
    return LIVE.format(table=table)


def of_share(reading: Reading) -> Reading:
    """Lines of such a share."""
    return lambda table: (
        f"EXISTS (SELECT 1 FROM abilities_share AS shown WHERE shown.id = {table}.share_id AND ({reading('shown')}))"
    )


class Migration(migrations.Migration):
    dependencies = [("abilities", "0001_initial"), ("access", "0007_seats_by_role")]

    operations = [
        protect_each("abilities_framework", select=(everyone,), insert=(KEEPS,), update=(KEEPS,)),
        protect_each(
            "abilities_ability",
            select=(everyone,),
            insert=(below("framework_id", "abilities_framework"),),
            update=(below("framework_id", "abilities_framework"),),
        ),
        protect_each(
            "abilities_abilitylink",
            select=(everyone,),
            insert=(of_ability("left_id"),),
            delete=(of_ability("left_id"),),
        ),
        protect_each(
            "abilities_abilitysource",
            select=(everyone,),
            insert=(of_ability("ability_id"),),
            delete=(of_ability("ability_id"),),
        ),
        protect_each("abilities_post", select=(everyone,), insert=(KEEPS,), update=(KEEPS,)),
        protect_each("abilities_postneed", select=(everyone,), insert=(below("post_id", "abilities_post"),)),
        protect_each("abilities_offer", select=(everyone,), insert=(KEEPS,), update=(KEEPS,)),
        protect_each("abilities_offerability", select=(everyone,), insert=(below("offer_id", "abilities_offer"),)),
        protect_each(
            "abilities_share",
            select=(own("person_id"), live),
            insert=(own("person_id"),),
            update=(own("person_id"),),
        ),
        protect_each(
            "abilities_shareline",
            select=(of_share(own("person_id")), of_share(live)),
            insert=(of_share(own("person_id")),),
        ),
        protect_each(
            "abilities_silence",
            select=(own("person_id"),),
            insert=(own("person_id"),),
            delete=(own("person_id"),),
        ),
    ]
