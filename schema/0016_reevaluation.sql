-- What makes a boundary be looked at again: policies and their versions, incidents, and the queue of reviews; and rounds of
-- consultation.

CREATE TABLE policy (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  role_ids uuid[] NOT NULL DEFAULT '{}', -- whose boundaries rest on it; none named: all roles
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code)
);

CREATE TABLE policy_version (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  policy_id uuid NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  title_en text NOT NULL CHECK (length(title_en) BETWEEN 1 AND 300),
  title_zh text NOT NULL CHECK (length(title_zh) BETWEEN 1 AND 300),
  text_en text NOT NULL CHECK (length(text_en) BETWEEN 1 AND 100000),
  text_zh text NOT NULL CHECK (length(text_zh) BETWEEN 1 AND 100000),
  effective_from date NOT NULL,
  effective_to date CHECK (effective_to >= effective_from), -- exclusive; NULL: in force
  published_by uuid,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, policy_id, version),
  FOREIGN KEY (organisation_id, policy_id) REFERENCES policy
);
CREATE UNIQUE INDEX policy_version_current ON policy_version (organisation_id, policy_id) WHERE effective_to IS NULL;

CREATE TABLE policy_acknowledgement (
  organisation_id uuid NOT NULL,
  policy_version_id uuid NOT NULL,
  person_id uuid NOT NULL,
  acknowledged_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, policy_version_id, person_id),
  FOREIGN KEY (organisation_id, policy_version_id) REFERENCES policy_version,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);

-- Something went wrong in a task, or with an AI system, or both.
CREATE TABLE incident (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  task_id uuid,
  ai_system_id uuid,
  severity text NOT NULL CHECK (severity IN ('low', 'medium', 'high')),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 10000),
  occurred_on date NOT NULL,
  filed_on date NOT NULL CHECK (filed_on >= occurred_on),
  filed_by uuid,
  resolved_on date CHECK (resolved_on >= filed_on),
  resolution text NOT NULL DEFAULT '' CHECK (length(resolution) <= 10000),
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, number),
  FOREIGN KEY (organisation_id, task_id) REFERENCES task,
  FOREIGN KEY (organisation_id, ai_system_id) REFERENCES ai_system,
  CHECK (num_nonnulls(task_id, ai_system_id) > 0)
);
CREATE INDEX incident_open ON incident (organisation_id) WHERE resolved_on IS NULL;

-- A boundary in force that is to be looked at, and why; closed by the version that was decided next. What the rules
-- tightened was looked at in the same moment.
CREATE TABLE boundary_review (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  boundary_id uuid NOT NULL,
  cause text NOT NULL CHECK (cause IN
    ('incident', 'model', 'policy', 'rule_set', 'ai_system', 'overseer', 'accountable', 'task', 'labels', 'consultation')),
  reason_en text NOT NULL,
  reason_zh text NOT NULL,
  proposed_level smallint NOT NULL CHECK (proposed_level BETWEEN 1 AND 5), -- what the rules said then
  opened_on date NOT NULL,
  closed_on date CHECK (closed_on >= opened_on),
  closed_by_version uuid,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, boundary_id) REFERENCES boundary,
  FOREIGN KEY (organisation_id, closed_by_version) REFERENCES boundary_version
);
CREATE INDEX boundary_review_boundary ON boundary_review (organisation_id, boundary_id, opened_on);
CREATE UNIQUE INDEX boundary_review_open ON boundary_review (organisation_id, boundary_id, cause) WHERE closed_on IS NULL;

-- Which boundaries rest on a task, or on a person.
CREATE INDEX boundary_task ON boundary (organisation_id, task_id);
CREATE INDEX boundary_version_overseer ON boundary_version (organisation_id, overseer_id) WHERE status = 'approved';
CREATE INDEX boundary_version_accountable ON boundary_version (organisation_id, accountable_id)
  WHERE status = 'approved';

-- For whom the server evaluates boundaries again each day. Ids alone: it then acts inside one organisation at a time.
CREATE FUNCTION organisations_to_reevaluate() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
BEGIN ATOMIC
  SELECT DISTINCT organisation_id FROM boundary_version WHERE status = 'approved';
