-- Calibrations that one account runs and another decides on, and norms.

ALTER TABLE calibration_run
  ADD COLUMN ran_by uuid, -- NULL: the operator on the server's host
  ADD COLUMN decided_at timestamptz,
  ADD COLUMN decided_by uuid, -- NULL: open, or the operator on the server's host
  ADD COLUMN decision jsonb, -- why it was rejected, or what it was published with
  ADD FOREIGN KEY (organisation_id, ran_by) REFERENCES account,
  ADD FOREIGN KEY (organisation_id, decided_by) REFERENCES account,
  ADD CHECK ((status = 'draft') = (decided_at IS NULL)),
  ADD CHECK ((status = 'draft') = (decision IS NULL)),
  ADD CHECK (status <> 'draft' OR decided_by IS NULL);
CREATE INDEX calibration_run_instrument ON calibration_run (organisation_id, instrument_id, ran_at DESC);

-- Its content has items' parameters: they are for those who reach the whole organisation, whatever a query forgets.
CREATE POLICY authors_only ON calibration_run AS RESTRICTIVE
  USING ((SELECT current_reach() = 'organisation'));

-- How ability is distributed among the organisation's own people: what the norm score of a later day is told by.
CREATE TABLE norm (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  instrument_id uuid NOT NULL, -- the newest version when it was computed
  computed_on date NOT NULL,
  people integer NOT NULL CHECK (people >= 300),
  mean double precision NOT NULL,
  standard_deviation double precision NOT NULL CHECK (standard_deviation > 0),
  percentiles double precision[] NOT NULL CHECK (cardinality(percentiles) = 99), -- θ at the 1st … 99th
  published_by uuid, -- NULL: the operator on the server's host
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, instrument_id) REFERENCES instrument,
  FOREIGN KEY (organisation_id, published_by) REFERENCES account
);
CREATE INDEX norm_instrument ON norm (organisation_id, instrument_id, computed_on DESC);

CALL protect('norm', 'SELECT, INSERT');
