-- The ground everything stands on: organisations, the commit-ordered version, synchronised rows, the command ledger and
-- the audit chain. Every key leads with the organisation, so that rows can be distributed by it.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'readiness_app') THEN
    CREATE ROLE readiness_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL; -- another database of this server was migrated at the same moment
END
$$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO readiness_app;

-- Who is asking: set for each transaction by the server, read by every row-level policy. As functions that the planner
-- evaluates once a statement, not once a row.
CREATE FUNCTION current_organisation() RETURNS uuid LANGUAGE sql STABLE
  RETURN nullif(current_setting('readiness.organisation', true), '')::uuid;
-- 'organisation', or 'people': only the rows of current_people().
CREATE FUNCTION current_reach() RETURNS text LANGUAGE sql STABLE
  RETURN coalesce(nullif(current_setting('readiness.reach', true), ''), 'people');
CREATE FUNCTION current_people() RETURNS uuid[] LANGUAGE sql STABLE
  RETURN coalesce(nullif(current_setting('readiness.people', true), ''), '{}')::uuid[];

CREATE TABLE organisation (
  organisation_id uuid PRIMARY KEY,
  name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 200),
  name_zh text NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 200),
  created_at timestamptz NOT NULL
);

-- One counter row an organisation, taken last in each writing transaction: whoever holds it commits before the next.
CREATE TABLE organisation_version (
  organisation_id uuid PRIMARY KEY REFERENCES organisation,
  version bigint NOT NULL DEFAULT 0,
  epoch uuid NOT NULL,
  audit_position bigint NOT NULL DEFAULT 0,
  audit_hash bytea NOT NULL DEFAULT '\x'
);

-- The latest state of every row that a device may hold: one line a scope, rendered when the row is written.
CREATE TABLE sync_row (
  organisation_id uuid NOT NULL REFERENCES organisation,
  scope text NOT NULL,
  table_name text NOT NULL,
  id uuid NOT NULL,
  version bigint, -- NULL only inside the transaction that wrote it
  deleted boolean NOT NULL DEFAULT false,
  wire text NOT NULL,
  PRIMARY KEY (organisation_id, scope, table_name, id)
);
CREATE INDEX sync_row_page ON sync_row (organisation_id, scope, version);
CREATE INDEX sync_row_unstamped ON sync_row (organisation_id) WHERE version IS NULL;
CREATE INDEX sync_row_source ON sync_row (organisation_id, table_name, id);

-- That a transaction has published: a line a statement, gone again before it commits. The deferred work hangs on these few
-- lines and not on the rows, of which there may be a hundred thousand.
CREATE TABLE sync_pending (
  organisation_id uuid NOT NULL REFERENCES organisation
);

-- Runs at commit: takes the organisation's next version and stamps it on all that this transaction published.
CREATE FUNCTION stamp_version() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  next_version bigint;
BEGIN
  DELETE FROM sync_pending WHERE organisation_id = NEW.organisation_id;
  IF NOT FOUND THEN
    RETURN NULL; -- an earlier statement of this transaction has stamped all of its rows
  END IF;
  UPDATE organisation_version SET version = version + 1
    WHERE organisation_id = NEW.organisation_id RETURNING version INTO STRICT next_version;
  UPDATE sync_row SET version = next_version WHERE organisation_id = NEW.organisation_id AND version IS NULL;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER stamp_version AFTER INSERT ON sync_pending
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION stamp_version();

-- Publishes changed rows: `publish(view, key)` renders them again from `view` (organisation_id, scope, id, wire), keeps
-- what is new or different, and turns what a scope no longer holds into a tombstone. Statement triggers name their
-- transition table `changed`.
CREATE FUNCTION publish() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  source text := TG_ARGV[0];
  key text := TG_ARGV[1];
  published bigint;
  withdrawn bigint;
