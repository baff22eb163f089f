# ruff: noqa: S608 - the pieces of the statement are words of migrations
"""What shows the abilities of people, in one query; and over the workers of an enterprise, as counts alone.

``abilities_shown`` runs as who asks: she sees what row-level security lets her see. ``abilities_group`` sees past it
and gives nothing but counts, and none that would tell of fewer than five people: neither who holds an ability nor who
lacks it, nor, by the difference of two masteries of one ability, who stands between them.
"""

from django.db import migrations

from niangjia.kernel.access.policies import in_force, runs_as_reader, seat

SHOWN = """
CREATE FUNCTION abilities_shown(persons uuid[])
RETURNS TABLE (person uuid, ability uuid, mastery smallint, kind text, evidence uuid)
LANGUAGE sql STABLE SET search_path FROM CURRENT AS $$
    SELECT held.person_id, source.ability_id, source.mastery, source.kind::text, held.record_id
    FROM outcomes_outcome AS held
    JOIN outcomes_outcomedetail AS detail ON detail.outcome_id = held.record_id
    JOIN records_record AS kept ON kept.id = held.record_id AND kept.state = 'certified'
    JOIN abilities_abilitysource AS source ON source.kind = 'certificate'
        AND (detail.occupation = source.occupation OR starts_with(detail.occupation, source.occupation || '-'))
        AND detail.level >= source.certificate_level
    WHERE held.person_id = ANY (persons) AND held.kind = 'skill_certificate' AND held.void_at IS NULL
        AND (held.expires_on IS NULL OR held.expires_on >= nj_today())
    UNION ALL
    SELECT held.person_id, source.ability_id, source.mastery, source.kind::text, held.record_id
    FROM outcomes_outcome AS held
    JOIN outcomes_outcomedetail AS detail ON detail.outcome_id = held.record_id
    JOIN records_record AS kept ON kept.id = held.record_id AND kept.state = 'certified'
    JOIN abilities_abilitysource AS source ON source.kind = 'training' AND detail.subject = source.subject
    WHERE held.person_id = ANY (persons) AND held.kind = 'training' AND held.void_at IS NULL
        AND (held.expires_on IS NULL OR held.expires_on >= nj_today())
    UNION ALL
    SELECT learner.person_id, source.ability_id, source.mastery, source.kind::text, done.course_id
    FROM programmes_enrolment AS learner
    JOIN programmes_programme AS major ON major.id = learner.programme_id
    JOIN (
        SELECT passed.enrolment_id, passed.course_id FROM programmes_passedcourse AS passed
        UNION
        SELECT decision.enrolment_id, credited.course_id
        FROM conversion_decisioncourse AS credited
        JOIN conversion_decision AS decision ON decision.record_id = credited.decision_id
        JOIN records_record AS kept ON kept.id = decision.record_id AND kept.state = 'posted'
    ) AS done ON done.enrolment_id = learner.id
    JOIN programmes_course AS course ON course.id = done.course_id
    JOIN abilities_abilitysource AS source ON source.kind = 'course'
        AND source.college_id = learner.college_id AND source.programme_code = major.code
        AND source.course_code = course.code
    WHERE learner.person_id = ANY (persons)
$$
"""
GROUP = f"""
CREATE FUNCTION abilities_group(asked uuid)
RETURNS TABLE (post uuid, ability uuid, mastery smallint, holders bigint, people bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
    WITH firm AS (
        SELECT one.party_id FROM people_organisation AS one
        WHERE one.party_id = asked AND {seat("party_id", "clerk")("one")}
    ), workers AS (
        SELECT DISTINCT bond.person_id FROM people_affiliation AS bond JOIN firm ON firm.party_id = bond.organisation_id
        WHERE bond.role = 'employee' AND {in_force("bond")}
    ), size AS (
        SELECT count(*) AS people FROM workers
    ), best AS (
        SELECT shown.person, shown.ability, max(shown.mastery) AS mastery
        FROM abilities_shown((SELECT array_agg(person_id) FROM workers)) AS shown
        GROUP BY shown.person, shown.ability
    ), wanted AS (
        SELECT DISTINCT need.ability_id, need.mastery
        FROM abilities_postneed AS need
        JOIN abilities_post AS post ON post.id = need.post_id AND post.closed_at IS NULL
        JOIN firm ON firm.party_id = post.organisation_id
    ), counted AS (
        SELECT wanted.ability_id, wanted.mastery, count(best.person) AS holders
        FROM wanted
        LEFT JOIN best ON best.ability = wanted.ability_id AND best.mastery >= wanted.mastery
        GROUP BY wanted.ability_id, wanted.mastery
    ), stepped AS (
        SELECT counted.*, size.people,
            lag(counted.holders) OVER (PARTITION BY counted.ability_id ORDER BY counted.mastery) - counted.holders AS step,
            row_number() OVER (PARTITION BY counted.ability_id ORDER BY counted.mastery) AS place
        FROM counted, size
    ), judged AS (
        SELECT stepped.*, bool_or(coalesce(step, 0) BETWEEN 1 AND 4) OVER (PARTITION BY ability_id) AS is_narrow
        FROM stepped
    )
    SELECT need.post_id, need.ability_id, need.mastery::smallint,
        CASE WHEN judged.holders >= 5 AND judged.people - judged.holders >= 5 AND (NOT is_narrow OR place = 1)
            THEN judged.holders END,
        CASE WHEN judged.people >= 5 THEN judged.people END
    FROM judged
    JOIN abilities_postneed AS need ON need.ability_id = judged.ability_id AND need.mastery = judged.mastery
    JOIN abilities_post AS post ON post.id = need.post_id AND post.closed_at IS NULL
    JOIN firm ON firm.party_id = post.organisation_id
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("abilities", "0002_policies"),
        ("conversion", "0004_revocations"),
        ("programmes", "0002_policies"),
        ("certification", "0004_who_moves"),
    ]

    operations = [
        migrations.RunSQL(SHOWN, "DROP FUNCTION abilities_shown(uuid[])"),
        migrations.RunSQL(GROUP, "DROP FUNCTION abilities_group(uuid)"),
        runs_as_reader("abilities_group(uuid)"),
    ]
