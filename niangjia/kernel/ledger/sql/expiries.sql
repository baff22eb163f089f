-- Keeps the list of what may still expire: a pending transfer with an expiry enters it when it is posted, and leaves it
-- with its resolution. The books themselves cannot say so in one row, since no row of theirs is ever changed.
CREATE OR REPLACE FUNCTION ledger_keep_expiries(items ledger_item[], codes text[]) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $$
BEGIN
    INSERT INTO ledger_expiry (id, expires_at)
    SELECT id, expires_at FROM unnest(items) WHERE codes[place] = 'posted' AND expires_at IS NOT NULL;

    DELETE FROM ledger_expiry
    WHERE id = ANY (ARRAY(SELECT pending_id FROM unnest(items) WHERE codes[place] = 'posted' AND pending_id IS NOT NULL));
END
$$;
