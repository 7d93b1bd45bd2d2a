-- What phones hold of work and learning: every row that an employee or a manager is shown offline, in the scopes that may
-- see it. Days are published as they stand and judged by the reader, so that no row changes because a day has passed.

-- The id of a published row whose table is keyed by several columns: the first 128 bits of the MD5 of their texts, with a
-- space between them.
CREATE FUNCTION wire_id(VARIADIC keys text[]) RETURNS uuid LANGUAGE sql IMMUTABLE
  RETURN md5(array_to_string(keys, ' '))::uuid;

-- A moment as everything on the wire has it, whatever the session's time zone is.
CREATE FUNCTION wire_time(moment timestamptz) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"');

CREATE FUNCTION wire_text(en text, zh text) RETURNS json LANGUAGE sql IMMUTABLE
  RETURN json_build_object('en', en, 'zh', zh);

-- `publish(view, keys)`, or `publish(view, keys, query)`: as in the first migration, of what `changed` names, or what the
-- query over `changed` does. One key is the row's id; of several, with a space between them, the id is `wire_id`, and the
-- view has each as a column, for that is how its rows are found.
CREATE OR REPLACE FUNCTION publish() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  source text := TG_ARGV[0];
  keys text[] := string_to_array(TG_ARGV[1], ' ');
  touched text := coalesce('(' || TG_ARGV[2] || ') q', 'changed');
  same text;
  changes bigint;
