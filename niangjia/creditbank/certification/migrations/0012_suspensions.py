# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""A certifier may suspend what her body has certified, let it hold again, or revoke it from there."""

from django.db import migrations

from niangjia.kernel.access.policies import in_force, own, restrict_moves, seat, step

CERTIFIER = seat("organisation_id", "certifier")("kept")
CLERK = seat("organisation_id", "clerk")("kept")
NOT_HER_OWN = "kept.subject_id IS DISTINCT FROM (SELECT nj_person())"
DECIDED = step(
    ("deposited", "checked"),
    ("deposited", "certified"),
    ("deposited", "refused"),
    ("deposited", "returned"),
    ("checked", "certified"),
    ("checked", "refused"),
    ("checked", "returned"),
    ("checked", "deposited"),
    ("returned", "deposited"),
    ("returned", "refused"),
    ("certified", "revoked"),
    ("certified", "suspended"),
    ("suspended", "certified"),
    ("suspended", "revoked"),
)
HERSELF_OR_CLERK = f"""
{own("subject_id")("kept")} OR EXISTS (
    SELECT 1 FROM people_affiliation AS bond
    JOIN people_closure AS path ON path.tree = 'party_team_union' AND path.descendant_id = bond.organisation_id
    WHERE bond.person_id = kept.subject_id AND bond.role IN ('employee', 'union_member') AND {in_force("bond")}
        AND path.ancestor_id = ANY ((SELECT nj_seats_as('clerk'))::uuid[]) AND {in_force("path")}
)
"""
ANSWERED = step(("returned", "deposited"))


class Migration(migrations.Migration):
    dependencies = [("certification", "0011_who_samples")]

    operations = [
        migrations.RunSQL("DROP POLICY records_move_of_outcome ON records_move", migrations.RunSQL.noop),
        restrict_moves(
            "outcome",
            f"({step((None, 'deposited'))}) AND ({CERTIFIER} OR {CLERK} OR {HERSELF_OR_CLERK})",
            f"({DECIDED}) AND {NOT_HER_OWN} AND {CERTIFIER}",
            f"({ANSWERED}) AND ({HERSELF_OR_CLERK})",
        ),
    ]
