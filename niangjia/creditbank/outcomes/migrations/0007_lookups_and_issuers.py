"""What official registers answered, and whose credentials the bank's operator trusts."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import niangjia.core.ids
import niangjia.core.periods
from niangjia.kernel.access.policies import everyone, organisation, parent, protect_each, seat

RESULTS = [(word, word) for word in ("found", "differs", "not_found")]
KEY = {"default": niangjia.core.ids.new_id, "editable": False, "primary_key": True, "serialize": False}
PROTECT = django.db.models.deletion.PROTECT


def of_own_body(table: str) -> str:
    """Look-ups about outcomes of a body where the actor certifies."""
    return (
        f"EXISTS (SELECT 1 FROM outcomes_outcome WHERE outcomes_outcome.record_id = {table}.outcome_id"  # noqa: S608
        f" AND {seat('body_id', 'certifier')('outcomes_outcome')})"
    )


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0006_worker_deposits"), ("records", "0006_kept_files")]

    operations = [
        migrations.CreateModel(
            name="Lookup",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("register", models.CharField(max_length=120)),
                ("result", models.CharField(choices=RESULTS, max_length=10)),
                ("looked_on", models.DateField()),
                ("looked_by", models.UUIDField(null=True)),
                ("looked_label", models.CharField(max_length=60)),
                (
                    "attachment",
                    models.OneToOneField(on_delete=PROTECT, related_name="+", to="records.attachment"),
                ),
                (
                    "outcome",
                    models.ForeignKey(on_delete=PROTECT, related_name="lookups", to="outcomes.outcome"),
                ),
            ],
            options={"constraints": [models.CheckConstraint(condition=~Q(register=""), name="lookup_names_register")]},
        ),
        migrations.CreateModel(
            name="TrustedIssuer",
            fields=[
                ("id", models.UUIDField(**KEY)),
                ("identifier", models.CharField(max_length=300)),
                ("name", models.CharField(max_length=200)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), default=list, size=None
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.TextField()),
                ("entered_at", models.DateTimeField()),
                ("entered_by", models.UUIDField(null=True)),
                ("bank", models.ForeignKey(on_delete=PROTECT, related_name="+", to="people.organisation")),
            ],
            options={
                "constraints": [
                    niangjia.core.periods.one_at_a_time("trusted_issuer_once_at_a_time", "identifier"),
                    niangjia.core.periods.in_order("trusted_issuer_ends_after_start"),
                    models.CheckConstraint(
                        condition=~Q(identifier="") & ~Q(name="") & ~Q(reason=""), name="issuer_is_told"
                    ),
                ]
            },
        ),
        protect_each(
            "outcomes_lookup", select=(parent("outcome_id", "outcomes_outcome", "record_id"),), insert=(of_own_body,)
        ),
        protect_each(
            "outcomes_trustedissuer",
            select=(everyone,),
            insert=(organisation("bank_id"),),
            update=(organisation("bank_id"),),
        ),
    ]
