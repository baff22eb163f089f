"""Row-level security on persons and what hangs on them, and on who read what.

Persons come in by register_people alone, so their table takes no INSERT of the serving roles (AppConfig) or policies.
"""

from django.db import migrations

from niangjia.kernel.access.policies import everyone, organisation, own, person, protect, protect_each


def in_scope_and_seen(table: str) -> str:
    """A new bond: with an organisation of the subtree, of a person who is seen already."""
    return f"nj_in_scope({table}.organisation_id) AND nj_sees_person({table}.person_id)"


def by_auditor(table: str) -> str:  # noqa: ARG001 - a reading takes the table
    """Everything, to auditors."""
    return "(SELECT nj_is_auditor())"


class Migration(migrations.Migration):
    dependencies = [("access", "0002_scope")]

    operations = [
        protect_each(
            "people_affiliation",
            select=(own("person_id"), organisation("organisation_id")),
            insert=(in_scope_and_seen,),
            update=(organisation("organisation_id"),),
        ),
        protect_each(
            "people_person", select=(own("party_id"), person("party_id", clients=True)), update=(person("party_id"),)
        ),
        protect_each(
            "people_personkey",
            select=(own("person_id"), person("person_id", clients=True)),
            update=(own("person_id"), person("person_id")),
        ),
        protect_each(
            "people_paper",
            select=(own("person_id"), person("person_id", clients=True)),
            insert=(person("person_id"),),
        ),
        protect("people_phone", own("person_id"), person("person_id")),
        protect_each(
            "people_personoccupation",
            select=(own("person_id"), person("person_id")),
            insert=(person("person_id"),),
            update=(person("person_id"),),
        ),
        protect_each("access_readlog", select=(own("about"), by_auditor), insert=(everyone,)),
    ]
