-- What makes a boundary be looked at again: policies and their versions, incidents, and the queue of reviews.

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

-- A boundary in force that is to be looked at, and why; closed by the version that was decided next.
CREATE TABLE boundary_review (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  boundary_id uuid NOT NULL,
  cause text NOT NULL CHECK (cause IN
    ('task', 'labels', 'ai_system', 'overseer', 'accountable', 'incident', 'policy', 'rule_set', 'consultation')),
  reason_en text NOT NULL,
  reason_zh text NOT NULL,
  proposed_level smallint NOT NULL CHECK (proposed_level BETWEEN 1 AND 5), -- what the rules say now
  opened_on date NOT NULL,
  closed_on date CHECK (closed_on >= opened_on),
  closed_by_version uuid,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, boundary_id) REFERENCES boundary,
  FOREIGN KEY (organisation_id, closed_by_version) REFERENCES boundary_version
);
CREATE UNIQUE INDEX boundary_review_open ON boundary_review (organisation_id, boundary_id, cause) WHERE closed_on IS NULL;

CALL protect('policy', 'SELECT, INSERT, UPDATE');
CALL protect('policy_version', 'SELECT, INSERT, UPDATE');
CALL protect('policy_acknowledgement', 'SELECT, INSERT', 'person_id');
CALL protect('incident', 'SELECT, INSERT, UPDATE');
CALL protect('boundary_review', 'SELECT, INSERT, UPDATE');
