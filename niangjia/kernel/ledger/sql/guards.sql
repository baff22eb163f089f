-- What the tables refuse to everyone, their owner included. Nobody but the owner may write them at all.

CREATE TRIGGER ledger_transfer_never_truncated BEFORE TRUNCATE ON ledger_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ledger_account_never_deleted BEFORE DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TRIGGER ledger_account_never_truncated BEFORE TRUNCATE ON ledger_account
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An account stays what it was opened as, stays closed, and its figures move only as its sequence does.
-- The condition is in WHEN because it then costs no function call for each row of a batch.
CREATE TRIGGER ledger_account_moves_only_forward BEFORE UPDATE ON ledger_account
    FOR EACH ROW WHEN (
        (NEW.id, NEW.unit, NEW.chart) IS DISTINCT FROM (OLD.id, OLD.unit, OLD.chart)
        OR NEW.owner_id IS DISTINCT FROM OLD.owner_id
        OR (OLD.closed_at IS NOT NULL AND NEW.closed_at IS DISTINCT FROM OLD.closed_at)
        OR NEW.version < OLD.version
        OR NEW.last_booked_at < OLD.last_booked_at
        OR (NEW.version = OLD.version AND (NEW.balance, NEW.pending_out, NEW.pending_in)
                                          IS DISTINCT FROM (OLD.balance, OLD.pending_out, OLD.pending_in))
    )
    EXECUTE FUNCTION refuse_change();

-- Balances are rewritten on every batch: room on each page keeps the new versions beside the old ones.
ALTER TABLE ledger_account SET (fillfactor = 70);
