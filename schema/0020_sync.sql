-- What devices need beside the rows themselves: how they are let in, what each may hold and holds, and the seal of their
-- cursors.

-- Whose rows a transaction may read of what is published: set for each pull by the server.
CREATE FUNCTION current_scopes() RETURNS text[] LANGUAGE sql STABLE
  RETURN coalesce(nullif(current_setting('readiness.scopes', true), ''), '{}')::text[];
CREATE POLICY within_scope ON sync_row AS RESTRICTIVE USING (scope = ANY ((SELECT current_scopes())::text[]));

-- A device reads each scope from a version on, in the order of its key.
DROP INDEX sync_row_page;
CREATE INDEX sync_row_page ON sync_row (organisation_id, scope, version, table_name, id);

CREATE TABLE sync_settings (
  organisation_id uuid PRIMARY KEY REFERENCES organisation,
  -- Seals cursors, so that a device can make none up.
  cursor_key bytea NOT NULL CHECK (length(cursor_key) = 32),
  -- Tombstones up to this version are cleared away: a cursor below it cannot be gone on from.
  horizon bigint NOT NULL DEFAULT 0 CHECK (horizon >= 0),
  -- How long a replica may be read without having heard from the server.
  lease_days smallint NOT NULL DEFAULT 30 CHECK (lease_days BETWEEN 1 AND 365)
);

-- The head of each day on which tombstones were looked after: what was deleted before a day is what lies below its mark.
CREATE TABLE sync_mark (
  organisation_id uuid NOT NULL REFERENCES organisation,
  day date NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (organisation_id, day)
);

-- An invitation lets one device of one account in, once.
CREATE TABLE device_invitation (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid, -- NULL: the operator on the server's host
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, hash),
  FOREIGN KEY (organisation_id, account_id) REFERENCES account
);
CREATE INDEX device_invitation_account ON device_invitation (organisation_id, account_id);

ALTER TABLE device
  ADD COLUMN platform text NOT NULL DEFAULT '' CHECK (length(platform) <= 60),
  -- When it last traded its refresh token; its access token and its lease end in known times from then.
  ADD COLUMN last_seen_at timestamptz,
  ADD COLUMN revoked_by uuid,
  ADD COLUMN revocation text
    CHECK (revocation IN ('lost', 'replaced', 'left', 'token_reused', 'forked', 'other')),
  ADD CHECK (length(name) BETWEEN 1 AND 100),
  ADD CHECK ((revoked_at IS NULL) = (revocation IS NULL));
CREATE INDEX device_account ON device (organisation_id, account_id);

-- A device's refresh tokens, one after the other. Each is traded once; until its successor is used the trade may be
-- repeated, for its answer may have been lost.
CREATE TABLE refresh_token (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  device_id uuid NOT NULL,
  hash bytea NOT NULL,
  predecessor uuid,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, hash),
  FOREIGN KEY (organisation_id, device_id) REFERENCES device,
  FOREIGN KEY (organisation_id, predecessor) REFERENCES refresh_token
);
CREATE INDEX refresh_token_device ON refresh_token (organisation_id, device_id, created_at);
CREATE INDEX refresh_token_predecessor ON refresh_token (organisation_id, predecessor);

-- An access token of a device is one row that is written anew with each trade.
CREATE UNIQUE INDEX token_device ON token (organisation_id, device_id) WHERE device_id IS NOT NULL;

-- Which scope a device held, from when to when: written before it is sent a row of it. `purged_at` is the device's own word
-- that nothing of it is left there.
CREATE TABLE device_holding (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL DEFAULT gen_random_uuid(),
  device_id uuid NOT NULL,
  scope text NOT NULL,
  granted_at timestamptz NOT NULL,
  dropped_at timestamptz CHECK (dropped_at >= granted_at), -- when the device was told to drop it
  purged_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, device_id) REFERENCES device,
  CHECK (purged_at IS NULL OR dropped_at IS NOT NULL)
);
CREATE UNIQUE INDEX device_holding_current ON device_holding (organisation_id, device_id, scope)
  WHERE dropped_at IS NULL;
CREATE INDEX device_holding_unpurged ON device_holding (organisation_id, device_id) WHERE purged_at IS NULL;
CREATE INDEX device_holding_scope ON device_holding (organisation_id, scope);

INSERT INTO sync_settings (organisation_id, cursor_key)
  SELECT organisation_id, decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
  FROM organisation;

-- A command that was made from a row which somebody has changed since is a conflict: it used its sequence up.
ALTER TABLE command_ledger DROP CONSTRAINT command_ledger_outcome_check;
ALTER TABLE command_ledger ADD CHECK (outcome IN ('applied', 'conflict', 'rejected'));

CALL protect('sync_settings', 'SELECT, INSERT, UPDATE');
CALL protect('sync_mark', 'SELECT, INSERT');
CALL protect('device_invitation', 'SELECT, INSERT, UPDATE');
CALL protect('refresh_token', 'SELECT, INSERT, UPDATE');
CALL protect('device_holding', 'SELECT, INSERT, UPDATE');

-- What the server waits for, for all organisations at once: their heads and nothing else.
CREATE FUNCTION sync_heads(organisations uuid[]) RETURNS TABLE (organisation_id uuid, version bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT v.organisation_id, v.version FROM organisation_version v WHERE v.organisation_id = ANY (organisations)
$$;

-- Whose tombstones are looked after once a day.
CREATE FUNCTION organisations_to_keep_up() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT organisation_id FROM sync_settings ORDER BY organisation_id
$$;

-- Clears away tombstones up to a version, as the owner of the table; the organisation is the caller's all the same.
CREATE FUNCTION clear_tombstones(up_to bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  cleared bigint;
BEGIN
  DELETE FROM sync_row WHERE organisation_id = current_organisation() AND deleted AND version <= up_to;
  GET DIAGNOSTICS cleared = ROW_COUNT;
  UPDATE sync_settings SET horizon = greatest(horizon, up_to) WHERE organisation_id = current_organisation();
  RETURN cleared;
END
$$;
REVOKE ALL ON FUNCTION sync_heads(uuid[]), organisations_to_keep_up(), clear_tombstones(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sync_heads(uuid[]), organisations_to_keep_up(), clear_tombstones(bigint) TO readiness_app;
