# ruff: noqa: S608 - the pieces of these conditions stand here, nobody types them
"""Where deposits come from; drafts; and who may hand an outcome to a body: the worker, or her union's clerk."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import niangjia.core.ids
from niangjia.kernel.access.policies import made_by_actor, organisation, own, protect, protect_each, runs_as_reader

SOURCES = [(word, word) for word in ("worker", "clerk", "body", "workbook", "api", "scheme", "credential")]
CONSENTS = [(word, word) for word in ("none", "paper", "confirmed")]
KINDS = [
    (word, word)
    for word in ("skill_certificate", "competition", "five_smalls", "training", "mentoring", "earlier_course")
]
FROM_FILES = """
ALTER TABLE outcomes_deposit NO FORCE ROW LEVEL SECURITY;
UPDATE outcomes_deposit SET source = 'workbook' WHERE file_name <> '';
ALTER TABLE outcomes_deposit FORCE ROW LEVEL SECURITY;
"""
# A body learns by name whose outcome it shall certify; from herself or from who answers for her particulars alone.
MAKE_KNOWN = """
CREATE FUNCTION outcomes_make_known(persons uuid[], body uuid, since date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM unnest(persons) AS asked(person)
        WHERE asked.person IS DISTINCT FROM nj_person() AND NOT nj_keeps_person(asked.person)
    ) THEN
        RAISE EXCEPTION 'no seat over this person'
            USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'offer_for_own_people';
    END IF;
    INSERT INTO people_affiliation (id, person_id, organisation_id, role, valid_from)
    SELECT gen_random_uuid(), asked.person, body, 'client', since
    FROM (SELECT DISTINCT person FROM unnest(persons) AS given(person)) AS asked
    WHERE NOT EXISTS (
        SELECT 1 FROM people_affiliation AS bond
        WHERE bond.person_id = asked.person AND bond.organisation_id = body AND bond.role = 'client'
            AND (bond.valid_to IS NULL OR bond.valid_to > since)
    );
END
$$
"""


def with_outcome(table: str) -> str:
    """Deposits of an outcome that the actor may see: from where it came."""
    return f"EXISTS (SELECT 1 FROM outcomes_outcome AS brought WHERE brought.deposit_id = {table}.id)"


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0005_outcomes_stand_once"), ("access", "0007_seats_by_role")]

    operations = [
        migrations.AddField("deposit", "source", models.CharField(max_length=12, choices=SOURCES, default="body")),
        migrations.AddField("deposit", "source_name", models.CharField(max_length=200, blank=True, default="")),
        migrations.AddField("deposit", "source_id", models.UUIDField(null=True)),
        migrations.AddField("deposit", "consent", models.CharField(max_length=10, choices=CONSENTS, default="none")),
        migrations.RunSQL(FROM_FILES, migrations.RunSQL.noop),
        migrations.AddIndex(
            "deposit",
            models.Index(fields=["source_id"], name="deposit_of_source", condition=Q(source_id__isnull=False)),
        ),
        migrations.AddConstraint(
            "deposit",
            models.CheckConstraint(
                condition=~Q(source="clerk") | ~Q(consent="none"), name="deposit_on_behalf_has_consent"
            ),
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=niangjia.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(choices=KINDS, max_length=20)),
                ("answers", models.JSONField(default=dict)),
                ("source", models.CharField(choices=SOURCES, default="worker", max_length=12)),
                ("source_name", models.CharField(blank=True, default="", max_length=200)),
                ("asked_at", models.DateTimeField(null=True)),
                ("begun_at", models.DateTimeField()),
                ("begun_by", models.UUIDField(null=True)),
                ("begun_label", models.CharField(max_length=60)),
                ("saved_at", models.DateTimeField()),
                ("declined_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="outcomes.outcome"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "saved_at"], name="draft_of_person")],
                "constraints": [
                    models.CheckConstraint(condition=Q(outcome=None) | Q(declined_at=None), name="draft_ends_once")
                ],
            },
        ),
        protect("outcomes_draft", own("person_id"), made_by_actor("begun_by")),
        migrations.RunSQL("DROP POLICY outcomes_deposit_all ON outcomes_deposit", migrations.RunSQL.noop),
        protect_each(
            "outcomes_deposit",
            select=(organisation("body_id"), made_by_actor("deposited_by"), with_outcome),
            insert=(organisation("body_id"), made_by_actor("deposited_by")),
        ),
        migrations.RunSQL(MAKE_KNOWN, "DROP FUNCTION outcomes_make_known(uuid[], uuid, date)"),
        runs_as_reader("outcomes_make_known(uuid[], uuid, date)"),
    ]
