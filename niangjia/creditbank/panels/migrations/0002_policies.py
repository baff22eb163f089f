# ruff: noqa: S608 - the pieces of these statements stand here, nobody types them
"""Who sees a panel, who moves it, who votes.

Members are named account by account; a role shows them nothing. They see the record of the panel, what it is asked and
the learner's name, and each other's votes only once it is concluded.
"""

from django.db import migrations

from niangjia.core.audit.triggers import append_only
from niangjia.kernel.access.policies import (
    made_by_actor,
    organisation,
    parent,
    protect,
    protect_each,
    record,
    restrict_insert,
    restrict_moves,
    runs_as_reader,
    seat,
    step,
)

SITS = """
CREATE FUNCTION panels_sits(asked uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
    SELECT EXISTS (
        SELECT 1 FROM panels_member AS sitting
        WHERE sitting.panel_id = asked AND sitting.account_id = nj_account() AND sitting.excused_at IS NULL
    )
$$
"""
LEARNER = """
CREATE FUNCTION panels_learner(asked uuid) RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT AS $$
    SELECT person.name
    FROM panels_panel AS panel
    JOIN programmes_enrolment AS enrolled ON enrolled.id = panel.enrolment_id
    JOIN people_person AS person ON person.party_id = enrolled.person_id
    WHERE panel.record_id = asked AND panels_sits(asked)
$$
"""
SEEN_BY_MEMBERS = """
CREATE POLICY records_record_of_panel ON records_record FOR SELECT USING (kind = 'panel' AND panels_sits(id))
"""
CONVENES = seat("organisation_id", "registrar")("kept")
HER_OWN = "kept.subject_id = (SELECT nj_person())"
NOT_HER_OWN = "kept.subject_id IS DISTINCT FROM (SELECT nj_person())"
OWN_VOTE = """
EXISTS (
    SELECT 1 FROM panels_member AS mine
    JOIN panels_panelline AS line ON line.id = panels_vote.line_id AND line.panel_id = mine.panel_id AND line.is_open
    JOIN records_record AS kept ON kept.id = mine.panel_id AND kept.state = 'sitting'
    WHERE mine.id = panels_vote.member_id AND mine.account_id = (SELECT nj_account()) AND mine.excused_at IS NULL
)
"""
BY_PANEL = f"""
NOT conversion_decision.by_panel OR EXISTS (
    SELECT 1 FROM panels_panel AS panel JOIN records_record AS kept ON kept.id = panel.record_id
    WHERE panel.enrolment_id = conversion_decision.enrolment_id AND kept.state = 'sitting' AND {CONVENES}
        AND panel.rule_book_id = conversion_decision.rule_book_id AND panel.book_hash = conversion_decision.book_hash
        AND panel.asked_on = conversion_decision.claimed_on
)
"""


def sits(table: str) -> str:
    """Rows of panels on which the actor sits."""
    return f"panels_sits({table}.{'record_id' if table == 'panels_panel' else 'panel_id'})"


def convened(table: str) -> str:
    """Rows of panels of a college where the actor is registrar."""
    return (
        f"EXISTS (SELECT 1 FROM records_record AS kept WHERE kept.id = {table}.panel_id AND kept.kind = 'panel'"
        f" AND {CONVENES})"
    )


def readable(table: str) -> str:
    """Votes: one's own, all of them to the college, and to everyone else who sees the panel once it is concluded."""
    return (
        f"EXISTS (SELECT 1 FROM panels_member AS voter JOIN records_record AS kept ON kept.id = voter.panel_id"
        f" WHERE voter.id = {table}.member_id"
        f" AND (voter.account_id = (SELECT nj_account()) OR kept.state = 'concluded' OR {CONVENES}))"
    )


def own_vote(table: str) -> str:  # noqa: ARG001 - a reading takes the table
    """As the member that one is, while the panel sits."""
    return OWN_VOTE


SEEN = parent("panel_id", "panels_panel", "record_id")


class Migration(migrations.Migration):
    dependencies = [
        ("panels", "0001_initial"),
        ("audit", "0001_initial"),
        ("records", "0005_records_stay_what_they_are"),
        ("access", "0007_seats_by_role"),
        ("conversion", "0005_decision_by_panel"),
    ]

    operations = [
        migrations.RunSQL(SITS, "DROP FUNCTION panels_sits(uuid)"),
        runs_as_reader("panels_sits(uuid)"),
        migrations.RunSQL(LEARNER, "DROP FUNCTION panels_learner(uuid)"),
        runs_as_reader("panels_learner(uuid)"),
        migrations.RunSQL(SEEN_BY_MEMBERS, "DROP POLICY records_record_of_panel ON records_record"),
        protect("panels_expert", organisation("college_id"), made_by_actor("account_id")),
        protect("panels_panel", record(), sits),
        append_only("panels_panelline"),
        protect("panels_panelline", SEEN),
        protect_each(
            "panels_member",
            select=(SEEN, sits, made_by_actor("account_id")),
            insert=(convened,),
            update=(convened, made_by_actor("account_id")),
        ),
        protect_each("panels_vote", select=(readable,), insert=(own_vote,)),
        append_only("panels_vote"),
        protect_each("panels_result", select=(SEEN,), insert=(convened,)),
        append_only("panels_result"),
        restrict_moves(
            "panel",
            f"({step((None, 'asked'))}) AND ({HER_OWN} OR {CONVENES})",
            f"({step(('asked', 'withdrawn'), ('sitting', 'withdrawn'))}) AND ({HER_OWN} OR {CONVENES})",
            f"({step(('asked', 'sitting'), ('sitting', 'concluded'))}) AND {NOT_HER_OWN} AND {CONVENES}",
        ),
        restrict_insert("conversion_decision", "conversion_decision_by_panel", BY_PANEL),
    ]
