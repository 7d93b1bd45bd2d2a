-- Units and people. What reports count over time is dated: a unit's name and place, a person's employment.

CREATE TABLE unit (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code)
);

CREATE TABLE unit_version (
  organisation_id uuid NOT NULL,
  unit_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from), -- exclusive; NULL: in force
  name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 200),
  name_zh text NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 200),
  parent_id uuid,
  PRIMARY KEY (organisation_id, unit_id, valid_from),
  FOREIGN KEY (organisation_id, unit_id) REFERENCES unit,
  FOREIGN KEY (organisation_id, parent_id) REFERENCES unit
);
CREATE UNIQUE INDEX unit_version_current ON unit_version (organisation_id, unit_id) WHERE valid_to IS NULL;

CREATE TABLE person (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 100),
  employee_number text,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  email text,
  locale text CHECK (locale IN ('en', 'zh')), -- NULL: the organisation's own
  start_date date, -- as HR has it; what counts over time is employment
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, external_id)
);
ALTER TABLE account ADD FOREIGN KEY (organisation_id, person_id) REFERENCES person;

CREATE TABLE role (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  source text NOT NULL CHECK (source IN ('onet', 'esco', 'csco', 'custom')),
  name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 300),
  name_zh text NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 300),
  family text NOT NULL DEFAULT '',
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code)
);

-- Person × unit × role × manager, from a day to (and without) a day; at most one at a time a person.
CREATE TABLE employment (
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  unit_id uuid NOT NULL,
  role_id uuid,
  manager_id uuid CHECK (manager_id <> person_id),
  PRIMARY KEY (organisation_id, person_id, valid_from),
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  FOREIGN KEY (organisation_id, unit_id) REFERENCES unit,
  FOREIGN KEY (organisation_id, role_id) REFERENCES role,
  FOREIGN KEY (organisation_id, manager_id) REFERENCES person
);
CREATE UNIQUE INDEX employment_current ON employment (organisation_id, person_id) WHERE valid_to IS NULL;
CREATE INDEX employment_unit ON employment (organisation_id, unit_id, valid_from);
CREATE INDEX employment_manager ON employment (organisation_id, manager_id) WHERE manager_id IS NOT NULL;

-- The person and everyone who reports to them, at any depth, on a day. Runs as its owner, because it tells the caller's
-- reach before there is one; the organisation is the caller's all the same.
CREATE FUNCTION team_of(manager uuid, on_day date) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  WITH RECURSIVE team AS (
    SELECT manager AS id
    UNION
    SELECT e.person_id FROM employment e JOIN team t ON e.manager_id = t.id
    WHERE e.organisation_id = current_organisation() AND e.valid_from <= on_day
      AND (e.valid_to IS NULL OR e.valid_to > on_day)
  )
  SELECT array_agg(id) FROM team
$$;

-- A unit with all below it, on a day; every unit when none is named.
CREATE FUNCTION unit_subtree(top uuid, on_day date) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE subtree AS (
    SELECT unit_id FROM unit_version
    WHERE organisation_id = current_organisation() AND valid_from <= on_day AND (valid_to IS NULL OR valid_to > on_day)
      AND (unit_id = top OR top IS NULL)
    UNION
    SELECT v.unit_id FROM unit_version v JOIN subtree s ON v.parent_id = s.unit_id
    WHERE v.organisation_id = current_organisation() AND v.valid_from <= on_day
      AND (v.valid_to IS NULL OR v.valid_to > on_day)
  )
  SELECT unit_id FROM subtree
$$;

CALL protect('unit', 'SELECT, INSERT, UPDATE');
CALL protect('unit_version', 'SELECT, INSERT, UPDATE, DELETE');
CALL protect('person', 'SELECT, INSERT, UPDATE', 'id');
CALL protect('role', 'SELECT, INSERT, UPDATE');
CALL protect('employment', 'SELECT, INSERT, UPDATE, DELETE', 'person_id');

CREATE VIEW wire_unit AS
  SELECT u.organisation_id, 'o' AS scope, u.id, json_build_object(
    'code', u.code, 'name', json_build_object('en', v.name_en, 'zh', v.name_zh), 'parent', v.parent_id)::text AS wire
  FROM unit u JOIN unit_version v ON v.organisation_id = u.organisation_id AND v.unit_id = u.id AND v.valid_to IS NULL;
CREATE TRIGGER publish_insert AFTER INSERT ON unit_version REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('unit', 'unit_id');
CREATE TRIGGER publish_update AFTER UPDATE ON unit_version REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('unit', 'unit_id');

CREATE VIEW wire_person AS
  SELECT p.organisation_id, 'all#hr' AS scope, p.id, json_build_object(
    'externalID', p.external_id, 'name', p.name, 'unit', e.unit_id, 'role', e.role_id, 'manager', e.manager_id,
    'from', e.valid_from, 'to', e.valid_to)::text AS wire
  FROM person p
  LEFT JOIN LATERAL (
    SELECT * FROM employment WHERE organisation_id = p.organisation_id AND person_id = p.id
    ORDER BY valid_from DESC LIMIT 1) e ON true;
CREATE TRIGGER publish_insert AFTER INSERT ON person REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('person', 'id');
CREATE TRIGGER publish_update AFTER UPDATE ON person REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('person', 'id');
CREATE TRIGGER publish_insert AFTER INSERT ON employment REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('person', 'person_id');
CREATE TRIGGER publish_update AFTER UPDATE ON employment REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('person', 'person_id');

CREATE VIEW wire_role AS
  SELECT organisation_id, 'o' AS scope, id, json_build_object(
    'code', code, 'name', json_build_object('en', name_en, 'zh', name_zh), 'family', family)::text AS wire
  FROM role;
CREATE TRIGGER publish_insert AFTER INSERT ON role REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('role', 'id');
CREATE TRIGGER publish_update AFTER UPDATE ON role REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('role', 'id');
