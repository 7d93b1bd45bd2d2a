-- What people do: tasks, the roles they belong to, the AI systems that may take part; and what a role requires of people.

CREATE TABLE ai_system (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  vendor text NOT NULL,
  purpose_en text NOT NULL,
  purpose_zh text NOT NULL,
  risk_class text NOT NULL CHECK (risk_class IN ('minimal', 'limited', 'high')),
  route text NOT NULL CHECK (route IN ('train', 'fine_tune', 'api', 'software')),
  cleared_data_class text NOT NULL CHECK (cleared_data_class IN ('public', 'internal', 'confidential', 'restricted')),
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code)
);

CREATE TABLE task (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 500),
  name_zh text NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 500),
  importance smallint NOT NULL CHECK (importance BETWEEN 1 AND 5),
  physical smallint NOT NULL CHECK (physical BETWEEN 1 AND 5),
  interpersonal smallint NOT NULL CHECK (interpersonal BETWEEN 1 AND 5),
  uncertainty smallint NOT NULL CHECK (uncertainty BETWEEN 1 AND 5),
  expertise smallint NOT NULL CHECK (expertise BETWEEN 1 AND 5),
  enjoyment smallint NOT NULL CHECK (enjoyment BETWEEN 1 AND 5),
  exposure text CHECK (exposure IN ('E0', 'E1', 'E2')),
  automation text CHECK (automation IN ('T0', 'T1', 'T2', 'T3', 'T4')),
  desired_level smallint CHECK (desired_level BETWEEN 1 AND 5),
  feasible_level smallint CHECK (feasible_level BETWEEN 1 AND 5),
  irreversible boolean NOT NULL,
  affects_person boolean NOT NULL,
  data_class text NOT NULL CHECK (data_class IN ('public', 'internal', 'confidential', 'restricted')),
  ai_system_id uuid,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code),
  FOREIGN KEY (organisation_id, ai_system_id) REFERENCES ai_system
);

-- Which tasks a role has, with the share of its time (0 to 1), from a day to (and without) a day.
CREATE TABLE role_task (
  organisation_id uuid NOT NULL,
  role_id uuid NOT NULL,
  task_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  time_share numeric(5, 4) NOT NULL CHECK (time_share BETWEEN 0 AND 1),
  PRIMARY KEY (organisation_id, role_id, task_id, valid_from),
  FOREIGN KEY (organisation_id, role_id) REFERENCES role,
  FOREIGN KEY (organisation_id, task_id) REFERENCES task
);
CREATE UNIQUE INDEX role_task_current ON role_task (organisation_id, role_id, task_id) WHERE valid_to IS NULL;

CREATE TABLE framework (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL,
  name_en text NOT NULL,
  name_zh text NOT NULL,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code)
);

CREATE TABLE competency (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  framework_id uuid NOT NULL,
  parent_id uuid,
  code text NOT NULL,
  name_en text NOT NULL,
  name_zh text NOT NULL,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, framework_id, code),
  FOREIGN KEY (organisation_id, framework_id) REFERENCES framework,
  FOREIGN KEY (organisation_id, parent_id) REFERENCES competency
);

CREATE TABLE proficiency_level (
  organisation_id uuid NOT NULL,
  framework_id uuid NOT NULL,
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 4),
  name_en text NOT NULL,
  name_zh text NOT NULL,
  PRIMARY KEY (organisation_id, framework_id, level),
  FOREIGN KEY (organisation_id, framework_id) REFERENCES framework
);

CREATE TABLE role_requirement (
  organisation_id uuid NOT NULL,
  role_id uuid NOT NULL,
  competency_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 4),
  PRIMARY KEY (organisation_id, role_id, competency_id, valid_from),
  FOREIGN KEY (organisation_id, role_id) REFERENCES role,
  FOREIGN KEY (organisation_id, competency_id) REFERENCES competency
);
CREATE UNIQUE INDEX role_requirement_current ON role_requirement (organisation_id, role_id, competency_id)
  WHERE valid_to IS NULL;

-- What a person was measured to be able to do; the end of one row is the start of the next, none is overwritten.
CREATE TABLE person_competency (
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  competency_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 4),
  probability real NOT NULL CHECK (probability BETWEEN 0 AND 1), -- that the person truly meets the level
  score_id uuid NOT NULL,
  PRIMARY KEY (organisation_id, person_id, competency_id, valid_from),
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  FOREIGN KEY (organisation_id, competency_id) REFERENCES competency
);
CREATE UNIQUE INDEX person_competency_current ON person_competency (organisation_id, person_id, competency_id)
  WHERE valid_to IS NULL;

CALL protect('ai_system', 'SELECT, INSERT, UPDATE');
CALL protect('task', 'SELECT, INSERT, UPDATE');
CALL protect('role_task', 'SELECT, INSERT, UPDATE, DELETE');
CALL protect('framework', 'SELECT, INSERT, UPDATE');
CALL protect('competency', 'SELECT, INSERT, UPDATE');
CALL protect('proficiency_level', 'SELECT, INSERT, UPDATE');
CALL protect('role_requirement', 'SELECT, INSERT, UPDATE, DELETE');
CALL protect('person_competency', 'SELECT, INSERT, UPDATE, DELETE', 'person_id');

CREATE VIEW wire_task AS
  SELECT organisation_id, 'o' AS scope, id, json_build_object(
    'code', code, 'name', json_build_object('en', name_en, 'zh', name_zh), 'importance', importance,
    'dataClass', data_class)::text AS wire
  FROM task;
CREATE TRIGGER publish_insert AFTER INSERT ON task REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('task', 'id');
CREATE TRIGGER publish_update AFTER UPDATE ON task REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('task', 'id');
