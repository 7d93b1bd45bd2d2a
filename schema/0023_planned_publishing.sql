-- Publishing costs what the change costs: what a command changes is a row or two, and asking the database to plan the same
-- statement anew each time took longer than running it. And what is published is what holds: of two that change parts of one
-- row at once, the later one renders what the earlier one has written.

-- `publish_on(table, operations, view, keys [, query])` as before, with a function of its own for each trigger, which has the
-- statement written into it: for a few changed rows it is planned once a session. For many it is planned anew, for a plan
-- that was made for a few would join large tables row by row.
--
-- The statement renders what `changed` names, or what the query over `changed` does, from `wire_<view>` (organisation_id,
-- scope, id, wire), keeps what is new or different, and turns what a scope no longer holds into a tombstone. One key is the
-- row's id; of several, with a space between them, the id is `wire_id`, and the view has each as a column.
--
-- A row that is `composed` is rendered from several rows: whoever changes one of them waits for whoever is changing another,
-- from before the rendering to the commit, or would publish what it saw of the others before that. Of a view that renders each
-- row from one row alone say false: that row's own lock is enough.
DROP PROCEDURE publish_on(regclass, text, text, text, text);
CREATE PROCEDURE publish_on(
  target regclass, operations text, source text, keys text, query text DEFAULT NULL, composed boolean DEFAULT true)
  LANGUAGE plpgsql AS $$
DECLARE
  key_list text[] := string_to_array(keys, ' ');
  touched text := coalesce('(' || query || ') q', 'changed');
  same text;
  statement text;
  turn text := '';
  operation text;
  name text;
BEGIN
  IF cardinality(key_list) = 1 THEN
    touched := format('SELECT DISTINCT organisation_id, %I AS id FROM %s', keys, touched);
    same := 'w.id = c.id';
  ELSE
    SELECT format('SELECT DISTINCT organisation_id, wire_id(%s) AS id, %s FROM %s',
        string_agg(format('%I::text', key), ', ' ORDER BY n), string_agg(format('%I', key), ', ' ORDER BY n), touched),
      string_agg(format('w.%1$I = c.%1$I', key), ' AND ')
    INTO touched, same FROM unnest(key_list) WITH ORDINALITY AS k (key, n);
  END IF;
  -- One statement, so that each row is rendered once; what it withdraws is what was there before it and is not rendered.
  -- That something is pending need be said once a transaction.
  statement := format(
    'WITH rendered AS MATERIALIZED (
       SELECT w.organisation_id, w.scope, w.id, w.wire
       FROM (%3$s) c JOIN %1$I w ON w.organisation_id = c.organisation_id AND %4$s),
     put AS (
       INSERT INTO sync_row (organisation_id, scope, table_name, id, wire)
       SELECT organisation_id, scope, %2$L, id, wire FROM rendered ORDER BY scope, id
       ON CONFLICT (organisation_id, scope, table_name, id) DO UPDATE
         SET wire = excluded.wire, version = NULL, deleted = false
         WHERE sync_row.wire IS DISTINCT FROM excluded.wire OR sync_row.deleted
       RETURNING organisation_id),
     withdrawn AS (
       UPDATE sync_row s SET deleted = true, wire = '''', version = NULL
       FROM (%3$s) c
       WHERE s.organisation_id = c.organisation_id AND s.table_name = %2$L AND s.id = c.id AND NOT s.deleted
         AND NOT EXISTS (SELECT FROM rendered r
                         WHERE r.organisation_id = s.organisation_id AND r.scope = s.scope AND r.id = s.id)
       RETURNING s.organisation_id)
     INSERT INTO sync_pending
     SELECT organisation_id FROM (SELECT organisation_id FROM put UNION SELECT organisation_id FROM withdrawn) o
     WHERE NOT EXISTS (SELECT FROM sync_pending p WHERE p.organisation_id = o.organisation_id)',
    'wire_' || source, source, touched, same);
  IF composed THEN
    -- A statement of its own: the next one sees what was committed while it waited.
    turn := format(
      E'  PERFORM pg_advisory_xact_lock(hashtextextended(%L || organisation_id::text, 3))\n'
      '    FROM (SELECT DISTINCT organisation_id FROM changed) c;\n', 'publish ' || source || ' ');
  END IF;
  FOREACH operation IN ARRAY string_to_array(operations, ' ') LOOP
    name := format('publish_%s_%s_%s', source, (SELECT relname FROM pg_class WHERE oid = target), lower(operation));
    EXECUTE format(
      'CREATE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS %L', name,
      format(
        E'BEGIN\n%s  IF (SELECT count(*) FROM (SELECT FROM changed LIMIT 20) c) < 20 THEN\n%s;\n  ELSE\n    EXECUTE %L;\n  END IF;\n  RETURN NULL;\nEND',
        turn, statement, statement));
    EXECUTE format('REVOKE ALL ON FUNCTION %I() FROM PUBLIC', name);
    EXECUTE format(
      'CREATE TRIGGER %I AFTER %s ON %s REFERENCING %s TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION %I()',
      'publish_' || source || '_' || lower(operation), operation, target,
      CASE operation WHEN 'DELETE' THEN 'OLD' ELSE 'NEW' END, name);
  END LOOP;
END
$$;
REVOKE ALL ON PROCEDURE publish_on(regclass, text, text, text, text, boolean) FROM PUBLIC;

-- Every trigger of the function that planned each time, made anew. Composed are the views that other tables' changes touch.
DO $$
DECLARE
  old record;
BEGIN
  FOR old IN
    SELECT target, tgname, operation, arguments,
      bool_or(relname <> arguments[1] OR arguments[3] <> '') OVER (PARTITION BY arguments[1]) AS composed
    FROM (SELECT tgrelid::regclass AS target, relname, tgname,
      CASE WHEN tgtype & 4 > 0 THEN 'INSERT' WHEN tgtype & 8 > 0 THEN 'DELETE' ELSE 'UPDATE' END AS operation,
      -- They are ASCII without a backslash, each with a zero behind it.
      string_to_array(encode(tgargs, 'escape'), '\000') AS arguments
      FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE tgfoid = 'publish()'::regprocedure) t
  LOOP
    EXECUTE format('DROP TRIGGER %I ON %s', old.tgname, old.target);
    CALL publish_on(old.target, old.operation, old.arguments[1], old.arguments[2], nullif(old.arguments[3], ''),
      old.composed);
  END LOOP;
END
$$;
DROP FUNCTION publish();

-- That of responses says it once, too.
CREATE OR REPLACE FUNCTION publish_response() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO sync_row (organisation_id, scope, table_name, id, wire)
    SELECT w.organisation_id, w.scope, 'response', w.id, w.wire
    FROM changed c JOIN wire_response w USING (organisation_id, attempt_id, item_id) ORDER BY w.scope, w.id;
  INSERT INTO sync_pending SELECT DISTINCT organisation_id FROM changed c
    WHERE NOT EXISTS (SELECT FROM sync_pending p WHERE p.organisation_id = c.organisation_id);
  RETURN NULL;
END
$$;
