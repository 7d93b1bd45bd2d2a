-- The AI quotient: instruments and their items, attempts, responses, scores. Keys and parameters stand in tables of
-- their own, so that no projection of an item can carry them by accident.

CREATE TABLE instrument (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  title_en text NOT NULL,
  title_zh text NOT NULL,
  licence text NOT NULL,
  languages text[] NOT NULL,
  scale text NOT NULL CHECK (scale IN ('apply', 'create')),
  settings jsonb NOT NULL, -- validity, retake and time rules, cut scores
  published_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code, version)
);

CREATE TABLE item (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  instrument_id uuid NOT NULL,
  code text NOT NULL,
  ordinal smallint NOT NULL,
  domain text NOT NULL CHECK (domain IN ('understand', 'explore', 'direct', 'evaluate', 'responsible', 'delegate')),
  kind text NOT NULL,
  status text NOT NULL CHECK (status IN ('draft', 'beta', 'live', 'retired')),
  presented jsonb NOT NULL, -- what a test taker may see
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, instrument_id, code),
  FOREIGN KEY (organisation_id, instrument_id) REFERENCES instrument
);

CREATE TABLE item_key (
  organisation_id uuid NOT NULL,
  item_id uuid NOT NULL,
  answer text[] NOT NULL,
  rationale_en text NOT NULL,
  rationale_zh text NOT NULL,
  slope double precision NOT NULL,
  difficulty double precision NOT NULL,
  calibrated boolean NOT NULL DEFAULT false,
  PRIMARY KEY (organisation_id, item_id),
  FOREIGN KEY (organisation_id, item_id) REFERENCES item
);

CREATE TABLE form (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  instrument_id uuid NOT NULL,
  code text NOT NULL,
  item_ids uuid[] NOT NULL,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, instrument_id, code),
  FOREIGN KEY (organisation_id, instrument_id) REFERENCES instrument
);

CREATE TABLE campaign (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  form_id uuid NOT NULL,
  name text NOT NULL,
  opens_on date NOT NULL,
  closes_on date NOT NULL CHECK (closes_on > opens_on),
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, form_id) REFERENCES form
);

CREATE TABLE attempt (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  form_id uuid NOT NULL,
  campaign_id uuid,
  status text NOT NULL CHECK (status IN ('in_progress', 'submitted', 'scored', 'expired', 'voided')),
  started_at timestamptz NOT NULL,
  finished_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  FOREIGN KEY (organisation_id, form_id) REFERENCES form,
  FOREIGN KEY (organisation_id, campaign_id) REFERENCES campaign
);
CREATE UNIQUE INDEX attempt_in_progress ON attempt (organisation_id, person_id, form_id) WHERE status = 'in_progress';
CREATE INDEX attempt_person ON attempt (organisation_id, person_id, finished_at);

CREATE TABLE response (
  organisation_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  item_id uuid NOT NULL,
  person_id uuid NOT NULL,
  answer text[] NOT NULL,
  confidence real CHECK (confidence BETWEEN 0 AND 1),
  milliseconds integer CHECK (milliseconds >= 0),
  answered_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, attempt_id, item_id),
  FOREIGN KEY (organisation_id, attempt_id) REFERENCES attempt,
  FOREIGN KEY (organisation_id, item_id) REFERENCES item,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);

CREATE TABLE score (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  person_id uuid NOT NULL,
  domain text NOT NULL
    CHECK (domain IN ('overall', 'understand', 'explore', 'direct', 'evaluate', 'responsible', 'delegate')),
  theta double precision NOT NULL,
  standard_error double precision NOT NULL CHECK (standard_error > 0),
  quotient double precision NOT NULL CHECK (quotient BETWEEN 0 AND 100),
  quotient_standard_error double precision NOT NULL,
  level smallint NOT NULL CHECK (level BETWEEN 0 AND 4),
  probabilities double precision[] NOT NULL, -- of truly being at or above L0 … L4
  answered smallint NOT NULL,
  brier double precision,
  provisional boolean NOT NULL,
  scored_on date NOT NULL,
  valid_until date NOT NULL,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, attempt_id, domain),
  FOREIGN KEY (organisation_id, attempt_id) REFERENCES attempt,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);
CREATE INDEX score_person ON score (organisation_id, domain, person_id, scored_on DESC)
  INCLUDE (quotient, quotient_standard_error, level, probabilities, valid_until, provisional);

ALTER TABLE person_competency ADD FOREIGN KEY (organisation_id, score_id) REFERENCES score;

CREATE TABLE calibration_run (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  instrument_id uuid NOT NULL,
  model text NOT NULL,
  status text NOT NULL CHECK (status IN ('draft', 'published', 'rejected')),
  ran_at timestamptz NOT NULL,
  content jsonb NOT NULL,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, instrument_id) REFERENCES instrument
);

CALL protect('instrument', 'SELECT, INSERT');
CALL protect('item', 'SELECT, INSERT, UPDATE');
CALL protect('item_key', 'SELECT, INSERT');
CALL protect('form', 'SELECT, INSERT');
CALL protect('campaign', 'SELECT, INSERT, UPDATE');
CALL protect('attempt', 'SELECT, INSERT, UPDATE', 'person_id');
CALL protect('response', 'SELECT, INSERT', 'person_id');
CALL protect('score', 'SELECT, INSERT', 'person_id');
CALL protect('calibration_run', 'SELECT, INSERT, UPDATE');

-- A person holds all of their scores; their manager the overall level only. One scan, not a union of two: a condition on
-- the view then reaches the index.
CREATE VIEW wire_score AS
  SELECT s.organisation_id, w.scope, s.id, w.wire
  FROM score s
  CROSS JOIN LATERAL (VALUES
    ('s:' || s.person_id || '#self', json_build_object(
      'domain', s.domain, 'quotient', round(s.quotient::numeric, 1), 'level', 'L' || s.level,
      'provisional', s.provisional, 'standardError', round(s.quotient_standard_error::numeric, 1),
      'scoredOn', s.scored_on, 'validUntil', s.valid_until)::text),
    (CASE WHEN s.domain = 'overall' THEN 's:' || s.person_id || '#manager' END, json_build_object(
      'level', 'L' || s.level, 'scoredOn', s.scored_on, 'validUntil', s.valid_until)::text)
  ) AS w (scope, wire)
  WHERE w.scope IS NOT NULL;
CREATE TRIGGER publish_insert AFTER INSERT ON score REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('score', 'id');
