# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""Figures of bodies are read past row-level security: the bank's operator's of all, a certifier's of her own body."""

from django.db import migrations

from niangjia.kernel.access.policies import runs_as_reader, seat

MAY_ASK = f"cardinality(nj_seats_as('operator')) > 0 OR {seat('party_id', 'certifier')('body')}"
TAKEN = "extract(epoch FROM act.at - kept.opened_at)"
QUALITY = f"""
CREATE FUNCTION certification_quality(since timestamptz, until timestamptz) RETURNS TABLE (
    body_id uuid, certified bigint, refused bigint, revoked bigint, upheld bigint, found bigint, against bigint,
    median interval, ninetieth interval
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH asked AS (
        SELECT body.party_id FROM people_organisation AS body
        WHERE body.kind = 'certifying_body' AND ({MAY_ASK})
    ),
    verdicts AS (
        SELECT its.body_id,
            count(*) FILTER (WHERE act.verdict = 'certified') AS certified,
            count(*) FILTER (WHERE act.verdict = 'refused') AS refused,
            count(*) FILTER (WHERE act.verdict = 'revoked') AS revoked,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY {TAKEN}) FILTER (WHERE act.verdict IN ('certified', 'refused')) AS median,
            percentile_cont(0.9) WITHIN GROUP (ORDER BY {TAKEN}) FILTER (WHERE act.verdict IN ('certified', 'refused')) AS ninetieth
        FROM certification_certification AS act
        JOIN outcomes_outcome AS its ON its.record_id = act.outcome_id
        JOIN records_record AS kept ON kept.id = act.outcome_id
        WHERE act.at >= since AND act.at < until AND its.body_id IN (SELECT party_id FROM asked)
        GROUP BY its.body_id
    ),
    appeals AS (
        SELECT kept.organisation_id AS body_id, count(*) AS upheld
        FROM records_move AS step JOIN records_record AS kept ON kept.id = step.record_id
        WHERE kept.kind = 'appeal' AND step.to_state = 'upheld' AND step.at >= since AND step.at < until
            AND kept.organisation_id IN (SELECT party_id FROM asked)
        GROUP BY kept.organisation_id
    ),
    samples AS (
        SELECT item.body_id, count(*) AS found, count(*) FILTER (WHERE NOT finding.agreed) AS against
        FROM certification_samplefinding AS finding JOIN certification_sampleitem AS item ON item.id = finding.item_id
        WHERE finding.at >= since AND finding.at < until AND item.body_id IN (SELECT party_id FROM asked)
        GROUP BY item.body_id
    )
    SELECT asked.party_id, coalesce(certified, 0), coalesce(refused, 0), coalesce(revoked, 0), coalesce(upheld, 0),
        coalesce(found, 0), coalesce(against, 0), make_interval(secs => median), make_interval(secs => ninetieth)
    FROM asked
    LEFT JOIN verdicts ON verdicts.body_id = asked.party_id
    LEFT JOIN appeals ON appeals.body_id = asked.party_id
    LEFT JOIN samples ON samples.body_id = asked.party_id
$$
"""
SIGNATURE = "certification_quality(timestamptz, timestamptz)"


class Migration(migrations.Migration):
    dependencies = [("certification", "0012_suspensions")]

    operations = [
        migrations.RunSQL(QUALITY, f"DROP FUNCTION {SIGNATURE}"),
        runs_as_reader(SIGNATURE),
    ]