BEGIN
  IF cardinality(keys) = 1 THEN
    touched := format('SELECT DISTINCT organisation_id, %I AS id FROM %s', keys[1], touched);
    same := 'w.id = c.id';
  ELSE
    touched := format('SELECT DISTINCT organisation_id, wire_id(%s) AS id, %s FROM %s',
      (SELECT string_agg(format('%I::text', key), ', ' ORDER BY n) FROM unnest(keys) WITH ORDINALITY AS k (key, n)),
      (SELECT string_agg(format('%I', key), ', ') FROM unnest(keys) AS key), touched);
    same := (SELECT string_agg(format('w.%1$I = c.%1$I', key), ' AND ') FROM unnest(keys) AS key);
  END IF;
  -- One statement, so that each row is rendered once; what it withdraws is what was there before it and is not rendered.
  EXECUTE format(
    'WITH rendered AS MATERIALIZED (
       SELECT w.organisation_id, w.scope, w.id, w.wire
       FROM (%3$s) c JOIN %1$I w ON w.organisation_id = c.organisation_id AND %4$s),
     put AS (
       INSERT INTO sync_row (organisation_id, scope, table_name, id, wire)
       SELECT organisation_id, scope, %2$L, id, wire FROM rendered ORDER BY scope, id
       ON CONFLICT (organisation_id, scope, table_name, id) DO UPDATE
         SET wire = excluded.wire, version = NULL, deleted = false
         WHERE sync_row.wire IS DISTINCT FROM excluded.wire OR sync_row.deleted
       RETURNING 1),
     withdrawn AS (
       UPDATE sync_row s SET deleted = true, wire = '''', version = NULL
       FROM (%3$s) c
       WHERE s.organisation_id = c.organisation_id AND s.table_name = %2$L AND s.id = c.id AND NOT s.deleted
         AND NOT EXISTS (SELECT FROM rendered r
                         WHERE r.organisation_id = s.organisation_id AND r.scope = s.scope AND r.id = s.id)
       RETURNING 1)
     SELECT (SELECT count(*) FROM put) + (SELECT count(*) FROM withdrawn)',
    'wire_' || source, source, touched, same) INTO changes;
  IF changes > 0 THEN
    EXECUTE format('INSERT INTO sync_pending SELECT DISTINCT organisation_id FROM (%s) c', touched);
  END IF;
  RETURN NULL;
END
$$;

-- Publishes all of a view at once, for migrations: what is new or different, and tombstones for what is in it no more.
CREATE PROCEDURE publish_whole(source text) LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'INSERT INTO sync_row (organisation_id, scope, table_name, id, wire)
     SELECT organisation_id, scope, %2$L, id, wire FROM %1$I
     ON CONFLICT (organisation_id, scope, table_name, id) DO UPDATE
       SET wire = excluded.wire, version = NULL, deleted = false
       WHERE sync_row.wire IS DISTINCT FROM excluded.wire OR sync_row.deleted', 'wire_' || source, source);
  EXECUTE format(
    'UPDATE sync_row s SET deleted = true, wire = '''', version = NULL
     WHERE s.table_name = %2$L AND NOT s.deleted AND NOT EXISTS (SELECT FROM %1$I w
       WHERE w.organisation_id = s.organisation_id AND w.scope = s.scope AND w.id = s.id)', 'wire_' || source, source);
  INSERT INTO sync_pending SELECT DISTINCT organisation_id FROM sync_row WHERE version IS NULL;
END
$$;
REVOKE ALL ON PROCEDURE publish_whole(text) FROM PUBLIC;

-- `publish_on(table, operations, view, keys [, query])`: the triggers that do it, one for each of INSERT, UPDATE and DELETE.
CREATE PROCEDURE publish_on(target regclass, operations text, source text, keys text, query text DEFAULT NULL)
  LANGUAGE plpgsql AS $$
DECLARE
  operation text;
BEGIN
  FOREACH operation IN ARRAY string_to_array(operations, ' ') LOOP
    EXECUTE format(
      'CREATE TRIGGER %I AFTER %s ON %s REFERENCING %s TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION publish(%L, %L%s)',
      'publish_' || source || '_' || lower(operation), operation, target,
      CASE operation WHEN 'DELETE' THEN 'OLD' ELSE 'NEW' END, source, keys,
      CASE WHEN query IS NULL THEN '' ELSE format(', %L', query) END);
  END LOOP;
END
$$;
REVOKE ALL ON PROCEDURE publish_on(regclass, text, text, text, text) FROM PUBLIC;

-- Everyone's: what work there is, what is asked of whoever does it, and where AI may take part.

CALL publish_on('unit_version', 'DELETE', 'unit', 'unit_id');

-- Of each task and each requirement the newest two spells: when the newest has yet to begin, the other one holds.
CREATE OR REPLACE VIEW wire_role AS
  SELECT r.organisation_id, 'o' AS scope, r.id, json_build_object(
    'code', r.code, 'name', wire_text(r.name_en, r.name_zh), 'family', r.family, 'source', r.source,
    'tasks', coalesce(t.tasks, '[]'), 'requirements', coalesce(q.requirements, '[]'))::text AS wire
  FROM role r
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('task', n.task_id, 'timeShare', n.time_share, 'from', n.valid_from, 'to', n.valid_to)
      ORDER BY n.task_id, n.valid_from) AS tasks
    FROM (SELECT *, row_number() OVER (PARTITION BY task_id ORDER BY valid_from DESC) AS age FROM role_task
          WHERE organisation_id = r.organisation_id AND role_id = r.id) n
    WHERE n.age <= 2) t
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object(
      'competency', n.competency_id, 'level', 'L' || n.level, 'from', n.valid_from, 'to', n.valid_to)
      ORDER BY n.competency_id, n.valid_from) AS requirements
    FROM (SELECT *, row_number() OVER (PARTITION BY competency_id ORDER BY valid_from DESC) AS age FROM role_requirement
          WHERE organisation_id = r.organisation_id AND role_id = r.id) n
    WHERE n.age <= 2) q;
CALL publish_on('role_task', 'INSERT UPDATE DELETE', 'role', 'role_id');
CALL publish_on('role_requirement', 'INSERT UPDATE DELETE', 'role', 'role_id');

CREATE OR REPLACE VIEW wire_task AS
  SELECT organisation_id, 'o' AS scope, id, json_build_object(
    'code', code, 'name', wire_text(name_en, name_zh), 'importance', importance, 'dataClass', data_class,
    'source', source)::text AS wire
  FROM task;

-- Must stand wherever text of that source is shown.
ALTER TABLE occupation_source ADD COLUMN id uuid NOT NULL GENERATED ALWAYS AS (md5(code)::uuid) STORED;
CREATE VIEW wire_attribution AS
  SELECT organisation_id, 'o' AS scope, id, json_build_object(
    'source', code, 'version', version, 'licence', licence, 'text', wire_text(attribution_en, attribution_zh))::text AS wire
  FROM occupation_source;
