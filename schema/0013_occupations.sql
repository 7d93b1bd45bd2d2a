-- Occupations and their tasks as others publish them, kept apart from the organisation's own roles and tasks, which may be
-- built from them. Their text stands in the language it was published in.

CREATE TABLE occupation_source (
  organisation_id uuid NOT NULL REFERENCES organisation,
  code text NOT NULL CHECK (code IN ('onet', 'esco')),
  version text NOT NULL,
  licence text NOT NULL,
  attribution_en text NOT NULL, -- must stand wherever the text is shown
  attribution_zh text NOT NULL,
  imported_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, code)
);

CREATE TABLE occupation (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  source text NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
  description text NOT NULL DEFAULT '',
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, source, code),
  FOREIGN KEY (organisation_id, source) REFERENCES occupation_source
);

CREATE TABLE occupation_task (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  occupation_id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  statement text NOT NULL CHECK (length(statement) BETWEEN 1 AND 1000),
  kind text NOT NULL CHECK (kind IN ('core', 'supplemental', 'unrated')),
  importance numeric(3, 2) CHECK (importance BETWEEN 1 AND 5),
  relevance numeric(5, 2) CHECK (relevance BETWEEN 0 AND 100), -- percent of those in the occupation who do it
  frequency numeric(3, 2) CHECK (frequency BETWEEN 1 AND 7),   -- mean of seven ranks, from yearly to hourly
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, occupation_id, code),
  FOREIGN KEY (organisation_id, occupation_id) REFERENCES occupation
);

-- Where a role's or a task's text comes from; what one writes oneself is custom.
ALTER TABLE role ADD COLUMN occupation_code text CHECK (length(occupation_code) BETWEEN 1 AND 60);
ALTER TABLE task
  -- As long as published statements.
  DROP CONSTRAINT task_name_en_check, ADD CHECK (length(name_en) BETWEEN 1 AND 1000),
  DROP CONSTRAINT task_name_zh_check, ADD CHECK (length(name_zh) BETWEEN 1 AND 1000),
  ADD COLUMN source text NOT NULL DEFAULT 'custom' CHECK (source IN ('onet', 'esco', 'csco', 'custom')),
  ADD COLUMN source_code text CHECK (length(source_code) BETWEEN 1 AND 60),
  -- Published tasks come without traits; the rules say what is missing.
  ALTER COLUMN physical DROP NOT NULL,
  ALTER COLUMN interpersonal DROP NOT NULL,
  ALTER COLUMN uncertainty DROP NOT NULL,
  ALTER COLUMN expertise DROP NOT NULL,
  ALTER COLUMN enjoyment DROP NOT NULL,
  ALTER COLUMN irreversible DROP NOT NULL,
  ALTER COLUMN affects_person DROP NOT NULL,
  ADD CHECK (num_nulls(physical, interpersonal, uncertainty, expertise, enjoyment) IN (0, 5)),
  -- A task that was merged into another belongs to no role any more; its history stays.
  ADD COLUMN merged_into uuid,
  ADD FOREIGN KEY (organisation_id, merged_into) REFERENCES task,
  ADD CHECK (merged_into <> id);

CALL protect('occupation_source', 'SELECT, INSERT, UPDATE');
CALL protect('occupation', 'SELECT, INSERT, UPDATE');
CALL protect('occupation_task', 'SELECT, INSERT, UPDATE, DELETE');