BEGIN
  EXECUTE format(
    'INSERT INTO sync_row (organisation_id, scope, table_name, id, wire)
     SELECT w.organisation_id, w.scope, %2$L, w.id, w.wire
     FROM (SELECT DISTINCT organisation_id, %3$I AS id FROM changed) c
     JOIN %1$I w ON w.organisation_id = c.organisation_id AND w.id = c.id
     ORDER BY w.scope, w.id
     ON CONFLICT (organisation_id, scope, table_name, id) DO UPDATE
       SET wire = excluded.wire, version = NULL, deleted = false
       WHERE sync_row.wire IS DISTINCT FROM excluded.wire OR sync_row.deleted',
    'wire_' || source, source, key);
  GET DIAGNOSTICS published = ROW_COUNT;
  EXECUTE format(
    'UPDATE sync_row s SET deleted = true, wire = '''', version = NULL
     FROM (SELECT DISTINCT organisation_id, %3$I AS id FROM changed) c
     WHERE s.organisation_id = c.organisation_id AND s.table_name = %2$L AND s.id = c.id AND NOT s.deleted
       AND NOT EXISTS (SELECT FROM %1$I w
                       WHERE w.organisation_id = s.organisation_id AND w.scope = s.scope AND w.id = s.id)',
    'wire_' || source, source, key);
  GET DIAGNOSTICS withdrawn = ROW_COUNT;
  IF published + withdrawn > 0 THEN
    INSERT INTO sync_pending SELECT DISTINCT organisation_id FROM changed;
  END IF;
  RETURN NULL;
END
$$;

-- Each command of each client once: the result is stored in the transaction that has its effects.
CREATE TABLE command_ledger (
  organisation_id uuid NOT NULL REFERENCES organisation,
  client_id uuid NOT NULL,
  sequence bigint NOT NULL CHECK (sequence > 0),
  name text NOT NULL,
  payload_hash bytea NOT NULL,
  account_id uuid, -- NULL: the operator on the server's host
  outcome text NOT NULL DEFAULT 'applied' CHECK (outcome IN ('applied', 'rejected')),
  result jsonb NOT NULL DEFAULT 'null',
  received_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, client_id, sequence)
);

-- What was done, by whom, to what: append-only, each event sealed at commit by the hash of the one before it.
CREATE TABLE audit_event (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  position bigint,
  at timestamptz NOT NULL,
  account_id uuid,
  actor text NOT NULL,
  action text NOT NULL,
  subject_id uuid,
  outcome text NOT NULL CHECK (outcome IN ('applied', 'rejected', 'read')),
  detail jsonb NOT NULL,
  previous_hash bytea,
  hash bytea,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, position)
);
CREATE INDEX audit_event_subject ON audit_event (organisation_id, subject_id, position);

-- The text that is hashed: jsonb has one written form for one value.
CREATE FUNCTION audit_digest(e audit_event, previous bytea) RETURNS bytea LANGUAGE sql STABLE
  RETURN sha256(previous || convert_to(jsonb_build_array(
    e.organisation_id, e.id, e.position, extract(epoch FROM e.at), e.account_id, e.actor, e.action, e.subject_id,
    e.outcome, e.detail)::text, 'UTF8'));

CREATE FUNCTION seal_audit_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head organisation_version;
  event audit_event := NEW;
BEGIN
  SELECT * INTO STRICT head FROM organisation_version WHERE organisation_id = NEW.organisation_id FOR NO KEY UPDATE;
  event.position := head.audit_position + 1;
  event.previous_hash := head.audit_hash;
  event.hash := audit_digest(event, head.audit_hash);
  UPDATE audit_event SET position = event.position, previous_hash = event.previous_hash, hash = event.hash
    WHERE organisation_id = event.organisation_id AND id = event.id;
  UPDATE organisation_version SET audit_position = event.position, audit_hash = event.hash
    WHERE organisation_id = event.organisation_id;
  RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER seal_audit_event AFTER INSERT ON audit_event
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION seal_audit_event();

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_event_is_sealed BEFORE UPDATE ON audit_event
  FOR EACH ROW WHEN (OLD.position IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_is_kept BEFORE DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_event_is_not_truncated BEFORE TRUNCATE ON audit_event EXECUTE FUNCTION refuse_change();

-- `protect(table, person column)`: the organisation's own rows only; with a person column, within the caller's reach only.
-- The reach is asked as one yes or no, which the planner takes for half of the rows: for a comparison with what it does not
-- know it would expect next to none, and join large tables row by row.
CREATE PROCEDURE protect(target regclass, privileges text, person text DEFAULT NULL) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
  EXECUTE format('CREATE POLICY own_organisation ON %s USING (organisation_id = (SELECT current_organisation()))', target);
  IF person IS NOT NULL THEN
    EXECUTE format(
      'CREATE POLICY within_reach ON %s AS RESTRICTIVE
       USING ((SELECT current_reach() = ''organisation'') OR %I = ANY ((SELECT current_people())::uuid[]))',
      target, person);
  END IF;
  EXECUTE format('GRANT %s ON %s TO readiness_app', privileges, target);
END
$$;

CALL protect('organisation', 'SELECT, INSERT, UPDATE');
CALL protect('organisation_version', 'SELECT, INSERT');
CALL protect('sync_row', 'SELECT');
CALL protect('sync_pending', 'SELECT');
CALL protect('command_ledger', 'SELECT, INSERT, UPDATE');
CALL protect('audit_event', 'SELECT, INSERT');
