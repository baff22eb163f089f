-- Closes an account for good: closed, unknown_account or still_pending. Closing twice keeps the first instant.
CREATE OR REPLACE FUNCTION ledger_close_account(account_id uuid) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT
AS $$
DECLARE
    held ledger_account;
BEGIN
    PERFORM ledger_enter_lane();
    SELECT * INTO held FROM ledger_account WHERE id = account_id;
    IF NOT FOUND THEN
        RETURN 'unknown_account';
    ELSIF held.pending_out > 0 OR held.pending_in > 0 THEN
        RETURN 'still_pending';
    END IF;
    UPDATE ledger_account SET closed_at = clock_timestamp() WHERE id = account_id AND closed_at IS NULL;
    RETURN 'closed';
END
$$;
