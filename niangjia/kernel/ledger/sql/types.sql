-- One item of a batch on its way into the books; places count from 1.
CREATE TYPE ledger_item AS (
    place bigint, id uuid, from_account uuid, to_account uuid, amount bigint, unit smallint, event_at timestamptz,
    about_id uuid, group_id uuid, reverses_id uuid, reason text
);
