-- Items in words, matchings and self-reports; several forms an instrument; scales that outlive the version that founded them.

ALTER TABLE instrument DROP CONSTRAINT instrument_scale_check;
ALTER TABLE instrument ADD CHECK (scale IN ('apply', 'create', 'self_report'));

-- What of an item's judging is kept apart from what a test taker may see. A right-or-wrong item has one threshold, its
-- difficulty; a self-report has neither slope nor thresholds.
ALTER TABLE item_key
  ALTER COLUMN difficulty TYPE double precision[] USING ARRAY[difficulty],
  ALTER COLUMN slope DROP NOT NULL,
  ADD COLUMN rubric jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN reversed boolean NOT NULL DEFAULT false;
ALTER TABLE item_key RENAME COLUMN difficulty TO thresholds;

ALTER TABLE score ADD COLUMN flags text[] NOT NULL DEFAULT '{}';

-- What people say of themselves, by domain and overall, 0 to 100: beside what was measured, never mixed in.
CREATE TABLE self_report (
  organisation_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  person_id uuid NOT NULL,
  domain text NOT NULL
    CHECK (domain IN ('overall', 'understand', 'explore', 'direct', 'evaluate', 'responsible', 'delegate')),
  value double precision NOT NULL CHECK (value BETWEEN 0 AND 100),
  answered smallint NOT NULL,
  flags text[] NOT NULL DEFAULT '{}',
  reported_on date NOT NULL,
  PRIMARY KEY (organisation_id, attempt_id, domain),
  FOREIGN KEY (organisation_id, attempt_id) REFERENCES attempt,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);
CREATE INDEX self_report_person ON self_report (organisation_id, person_id, domain, reported_on DESC);

CALL protect('self_report', 'SELECT, INSERT', 'person_id');