CALL publish_on('occupation_source', 'INSERT UPDATE', 'attribution', 'id');

CREATE VIEW wire_ai_system AS
  SELECT organisation_id, 'o' AS scope, id, json_build_object(
    'code', code, 'name', name, 'vendor', vendor, 'purpose', wire_text(purpose_en, purpose_zh), 'riskClass', risk_class,
    'route', route, 'clearedDataClass', cleared_data_class, 'modelVersion', model_version)::text AS wire
  FROM ai_system;
CALL publish_on('ai_system', 'INSERT UPDATE', 'ai_system', 'id');

-- With the task's place in the role, all that a permission card is made of: the systems with their clearances as they were
-- when it was decided, the terms, exceptions as long as they may hold, and what held before, for decisions ahead of their day.
CREATE OR REPLACE VIEW wire_boundary AS
  SELECT b.organisation_id, 'o' AS scope, b.id, json_build_object(
    'role', b.role_id, 'task', b.task_id, 'version', v.id, 'level', 'H' || v.decided_level, 'oversight', v.oversight,
    'dataClass', v.data_class, 'systems', v.systems, 'terms', boundary_terms(v.record),
    'effectiveFrom', v.effective_from, 'reviewOn', v.review_on, 'exceptions', coalesce(x.exceptions, '[]'),
    'before', p.version)::text AS wire
  FROM boundary b
  CROSS JOIN LATERAL (
    SELECT n.id, n.decided_level, n.oversight, n.data_class, n.effective_from, n.review_on, n AS record,
      (SELECT coalesce(json_agg(json_build_object('code', s.code, 'clearance', s.clearance) ORDER BY s.n), '[]')
       FROM unnest(n.ai_systems, n.ai_clearances) WITH ORDINALITY AS s (code, clearance, n)) AS systems
    FROM boundary_version n
    WHERE n.organisation_id = b.organisation_id AND n.boundary_id = b.id AND n.status = 'approved') v
  CROSS JOIN LATERAL (
    SELECT json_agg(json_build_object('level', 'H' || e.level, 'from', e.valid_from, 'to', e.valid_to)
      ORDER BY e.valid_from, e.approved_at, e.id) AS exceptions
    FROM boundary_exception e
    WHERE e.organisation_id = b.organisation_id AND e.boundary_id = b.id AND e.approved_at IS NOT NULL
      AND e.revoked_at IS NULL) x
  LEFT JOIN LATERAL (
    SELECT json_build_object(
      'version', n.id, 'level', 'H' || n.decided_level, 'oversight', n.oversight, 'dataClass', n.data_class,
      'systems', (
        SELECT coalesce(json_agg(json_build_object('code', s.code, 'clearance', s.clearance) ORDER BY s.n), '[]')
        FROM unnest(n.ai_systems, n.ai_clearances) WITH ORDINALITY AS s (code, clearance, n)),
      'terms', boundary_terms(n), 'effectiveFrom', n.effective_from) AS version
    FROM boundary_version n
    WHERE n.organisation_id = b.organisation_id AND n.boundary_id = b.id AND n.status = 'superseded'
      AND n.effective_from < n.effective_to
    ORDER BY n.effective_from DESC LIMIT 1) p ON true;
CALL publish_on('boundary_exception', 'INSERT UPDATE', 'boundary', 'boundary_id');

-- Of each policy what still held, or was to, when its newest version was published.
CREATE VIEW wire_policy_version AS
  SELECT v.organisation_id, 'o' AS scope, v.id, json_build_object(
    'policy', p.id, 'code', p.code, 'roles', p.role_ids, 'version', v.version, 'title', wire_text(v.title_en, v.title_zh),
    'text', wire_text(v.text_en, v.text_zh), 'effectiveFrom', v.effective_from, 'effectiveTo', v.effective_to)::text AS wire
  FROM policy p
  JOIN policy_version v ON v.organisation_id = p.organisation_id AND v.policy_id = p.id
  WHERE v.effective_to IS NULL OR v.effective_to > (
    SELECT (max(n.published_at) AT TIME ZONE 'UTC')::date FROM policy_version n
    WHERE n.organisation_id = p.organisation_id AND n.policy_id = p.id);
