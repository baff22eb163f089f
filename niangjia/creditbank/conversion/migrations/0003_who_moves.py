"""Who may move a decision, and from where to where: it is the college's registrar who posts, never the learner."""

from django.db import migrations

from niangjia.kernel.access.policies import restrict_insert, restrict_moves, seat, step

REGISTRAR = seat("organisation_id", "registrar")("kept")
NOT_HER_OWN = "kept.subject_id IS DISTINCT FROM (SELECT nj_person())"
CLAIMED = """
EXISTS (
    SELECT 1
    FROM records_record AS kept
    JOIN programmes_enrolment AS enrolment ON enrolment.id = conversion_decision.enrolment_id
    WHERE kept.id = conversion_decision.record_id AND kept.kind = 'decision' AND kept.state = 'claimed'
        AND kept.organisation_id = enrolment.college_id AND kept.subject_id = enrolment.person_id
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("conversion", "0002_policies"),
        ("records", "0005_records_stay_what_they_are"),
        ("access", "0007_seats_by_role"),
    ]

    operations = [
        restrict_moves(
            "decision",
            step((None, "claimed"), ("claimed", "withdrawn")),
            f"({step(('claimed', 'posted'))}) AND {NOT_HER_OWN} AND {REGISTRAR}",
            f"({step(('claimed', 'returned'), ('posted', 'reversed'))}) AND {REGISTRAR}",
        ),
        restrict_insert("conversion_decision", "conversion_decision_claimed", CLAIMED),
    ]
