-- Where the line between human and AI lies for each task of each role; every version of it, and every rule that fired.

CREATE TABLE boundary_rule_set (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  content jsonb NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code, version)
);

CREATE TABLE boundary (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  role_id uuid NOT NULL,
  task_id uuid NOT NULL,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, role_id, task_id),
  FOREIGN KEY (organisation_id, role_id) REFERENCES role,
  FOREIGN KEY (organisation_id, task_id) REFERENCES task
);

CREATE TABLE boundary_version (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  boundary_id uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  status text NOT NULL CHECK (status IN ('proposed', 'approved', 'superseded', 'withdrawn')),
  rule_set_id uuid NOT NULL,
  facts jsonb NOT NULL,    -- what the rules were given
  proposal jsonb NOT NULL, -- what they made of it
  proposed_level smallint NOT NULL CHECK (proposed_level BETWEEN 1 AND 5),
  desired_level smallint CHECK (desired_level BETWEEN 1 AND 5),
  feasible_level smallint CHECK (feasible_level BETWEEN 1 AND 5),
  decided_level smallint CHECK (decided_level BETWEEN 1 AND 5),
  rationale text[] NOT NULL DEFAULT '{}',
  stakes smallint NOT NULL CHECK (stakes BETWEEN 1 AND 5),
  irreversible boolean NOT NULL,
  affects_person boolean NOT NULL,
  data_class text NOT NULL,
  oversight text CHECK (oversight IN ('in_the_loop', 'on_the_loop', 'in_command')),
  responsible text NOT NULL DEFAULT '',
  accountable_id uuid,
  overseer_id uuid,
  overseer_required_level smallint CHECK (overseer_required_level BETWEEN 0 AND 4),
  overseer_qualified boolean NOT NULL DEFAULT false,
  consulted boolean NOT NULL DEFAULT false,
  forbidden_inputs text NOT NULL DEFAULT '',
  stop_procedure text NOT NULL DEFAULT '',
  logging_required boolean NOT NULL DEFAULT true,
  disclosure_required boolean NOT NULL DEFAULT false,
  proposed_on date NOT NULL,
  proposed_by uuid,
  effective_from date,
  effective_to date,       -- exclusive; NULL: in force, or not yet
  review_on date,
  approved_by uuid,
  second_approver uuid,
  note text NOT NULL DEFAULT '',
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, boundary_id, number),
  FOREIGN KEY (organisation_id, boundary_id) REFERENCES boundary,
  FOREIGN KEY (organisation_id, rule_set_id) REFERENCES boundary_rule_set,
  FOREIGN KEY (organisation_id, accountable_id) REFERENCES person,
  FOREIGN KEY (organisation_id, overseer_id) REFERENCES person,
  CHECK (second_approver <> approved_by),
  CHECK (status <> 'approved' OR
    (decided_level IS NOT NULL AND accountable_id IS NOT NULL AND effective_from IS NOT NULL AND review_on IS NOT NULL))
);
CREATE UNIQUE INDEX boundary_version_in_force ON boundary_version (organisation_id, boundary_id)
  WHERE status = 'approved';
CREATE UNIQUE INDEX boundary_version_proposed ON boundary_version (organisation_id, boundary_id)
  WHERE status = 'proposed';
CREATE INDEX boundary_version_dates ON boundary_version (organisation_id, effective_from, effective_to);

CREATE TABLE rule_firing (
  organisation_id uuid NOT NULL,
  boundary_version_id uuid NOT NULL,
  ordinal smallint NOT NULL,
  rule text NOT NULL,
  effect text NOT NULL,
  level smallint CHECK (level BETWEEN 1 AND 5),
  reason_en text NOT NULL,
  reason_zh text NOT NULL,
  PRIMARY KEY (organisation_id, boundary_version_id, ordinal),
  FOREIGN KEY (organisation_id, boundary_version_id) REFERENCES boundary_version
);

-- The level an employee would want for a task of theirs.
CREATE TABLE consultation (
  organisation_id uuid NOT NULL,
  boundary_id uuid NOT NULL,
  person_id uuid NOT NULL,
  recorded_on date NOT NULL,
  desired_level smallint NOT NULL CHECK (desired_level BETWEEN 1 AND 5),
  PRIMARY KEY (organisation_id, boundary_id, person_id, recorded_on),
  FOREIGN KEY (organisation_id, boundary_id) REFERENCES boundary,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);

CREATE TABLE boundary_exception (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  boundary_id uuid NOT NULL,
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
  reason text NOT NULL,
  approved_by uuid NOT NULL,
  second_approver uuid NOT NULL CHECK (second_approver <> approved_by),
  valid_from date NOT NULL,
  valid_to date NOT NULL CHECK (valid_to > valid_from),
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, boundary_id) REFERENCES boundary
);

CREATE TABLE acknowledgement (
  organisation_id uuid NOT NULL,
  boundary_version_id uuid NOT NULL,
  person_id uuid NOT NULL,
  acknowledged_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, boundary_version_id, person_id),
  FOREIGN KEY (organisation_id, boundary_version_id) REFERENCES boundary_version,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);

CALL protect('boundary_rule_set', 'SELECT, INSERT');
CALL protect('boundary', 'SELECT, INSERT');
CALL protect('boundary_version', 'SELECT, INSERT, UPDATE');
CALL protect('rule_firing', 'SELECT, INSERT');
CALL protect('consultation', 'SELECT, INSERT, UPDATE', 'person_id');
CALL protect('boundary_exception', 'SELECT, INSERT, UPDATE');
CALL protect('acknowledgement', 'SELECT, INSERT', 'person_id');

CREATE VIEW wire_boundary AS
  SELECT b.organisation_id, 'o' AS scope, b.id, json_build_object(
    'role', b.role_id, 'task', b.task_id, 'level', 'H' || v.decided_level, 'oversight', v.oversight,
    'dataClass', v.data_class, 'forbiddenInputs', v.forbidden_inputs, 'stopProcedure', v.stop_procedure,
    'effectiveFrom', v.effective_from, 'reviewOn', v.review_on)::text AS wire
  FROM boundary b
  JOIN boundary_version v
    ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id AND v.status = 'approved';
CREATE TRIGGER publish_insert AFTER INSERT ON boundary_version REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('boundary', 'boundary_id');
CREATE TRIGGER publish_update AFTER UPDATE ON boundary_version REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('boundary', 'boundary_id');
