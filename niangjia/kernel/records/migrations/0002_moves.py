"""The state of a record is that of its last move: the database sees to it."""

from django.db import migrations

from niangjia.core.audit.triggers import append_only

# A first move must say what the record says; each later one carries the record along.
FOLLOW = """
CREATE FUNCTION record_follows_move() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.version = 1 THEN
        RETURN NEW;
    END IF;
    UPDATE records_record SET state = NEW.to_state, state_at = NEW.at, version = NEW.version
    WHERE id = NEW.record_id AND state = NEW.from_state AND version = NEW.version - 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the record % does not stand in % at version %', NEW.record_id, NEW.from_state, NEW.version - 1
            USING ERRCODE = 'check_violation', CONSTRAINT = 'move_from_where_it_stands';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER records_move_carries_record AFTER INSERT ON records_move
    FOR EACH ROW EXECUTE FUNCTION record_follows_move();
"""

GUARD = """
CREATE FUNCTION record_moves_only() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    IF NEW.version < OLD.version OR NOT EXISTS (
        SELECT 1 FROM records_move AS move
        WHERE move.record_id = NEW.id AND move.version = NEW.version AND move.to_state = NEW.state
            AND move.at = NEW.state_at
    ) THEN
        RAISE EXCEPTION 'the state of a record is written by a move alone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'record_state_by_move';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER records_record_moves_only BEFORE UPDATE ON records_record FOR EACH ROW
    WHEN (OLD.state <> NEW.state OR OLD.version <> NEW.version OR OLD.state_at <> NEW.state_at)
    EXECUTE FUNCTION record_moves_only();
"""

# No record without the move that brought it where it stands; asked when the transaction ends.
STANDS = """
ALTER TABLE records_move ADD CONSTRAINT move_leads_somewhere UNIQUE (record_id, version, to_state, at);
ALTER TABLE records_record ADD CONSTRAINT record_stands_by_move FOREIGN KEY (id, version, state, state_at)
    REFERENCES records_move (record_id, version, to_state, at) DEFERRABLE INITIALLY DEFERRED;
"""

UNSTAND = """
ALTER TABLE records_record DROP CONSTRAINT record_stands_by_move;
ALTER TABLE records_move DROP CONSTRAINT move_leads_somewhere;
"""


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("audit", "0001_initial")]

    operations = [
        migrations.RunSQL(
            FOLLOW, "DROP TRIGGER records_move_carries_record ON records_move; DROP FUNCTION record_follows_move()"
        ),
        migrations.RunSQL(
            GUARD, "DROP TRIGGER records_record_moves_only ON records_record; DROP FUNCTION record_moves_only()"
        ),
        migrations.RunSQL(STANDS, UNSTAND),
        append_only("records_move"),
        append_only("records_comment"),
        append_only("records_attachment"),
        append_only("records_link"),
    ]