END;
REVOKE EXECUTE ON FUNCTION organisations_to_reevaluate() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organisations_to_reevaluate() TO readiness_app;

-- Another model behind the same system brings reviews forward; empty: not said.
ALTER TABLE ai_system ADD COLUMN model_version text NOT NULL DEFAULT '' CHECK (length(model_version) <= 100);

CALL protect('policy', 'SELECT, INSERT, UPDATE');
CALL protect('policy_version', 'SELECT, INSERT, UPDATE');
CALL protect('policy_acknowledgement', 'SELECT, INSERT', 'person_id');
CALL protect('incident', 'SELECT, INSERT, UPDATE');
CALL protect('boundary_review', 'SELECT, INSERT, UPDATE');

-- Rounds that ask those who hold a role, until a day, which level they would want for each of some tasks. What was answered
-- before there were rounds becomes one round a role.

CREATE TABLE consultation_round (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  role_id uuid NOT NULL,
  task_ids uuid[] NOT NULL CHECK (cardinality(task_ids) > 0),
  opened_on date NOT NULL,
  closes_on date NOT NULL CHECK (closes_on >= opened_on), -- the last day for answers
  closed_on date CHECK (closed_on >= opened_on),           -- by hand, before that
  opened_by uuid,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, number),
  FOREIGN KEY (organisation_id, role_id) REFERENCES role
);
CREATE INDEX consultation_round_role ON consultation_round (organisation_id, role_id, number);
CALL protect('consultation_round', 'SELECT, INSERT, UPDATE');

INSERT INTO consultation_round (organisation_id, id, number, role_id, task_ids, opened_on, closes_on)
  SELECT b.organisation_id, gen_random_uuid(),
    row_number() OVER (PARTITION BY b.organisation_id ORDER BY min(c.recorded_on), b.role_id), b.role_id,
    array_agg(DISTINCT b.task_id), min(c.recorded_on), max(c.recorded_on)
  FROM consultation c JOIN boundary b ON b.organisation_id = c.organisation_id AND b.id = c.boundary_id
  GROUP BY b.organisation_id, b.role_id;
ALTER TABLE consultation ADD COLUMN round_id uuid;
UPDATE consultation c SET round_id = r.id FROM boundary b JOIN consultation_round r
  ON r.organisation_id = b.organisation_id AND r.role_id = b.role_id
  WHERE b.organisation_id = c.organisation_id AND b.id = c.boundary_id;
ALTER TABLE consultation ALTER COLUMN round_id SET NOT NULL,
  DROP CONSTRAINT consultation_pkey,
  ADD PRIMARY KEY (organisation_id, round_id, boundary_id, person_id, recorded_on),
  ADD FOREIGN KEY (organisation_id, round_id) REFERENCES consultation_round;

-- Whether a round has all answers about a boundary that it will have: it ended, or everyone who holds the role has answered.
CREATE FUNCTION consultation_is_over(r consultation_round, boundary uuid, day date) RETURNS boolean LANGUAGE sql STABLE
  RETURN r.opened_on <= day AND (coalesce(r.closed_on <= day, false) OR r.closes_on < day OR NOT EXISTS (
    SELECT FROM employment e WHERE e.organisation_id = r.organisation_id AND e.role_id = r.role_id
      AND e.valid_from <= day AND (e.valid_to IS NULL OR e.valid_to > day)
      AND NOT EXISTS (
        SELECT FROM consultation c WHERE c.organisation_id = r.organisation_id AND c.round_id = r.id
          AND c.boundary_id = boundary AND c.person_id = e.person_id AND c.recorded_on <= day)));

-- The median of the latest answers of a round about a boundary, and how many people gave them.
CREATE FUNCTION consultation_answers(organisation uuid, round uuid, boundary uuid, OUT desired smallint, OUT count bigint)
  LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY desired_level), count(*) FROM (
    SELECT DISTINCT ON (person_id) desired_level FROM consultation
    WHERE organisation_id = organisation AND round_id = round AND boundary_id = boundary
    ORDER BY person_id, recorded_on DESC) latest;
END;
