# ruff: noqa: S608 - the pieces of these conditions stand here, nobody types them
"""The worker hands her own outcome to a body, or her union's clerk does; what becomes of it is the body's."""

from django.db import migrations

from niangjia.kernel.access.policies import Reading, in_force, own, protect_each, restrict_moves, seat, step

CERTIFIES = seat("body_id", "certifier")
CERTIFIER = seat("organisation_id", "certifier")("kept")
CLERK = seat("organisation_id", "clerk")("kept")
NOT_HER_OWN = "kept.subject_id IS DISTINCT FROM (SELECT nj_person())"
DECIDED = step(("deposited", "certified"), ("deposited", "refused"), ("certified", "revoked"))


def kept_by_clerk(column: str) -> Reading:
    """Rows about persons who work under, or are members of, a union where the actor is a clerk."""
    return lambda table: (
        f"EXISTS (SELECT 1 FROM people_affiliation AS bond JOIN people_closure AS path"
        f" ON path.tree = 'party_team_union' AND path.descendant_id = bond.organisation_id"
        f" WHERE bond.person_id = {table}.{column} AND bond.role IN ('employee', 'union_member') AND {in_force('bond')}"
        f" AND path.ancestor_id = ANY ((SELECT nj_seats_as('clerk'))::uuid[]) AND {in_force('path')})"
    )


HERSELF_OR_CLERK = f"{own('subject_id')('kept')} OR {kept_by_clerk('subject_id')('kept')}"


class Migration(migrations.Migration):
    dependencies = [("certification", "0005_verdicts_again"), ("outcomes", "0006_worker_deposits")]

    operations = [
        migrations.RunSQL("DROP POLICY records_move_of_outcome ON records_move", migrations.RunSQL.noop),
        restrict_moves(
            "outcome",
            f"({step((None, 'deposited'))}) AND ({CERTIFIER} OR {CLERK} OR {HERSELF_OR_CLERK})",
            f"({DECIDED}) AND {NOT_HER_OWN} AND {CERTIFIER}",
        ),
        migrations.RunSQL("DROP POLICY outcomes_outcome_insert ON outcomes_outcome", migrations.RunSQL.noop),
        protect_each(
            "outcomes_outcome",
            insert=(CERTIFIES, seat("body_id", "clerk"), own("person_id"), kept_by_clerk("person_id")),
        ),
    ]
