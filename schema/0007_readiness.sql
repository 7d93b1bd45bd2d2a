-- The readiness index: profiles and ratings; and reports that are written when they are due.

CREATE TABLE index_profile (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  content jsonb NOT NULL,
  valid_from date NOT NULL,
  published_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code, version)
);

-- A rated item of the profile for a unit, or for the whole organisation (unit NULL), from a day to (and without) a day.
CREATE TABLE rating (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  unit_id uuid,
  dimension text NOT NULL,
  item text NOT NULL,
  level smallint CHECK (level BETWEEN 0 AND 4), -- NULL: not applicable
  evidence text NOT NULL CHECK (evidence IN ('self', 'peer', 'verified')),
  evidence_link text NOT NULL DEFAULT '',
  valid_from date NOT NULL,
  valid_to date CHECK (valid_to > valid_from),
  rated_by uuid,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, unit_id) REFERENCES unit
);
CREATE UNIQUE INDEX rating_current ON rating (organisation_id, unit_id, item) NULLS NOT DISTINCT WHERE valid_to IS NULL;

-- A brief as it was delivered: never changed.
CREATE TABLE snapshot (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  unit_id uuid,
  as_of date NOT NULL,
  taken_at timestamptz NOT NULL,
  brief jsonb NOT NULL,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, unit_id) REFERENCES unit
);

CREATE TABLE report_definition (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  kind text NOT NULL CHECK (kind IN ('brief')),
  unit_id uuid,
  format text NOT NULL CHECK (format IN ('html', 'json')),
  language text NOT NULL CHECK (language IN ('en', 'zh')),
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code),
  FOREIGN KEY (organisation_id, unit_id) REFERENCES unit
);

CREATE TABLE schedule (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  report_definition_id uuid NOT NULL,
  every text NOT NULL CHECK (every IN ('day', 'week', 'month', 'quarter')),
  time_zone text NOT NULL,
  starts_on date NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, report_definition_id) REFERENCES report_definition
);
CREATE UNIQUE INDEX schedule_current ON schedule (organisation_id, report_definition_id) WHERE ended_at IS NULL;

-- One run a schedule and due day: whoever inserts it owns it until the lease ends.
CREATE TABLE run (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  schedule_id uuid NOT NULL,
  due_on date NOT NULL,
  status text NOT NULL CHECK (status IN ('claimed', 'delivered')),
  claimed_at timestamptz NOT NULL,
  claimed_by uuid NOT NULL, -- the claiming client
  lease_until timestamptz NOT NULL,
  snapshot_id uuid,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, schedule_id, due_on),
  FOREIGN KEY (organisation_id, schedule_id) REFERENCES schedule,
  FOREIGN KEY (organisation_id, snapshot_id) REFERENCES snapshot
);

CREATE TABLE delivery (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  run_id uuid NOT NULL,
  channel text NOT NULL CHECK (channel IN ('folder')),
  target text NOT NULL,
  sha256 bytea NOT NULL,
  delivered_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, run_id) REFERENCES run
);

CALL protect('index_profile', 'SELECT, INSERT');
CALL protect('rating', 'SELECT, INSERT, UPDATE, DELETE');
CALL protect('snapshot', 'SELECT, INSERT');
CALL protect('report_definition', 'SELECT, INSERT, UPDATE');
CALL protect('schedule', 'SELECT, INSERT, UPDATE');
CALL protect('run', 'SELECT, INSERT, UPDATE');
CALL protect('delivery', 'SELECT, INSERT');
