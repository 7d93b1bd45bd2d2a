-- Answers in words and who rates them; scores that are made anew or withdrawn; appeals.

-- An attempt may be scored again: each time is a revision. From `withdrawn_on` on a score no longer counts, because the next
-- revision took its place or its attempt was voided; on days before it still does, so that past reports reproduce. Of
-- several attempts the latest counts by the day of the test, not by the day it was scored on.
ALTER TABLE score
  ADD COLUMN revision smallint NOT NULL DEFAULT 1 CHECK (revision > 0),
  ADD COLUMN assessed_on date,
  ADD COLUMN withdrawn_on date,
  DROP CONSTRAINT score_organisation_id_attempt_id_domain_key;
UPDATE score SET assessed_on = scored_on;
ALTER TABLE score
  ALTER COLUMN assessed_on SET NOT NULL,
  ADD UNIQUE (organisation_id, attempt_id, domain, revision),
  ADD CHECK (assessed_on <= scored_on),
  ADD CHECK (withdrawn_on >= scored_on);
DROP INDEX score_person;
CREATE INDEX score_person ON score (organisation_id, domain, person_id, assessed_on DESC, attempt_id DESC)
  INCLUDE (scored_on, valid_until, withdrawn_on, quotient, quotient_standard_error, level, probabilities, provisional);
GRANT UPDATE (withdrawn_on) ON score TO readiness_app;

CREATE OR REPLACE VIEW wire_score AS
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
  WHERE w.scope IS NOT NULL AND s.withdrawn_on IS NULL;
CREATE TRIGGER publish_update AFTER UPDATE ON score REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION publish('score', 'id');

-- An answer in words that was handed in, and the score its raters came to.
CREATE TABLE rubric_score (
  organisation_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  item_id uuid NOT NULL,
  person_id uuid NOT NULL,
  score smallint CHECK (score >= 0), -- NULL: raters have yet to agree
  resolved_at timestamptz,
  PRIMARY KEY (organisation_id, attempt_id, item_id),
  FOREIGN KEY (organisation_id, attempt_id, item_id) REFERENCES response,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  CHECK ((score IS NULL) = (resolved_at IS NULL))
);
CREATE INDEX rubric_score_waiting ON rubric_score (organisation_id) WHERE score IS NULL;

-- What one rater gave: the first two do not know of each other; the third, where there is one, decides.
CREATE TABLE response_rating (
  organisation_id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  item_id uuid NOT NULL,
  ordinal smallint NOT NULL CHECK (ordinal BETWEEN 1 AND 3),
  rater_id uuid NOT NULL,
  scores smallint[] NOT NULL, -- in the order of the rubric's criteria
  comment text NOT NULL DEFAULT '' CHECK (length(comment) <= 4000),
  rated_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, attempt_id, item_id, ordinal),
  UNIQUE (organisation_id, attempt_id, item_id, rater_id),
  FOREIGN KEY (organisation_id, attempt_id, item_id) REFERENCES rubric_score,
  FOREIGN KEY (organisation_id, rater_id) REFERENCES account
);

-- A person's objection to a score of theirs, and what a human decided about it.
CREATE TABLE appeal (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  attempt_id uuid NOT NULL,
  person_id uuid NOT NULL,
  grounds text NOT NULL CHECK (length(grounds) BETWEEN 1 AND 4000),
  filed_at timestamptz NOT NULL,
  outcome text CHECK (outcome IN ('dismissed', 'void', 'rescore', 'extra-attempt')), -- NULL: open
  reason text CHECK (length(reason) BETWEEN 1 AND 4000),
  decided_at timestamptz,
  decided_by uuid, -- NULL: open, or the operator on the server's host
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, attempt_id) REFERENCES attempt,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  FOREIGN KEY (organisation_id, decided_by) REFERENCES account,
  CHECK ((outcome IS NULL) = (reason IS NULL) AND (outcome IS NULL) = (decided_at IS NULL)),
  CHECK (outcome IS NOT NULL OR decided_by IS NULL)
);
CREATE UNIQUE INDEX appeal_open ON appeal (organisation_id, attempt_id) WHERE outcome IS NULL;
CREATE INDEX appeal_attempt ON appeal (organisation_id, attempt_id);

CALL protect('rubric_score', 'SELECT, INSERT, UPDATE', 'person_id');
CALL protect('response_rating', 'SELECT, INSERT');
CALL protect('appeal', 'SELECT, INSERT, UPDATE', 'person_id');

-- What raters gave is for those who reach the whole organisation: neither for the person who answered nor for a manager.
CREATE POLICY raters_only ON response_rating AS RESTRICTIVE
  USING ((SELECT current_reach() = 'organisation'));
