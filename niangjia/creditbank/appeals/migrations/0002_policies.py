"""Who files an appeal and who moves it; and what an upheld one may put right.

Whoever moved the record that is appealed, or a panel that decided it, can't move the appeal: the database refuses it
whatever the program does. Putting right looks past row-level security, and moves only what an appeal upheld by the
caller, in this transaction's last step, is about.
"""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import (
    READER,
    protect_by_record,
    restrict_insert,
    restrict_moves,
    runs_as_reader,
    seat,
    step,
)

HER_OWN = "kept.subject_id = (SELECT nj_person())"
NOT_HER_OWN = "kept.subject_id IS DISTINCT FROM (SELECT nj_person())"
HEARS = " OR ".join(seat("organisation_id", role)("kept") for role in ("clerk", "certifier", "registrar"))
HAD_PART = """
EXISTS (
    SELECT 1
    FROM appeals_appeal AS appealed
    JOIN records_move AS part ON part.record_id = appealed.about_id OR part.record_id IN (
        SELECT link.from_record_id FROM records_link AS link
        WHERE link.to_record_id = appealed.about_id AND link.relation = 'decides'
    )
    WHERE appealed.record_id = asked AND part.actor_id = nj_account()
)
"""
PART = f"""
CREATE FUNCTION appeals_had_part(asked uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$ SELECT {HAD_PART} $$
"""
FILED = """
EXISTS (
    SELECT 1
    FROM records_record AS kept
    JOIN records_record AS about ON about.id = appeals_appeal.about_id
    WHERE kept.id = appeals_appeal.record_id AND kept.kind = 'appeal' AND kept.state = 'filed'
        AND kept.subject_id = about.subject_id AND kept.organisation_id = about.organisation_id
        AND about.version = appeals_appeal.about_version
        AND (about.kind, about.state, appeals_appeal.against) IN (
            ('outcome', 'refused', 'refusal'), ('outcome', 'revoked', 'revocation'),
            ('decision', 'posted', 'decision'), ('decision', 'returned', 'return')
        )
)
"""
PUT_RIGHT = """
CREATE FUNCTION appeals_put_right(asked uuid, happened timestamptz, label text, acting_as text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    appeal appeals_appeal%ROWTYPE;
    about records_record%ROWTYPE;
    why text;
    reached text;
BEGIN
    SELECT upheld.reason INTO why
    FROM records_move AS upheld JOIN records_record AS kept ON kept.id = upheld.record_id
    WHERE kept.id = asked AND kept.kind = 'appeal' AND kept.state = 'upheld' AND upheld.version = kept.version
        AND upheld.actor_id = nj_account() AND upheld.at = happened;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only who upheld an appeal puts right what it is about' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT * INTO appeal FROM appeals_appeal WHERE record_id = asked;
    PERFORM 1 FROM programmes_enrolment WHERE id IN (
        SELECT made.enrolment_id FROM conversion_decision AS made WHERE made.record_id = appeal.about_id
    ) FOR UPDATE;
    PERFORM 1 FROM conversion_decision WHERE record_id = appeal.about_id FOR UPDATE;
    PERFORM 1 FROM outcomes_outcome WHERE record_id = appeal.about_id FOR UPDATE;
    SELECT * INTO about FROM records_record WHERE id = appeal.about_id FOR UPDATE;
    IF about.version <> appeal.about_version THEN
        RETURN false;
    END IF;
    IF appeal.against = 'return' AND EXISTS (
        SELECT 1 FROM conversion_decision AS returned
        JOIN conversion_decision AS other ON other.enrolment_id = returned.enrolment_id
        JOIN records_record AS kept ON kept.id = other.record_id
        WHERE returned.record_id = about.id AND other.record_id <> about.id AND kept.state = 'claimed'
    ) THEN
        RETURN false;
    END IF;
    reached := CASE appeal.against WHEN 'return' THEN 'claimed' WHEN 'decision' THEN 'reversed' ELSE 'deposited' END;
    IF about.kind = 'outcome' THEN
        UPDATE outcomes_outcome SET void_at = NULL, standard_value = NULL WHERE record_id = about.id;
    END IF;
    INSERT INTO records_move (
        id, record_id, version, verb, from_state, to_state, at, actor_id, actor_label, roles, reason, note
    )
    VALUES (
        gen_random_uuid(), about.id, about.version + 1, CASE reached WHEN 'reversed' THEN 'overturn' ELSE 'reopen' END,
        about.state, reached, happened, nj_account(), label, acting_as, why, ''
    );
    RETURN true;
END
$$
"""
SIGNATURE = "appeals_put_right(uuid, timestamptz, text, text)"


class Migration(migrations.Migration):
    dependencies = [
        ("appeals", "0001_initial"),
        ("audit", "0001_initial"),
        ("conversion", "0004_revocations"),
        ("certification", "0005_verdicts_again"),
    ]

    operations = [
        protect_by_record("appeals_appeal"),
        append_only("appeals_appeal"),
        restrict_insert("appeals_appeal", "appeals_appeal_filed", FILED),
        migrations.RunSQL(PART, "DROP FUNCTION appeals_had_part(uuid)"),
        runs_as_reader("appeals_had_part(uuid)"),
        restrict_moves(
            "appeal",
            f"({step((None, 'filed'), ('filed', 'withdrawn'), ('accepted', 'withdrawn'))}) AND {HER_OWN}",
            "("
            + step(("filed", "accepted"), ("filed", "not_accepted"), ("accepted", "upheld"), ("accepted", "dismissed"))
            + f") AND {NOT_HER_OWN} AND ({HEARS}) AND NOT appeals_had_part(kept.id)",
        ),
        migrations.RunSQL(f"GRANT UPDATE ON outcomes_outcome TO {READER}", migrations.RunSQL.noop),
        migrations.RunSQL(PUT_RIGHT, f"DROP FUNCTION {SIGNATURE}"),
        runs_as_reader(SIGNATURE),
    ]
