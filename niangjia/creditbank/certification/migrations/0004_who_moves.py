"""Who may move an outcome, and from where to where: it begins deposited, and its body's certifier decides on it."""

from django.db import migrations

from niangjia.kernel.access.policies import restrict_insert, restrict_moves, seat, step

CERTIFIER = seat("organisation_id", "certifier")("kept")
CLERK = seat("organisation_id", "clerk")("kept")
NOT_HER_OWN = "kept.subject_id IS DISTINCT FROM (SELECT nj_person())"
DECIDED = step(("deposited", "certified"), ("deposited", "refused"), ("certified", "revoked"))
DEPOSITED = """
EXISTS (
    SELECT 1
    FROM records_record AS kept
    WHERE kept.id = outcomes_outcome.record_id AND kept.kind = 'outcome' AND kept.state = 'deposited'
        AND kept.organisation_id = outcomes_outcome.body_id AND kept.subject_id = outcomes_outcome.person_id
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0003_bodies_decide"),
        ("records", "0005_records_stay_what_they_are"),
    ]

    operations = [
        restrict_moves(
            "outcome",
            f"({step((None, 'deposited'))}) AND ({CERTIFIER} OR {CLERK})",
            f"({DECIDED}) AND {NOT_HER_OWN} AND {CERTIFIER}",
        ),
        restrict_insert("outcomes_outcome", "outcomes_outcome_deposited", DEPOSITED),
    ]