CALL publish_on('policy_version', 'INSERT UPDATE', 'policy_version', 'id',
  'SELECT v.organisation_id, v.id FROM changed c
   JOIN policy_version v ON v.organisation_id = c.organisation_id AND v.policy_id = c.policy_id');
CALL publish_on('policy', 'UPDATE', 'policy_version', 'id',
  'SELECT v.organisation_id, v.id FROM changed c
   JOIN policy_version v ON v.organisation_id = c.organisation_id AND v.policy_id = c.id');

CREATE VIEW wire_framework AS
  SELECT f.organisation_id, 'o' AS scope, f.id, json_build_object(
    'code', f.code, 'name', wire_text(f.name_en, f.name_zh), 'levels', (
      SELECT coalesce(json_agg(
        json_build_object('level', 'L' || l.level, 'name', wire_text(l.name_en, l.name_zh)) ORDER BY l.level), '[]')
      FROM proficiency_level l WHERE l.organisation_id = f.organisation_id AND l.framework_id = f.id))::text AS wire
  FROM framework f;
CALL publish_on('framework', 'INSERT UPDATE', 'framework', 'id');
CALL publish_on('proficiency_level', 'INSERT UPDATE', 'framework', 'framework_id');

CREATE VIEW wire_competency AS
  SELECT organisation_id, 'o' AS scope, id, json_build_object(
    'framework', framework_id, 'parent', parent_id, 'code', code, 'name', wire_text(name_en, name_zh))::text AS wire
  FROM competency;
CALL publish_on('competency', 'INSERT UPDATE', 'competency', 'id');

CREATE VIEW wire_activity AS
  SELECT a.organisation_id, 'o' AS scope, a.id, json_build_object(
    'code', a.code, 'name', wire_text(a.name_en, a.name_zh), 'description', wire_text(a.description_en, a.description_zh),
    'kind', a.kind, 'hours', a.hours, 'cost', a.cost, 'seats', a.seats, 'evidence', a.evidence,
    'effectBasis', a.effect_basis, 'effect', wire_text(a.effect_en, a.effect_zh), 'validityMonths', a.validity_months,
    'retiredOn', a.retired_on, 'lifts', (
      SELECT coalesce(json_agg(json_build_object('domain', l.domain, 'from', 'L' || l.from_level, 'to', 'L' || l.to_level)
        ORDER BY l.domain), '[]')
      FROM activity_lift l WHERE l.organisation_id = a.organisation_id AND l.activity_id = a.id),
    'prerequisites', (
      SELECT coalesce(json_agg(p.requires_id ORDER BY p.requires_id), '[]')
      FROM activity_prerequisite p WHERE p.organisation_id = a.organisation_id AND p.activity_id = a.id))::text AS wire
  FROM activity a;
CALL publish_on('activity', 'INSERT UPDATE', 'activity', 'id');
CALL publish_on('activity_lift', 'INSERT DELETE', 'activity', 'activity_id');
CALL publish_on('activity_prerequisite', 'INSERT DELETE', 'activity', 'activity_id');

CREATE VIEW wire_consultation_round AS
  SELECT organisation_id, 'o' AS scope, id, json_build_object(
    'number', number, 'role', role_id, 'tasks', task_ids, 'openedOn', opened_on, 'closesOn', closes_on,
    'closedOn', closed_on)::text AS wire
  FROM consultation_round;
CALL publish_on('consultation_round', 'INSERT UPDATE', 'consultation_round', 'id');

-- Whoever is invited to a campaign with a fixed form gets its items once, in a scope of the campaign's own that is granted
-- while they may answer. What a test taker may see and nothing else: `item_key` is not so much as joined.
CREATE VIEW wire_campaign_form AS
  SELECT c.organisation_id, 'c:' || c.id AS scope, c.id, json_build_object(
    'instrument', i.code, 'version', i.version, 'title', wire_text(i.title_en, i.title_zh), 'form', f.code,
    'languages', i.languages, 'items', (
      SELECT coalesce(json_agg(t.presented ORDER BY n.ordinal), '[]')
      FROM unnest(f.item_ids) WITH ORDINALITY AS n (id, ordinal)
      JOIN item t ON t.organisation_id = f.organisation_id AND t.id = n.id AND t.status IN ('beta', 'live')))::text AS wire
  FROM campaign c
  JOIN form f ON f.organisation_id = c.organisation_id AND f.id = c.form_id
  JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
  WHERE c.mode = 'fixed';
CALL publish_on('campaign', 'INSERT UPDATE', 'campaign_form', 'id');
CALL publish_on('item', 'UPDATE', 'campaign_form', 'id',
  'SELECT c.organisation_id, c.id FROM (SELECT DISTINCT organisation_id, instrument_id FROM changed) i
   JOIN form f ON f.organisation_id = i.organisation_id AND f.instrument_id = i.instrument_id
   JOIN campaign c ON c.organisation_id = f.organisation_id AND c.form_id = f.id');

-- A person's own, and what of it their managers may know.

-- The newest two employments, newest first; administrators hold the newest alone. Whoever was never employed is not shown, so
-- that an import publishes each person once.
CREATE OR REPLACE VIEW wire_person AS
  SELECT p.organisation_id, w.scope, p.id, w.wire
  FROM person p
  CROSS JOIN LATERAL (
    SELECT *, json_build_object(
      'from', valid_from, 'to', valid_to, 'unit', unit_id, 'role', role_id, 'manager', manager_id) AS spell
    FROM employment WHERE organisation_id = p.organisation_id AND person_id = p.id
    ORDER BY valid_from DESC LIMIT 1) e
  LEFT JOIN LATERAL (
    SELECT json_build_object(
      'from', valid_from, 'to', valid_to, 'unit', unit_id, 'role', role_id, 'manager', manager_id) AS spell
    FROM employment WHERE organisation_id = p.organisation_id AND person_id = p.id
    ORDER BY valid_from DESC OFFSET 1 LIMIT 1) b ON true
  CROSS JOIN LATERAL (
    SELECT CASE WHEN b.spell IS NULL THEN json_build_array(e.spell) ELSE json_build_array(e.spell, b.spell) END
      AS employments) n
  CROSS JOIN LATERAL (VALUES
    ('all#hr', json_build_object(
      'externalID', p.external_id, 'name', p.name, 'unit', e.unit_id, 'role', e.role_id, 'manager', e.manager_id,
      'from', e.valid_from, 'to', e.valid_to)::text),
    ('s:' || p.id || '#self', json_build_object(
      'externalID', p.external_id, 'employeeNumber', p.employee_number, 'name', p.name, 'email', p.email,
      'locale', p.locale, 'employments', n.employments)::text),
    ('s:' || p.id || '#manager', json_build_object(
      'externalID', p.external_id, 'name', p.name, 'employments', n.employments)::text)
  ) AS w (scope, wire);
CALL publish_on('employment', 'DELETE', 'person', 'person_id');

CREATE OR REPLACE VIEW wire_score AS
  SELECT s.organisation_id, w.scope, s.id, w.wire
  FROM score s
  CROSS JOIN LATERAL (VALUES
    ('s:' || s.person_id || '#self', json_build_object(
      'attempt', s.attempt_id, 'domain', s.domain, 'quotient', round(s.quotient::numeric, 1), 'level', 'L' || s.level,
      'probability', round(s.probabilities[s.level + 1]::numeric, 3), 'provisional', s.provisional,
      'standardError', round(s.quotient_standard_error::numeric, 1), 'answered', s.answered,
      'brier', round(s.brier::numeric, 3), 'remarks', s.flags, 'assessedOn', s.assessed_on,
      'scoredOn', s.scored_on, 'validUntil', s.valid_until)::text),
    (CASE WHEN s.domain = 'overall' THEN 's:' || s.person_id || '#manager' END, json_build_object(
      'level', 'L' || s.level, 'scoredOn', s.scored_on, 'validUntil', s.valid_until)::text)
  ) AS w (scope, wire)
  WHERE w.scope IS NOT NULL AND s.withdrawn_on IS NULL;

-- Of each competency the newest spell. What a completed plan has come to holds for twelve months.
CREATE VIEW wire_person_competency AS
  SELECT k.organisation_id, w.scope, wire_id(k.person_id::text, k.competency_id::text) AS id, w.wire, k.person_id,
    k.competency_id
  FROM person_competency k
  LEFT JOIN score s ON s.organisation_id = k.organisation_id AND s.id = k.score_id
  CROSS JOIN LATERAL (SELECT coalesce(s.valid_until, (k.valid_from + interval '12 months')::date - 1) AS until) v
  CROSS JOIN LATERAL (VALUES
    ('s:' || k.person_id || '#self', json_build_object(
      'competency', k.competency_id, 'level', 'L' || k.level, 'probability', round(k.probability::numeric, 3),
      'basis', CASE WHEN k.plan_id IS NULL THEN 'score' ELSE 'plan' END, 'from', k.valid_from, 'to', k.valid_to,
      'validUntil', v.until)::text),
    ('s:' || k.person_id || '#manager', json_build_object(
      'competency', k.competency_id, 'level', 'L' || k.level, 'from', k.valid_from, 'to', k.valid_to,
      'validUntil', v.until)::text)
  ) AS w (scope, wire)
  WHERE NOT EXISTS (SELECT FROM person_competency n
    WHERE n.organisation_id = k.organisation_id AND n.person_id = k.person_id AND n.competency_id = k.competency_id
      AND n.valid_from > k.valid_from);
CALL publish_on('person_competency', 'INSERT UPDATE DELETE', 'person_competency', 'person_id competency_id');

CREATE VIEW wire_attempt AS
  SELECT a.organisation_id, 's:' || a.person_id || '#self' AS scope, a.id, json_build_object(
    'instrument', i.code, 'version', i.version, 'title', wire_text(i.title_en, i.title_zh), 'form', f.code,
    'campaign', a.campaign_id, 'status', a.status, 'startedAt', wire_time(a.started_at),
    'finishedAt', wire_time(a.finished_at), 'deadline', wire_time(a.deadline))::text AS wire
  FROM attempt a
  JOIN form f ON f.organisation_id = a.organisation_id AND f.id = a.form_id
  JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id;
CALL publish_on('attempt', 'INSERT UPDATE', 'attempt', 'id');

CREATE VIEW wire_response AS
  SELECT r.organisation_id, 's:' || r.person_id || '#self' AS scope, wire_id(r.attempt_id::text, i.code) AS id,
    json_build_object(
      'attempt', r.attempt_id, 'item', i.code, 'answer', r.answer, 'confidence', r.confidence,
      'milliseconds', r.milliseconds, 'answeredAt', wire_time(r.answered_at))::text AS wire, r.attempt_id, r.item_id
  FROM response r JOIN item i ON i.organisation_id = r.organisation_id AND i.id = r.item_id;
-- One comes with each answer of everyone, is never changed and never withdrawn: it is published by a statement that is planned
-- once a session.
CREATE FUNCTION publish_response() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO sync_row (organisation_id, scope, table_name, id, wire)
    SELECT w.organisation_id, w.scope, 'response', w.id, w.wire
    FROM changed c JOIN wire_response w USING (organisation_id, attempt_id, item_id) ORDER BY w.scope, w.id;
  IF FOUND THEN
    INSERT INTO sync_pending SELECT DISTINCT organisation_id FROM changed;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER publish_response_insert AFTER INSERT ON response REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish_response();

CREATE VIEW wire_self_report AS
  SELECT organisation_id, 's:' || person_id || '#self' AS scope, wire_id(attempt_id::text, domain) AS id,
    json_build_object(
      'attempt', attempt_id, 'domain', domain, 'value', round(value::numeric, 1), 'answered', answered,
      'reportedOn', reported_on)::text AS wire, attempt_id, domain
  FROM self_report;
CALL publish_on('self_report', 'INSERT', 'self_report', 'attempt_id domain');

CREATE VIEW wire_appeal AS
  SELECT organisation_id, 's:' || person_id || '#self' AS scope, id, json_build_object(
    'attempt', attempt_id, 'grounds', grounds, 'filedAt', wire_time(filed_at), 'outcome', outcome, 'reason', reason,
    'decidedAt', wire_time(decided_at))::text AS wire
  FROM appeal;
CALL publish_on('appeal', 'INSERT UPDATE', 'appeal', 'id');

-- With what is to be known of the campaign: who is not invited is not to know of it. Why somebody has more time stays with
-- those who run assessments.
CREATE VIEW wire_campaign_invitation AS
  SELECT n.organisation_id, 's:' || n.person_id || '#self' AS scope, wire_id(n.campaign_id::text, n.person_id::text) AS id,
    json_build_object(
      'campaign', c.id, 'code', c.code, 'title', wire_text(c.title_en, c.title_zh), 'instrument', i.code,
      'version', i.version, 'form', f.code, 'mode', c.mode, 'opensOn', c.opens_on, 'closesOn', c.closes_on,
      'closedAt', wire_time(c.closed_at), 'timeLimitMinutes', (i.settings->>'timeLimitMinutes')::integer,
      'extraTimePercent', n.extra_time_percent, 'invitedAt', wire_time(n.invited_at))::text AS wire,
    n.campaign_id, n.person_id
  FROM campaign_invitation n
  JOIN campaign c ON c.organisation_id = n.organisation_id AND c.id = n.campaign_id
  JOIN form f ON f.organisation_id = c.organisation_id AND f.id = c.form_id
  JOIN instrument i ON i.organisation_id = f.organisation_id AND i.id = f.instrument_id
  WHERE n.withdrawn_at IS NULL;
CALL publish_on('campaign_invitation', 'INSERT UPDATE', 'campaign_invitation', 'campaign_id person_id');
CALL publish_on('campaign', 'UPDATE', 'campaign_invitation', 'campaign_id person_id',
  'SELECT n.organisation_id, n.campaign_id, n.person_id FROM changed c
   JOIN campaign_invitation n ON n.organisation_id = c.organisation_id AND n.campaign_id = c.id');

CREATE VIEW wire_acknowledgement AS
  SELECT a.organisation_id, 's:' || a.person_id || '#self' AS scope,
    wire_id(a.boundary_version_id::text, a.person_id::text) AS id, json_build_object(
      'boundary', v.boundary_id, 'version', a.boundary_version_id, 'acknowledgedAt', wire_time(a.acknowledged_at))::text
      AS wire, a.boundary_version_id, a.person_id
  FROM acknowledgement a
  JOIN boundary_version v ON v.organisation_id = a.organisation_id AND v.id = a.boundary_version_id;
CALL publish_on('acknowledgement', 'INSERT', 'acknowledgement', 'boundary_version_id person_id');

CREATE VIEW wire_policy_acknowledgement AS
  SELECT a.organisation_id, 's:' || a.person_id || '#self' AS scope,
    wire_id(a.policy_version_id::text, a.person_id::text) AS id, json_build_object(
      'policy', v.policy_id, 'version', a.policy_version_id, 'acknowledgedAt', wire_time(a.acknowledged_at))::text
      AS wire, a.policy_version_id, a.person_id
  FROM policy_acknowledgement a
  JOIN policy_version v ON v.organisation_id = a.organisation_id AND v.id = a.policy_version_id;
CALL publish_on('policy_acknowledgement', 'INSERT', 'policy_acknowledgement', 'policy_version_id person_id');

-- The newest answer of a person's to each question of a round.
CREATE VIEW wire_consultation AS
  SELECT k.organisation_id, 's:' || k.person_id || '#self' AS scope,
    wire_id(k.round_id::text, k.boundary_id::text, k.person_id::text) AS id, json_build_object(
      'round', k.round_id, 'role', b.role_id, 'task', b.task_id, 'desiredLevel', 'H' || k.desired_level,
      'recordedOn', k.recorded_on)::text AS wire, k.round_id, k.boundary_id, k.person_id
  FROM consultation k JOIN boundary b ON b.organisation_id = k.organisation_id AND b.id = k.boundary_id
  WHERE NOT EXISTS (SELECT FROM consultation n
    WHERE n.organisation_id = k.organisation_id AND n.round_id = k.round_id AND n.boundary_id = k.boundary_id
      AND n.person_id = k.person_id AND n.recorded_on > k.recorded_on);
CALL publish_on('consultation', 'INSERT UPDATE', 'consultation', 'round_id boundary_id person_id');

-- What a plan was measured to have come to is for the person alone.
CREATE VIEW wire_plan AS
  SELECT p.organisation_id, w.scope, p.id, w.wire
  FROM plan p
  CROSS JOIN LATERAL (SELECT jsonb_build_object(
    'status', p.status, 'startsOn', p.starts_on, 'dueOn', p.due_on, 'weeklyHours', p.weekly_hours,
    'createdOn', p.created_on, 'submittedAt', wire_time(p.submitted_at), 'activatedOn', p.activated_on,
    'completedOn', p.completed_on, 'withdrawnOn', p.withdrawn_on) AS shared) n
  CROSS JOIN LATERAL (VALUES
    ('s:' || p.person_id || '#self', (n.shared || jsonb_build_object('outcome', p.measured))::text),
    ('s:' || p.person_id || '#manager', n.shared::text)
  ) AS w (scope, wire);
CALL publish_on('plan', 'INSERT UPDATE', 'plan', 'id');

CREATE VIEW wire_plan_item AS
  SELECT i.organisation_id, 's:' || i.person_id || r.reader AS scope, i.id, json_build_object(
    'plan', i.plan_id, 'activity', i.activity_id, 'ordinal', i.ordinal, 'status', i.status, 'startsOn', i.starts_on,
    'dueOn', i.due_on, 'hours', i.hours, 'cost', i.cost, 'lifts', i.lifts, 'reason', wire_text(i.reason_en, i.reason_zh),
    'startedOn', i.started_on, 'endedOn', i.ended_on)::text AS wire
  FROM plan_item i CROSS JOIN (VALUES ('#self'), ('#manager')) AS r (reader);
CALL publish_on('plan_item', 'INSERT UPDATE', 'plan_item', 'id');

CREATE VIEW wire_plan_gap AS
  SELECT g.organisation_id, 's:' || g.person_id || r.reader AS scope, wire_id(g.plan_id::text, g.domain) AS id,
    json_build_object(
      'plan', g.plan_id, 'domain', g.domain, 'measured', 'L' || g.measured_level, 'required', 'L' || g.required_level,
      'planned', 'L' || g.planned_level,
      'reason', CASE WHEN g.reason_en <> '' THEN wire_text(g.reason_en, g.reason_zh) END)::text AS wire,
    g.plan_id, g.domain
  FROM plan_gap g CROSS JOIN (VALUES ('#self'), ('#manager')) AS r (reader);
CALL publish_on('plan_gap', 'INSERT DELETE', 'plan_gap', 'plan_id domain');

-- What was said of a plan on its way, and what was done for it: for the person alone.
CREATE VIEW wire_plan_comment AS
  SELECT organisation_id, 's:' || person_id || '#self' AS scope, id, json_build_object(
    'plan', plan_id, 'action', action, 'text', text, 'writtenAt', wire_time(written_at), 'ordinal', ordinal)::text AS wire
  FROM plan_comment;
CALL publish_on('plan_comment', 'INSERT', 'plan_comment', 'id');

CREATE VIEW wire_evidence AS
  SELECT organisation_id, 's:' || person_id || '#self' AS scope, id, json_build_object(
    'item', plan_item_id, 'kind', kind, 'hours', hours, 'verdict', verdict, 'text', text, 'link', link,
    'doneOn', done_on, 'recordedAt', wire_time(recorded_at), 'ordinal', ordinal)::text AS wire
  FROM evidence;
CALL publish_on('evidence', 'INSERT', 'evidence', 'id');

CREATE VIEW wire_prior_learning AS
  SELECT organisation_id, 's:' || person_id || '#self' AS scope, id, json_build_object(
    'activity', activity_id, 'text', text, 'link', link, 'learntOn', learnt_on, 'filedOn', filed_on, 'outcome', outcome,
    'reason', reason, 'reviewedOn', reviewed_on, 'expiresOn', expires_on)::text AS wire
  FROM prior_learning;
CALL publish_on('prior_learning', 'INSERT UPDATE', 'prior_learning', 'id');

-- What is there already.
DO $$
DECLARE
  source text;
BEGIN
  FOR source IN
    SELECT substr(relname, 6) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' AND relname LIKE 'wire\_%' ORDER BY relname
  LOOP
    CALL publish_whole(source);
  END LOOP;
END
$$;
