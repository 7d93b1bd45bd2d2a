-- How plans are agreed upon and done: comments, evidence, prior learning, reminders, calendar feeds; and levels that rest on
-- a completed plan instead of a score.

CREATE TABLE plan_comment (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  plan_id uuid NOT NULL,
  person_id uuid NOT NULL, -- whose plan it is
  account_id uuid,         -- who wrote it; NULL: the operator on the server's host
  action text NOT NULL
    CHECK (action IN ('comment', 'submit', 'take_up', 'return', 'approve', 'replan', 'withdraw', 'complete')),
  text text NOT NULL DEFAULT '' CHECK (length(text) <= 4000),
  written_at timestamptz NOT NULL,
  ordinal bigint GENERATED ALWAYS AS IDENTITY, -- which came first of one moment
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, plan_id) REFERENCES plan,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);
CREATE INDEX plan_comment_plan ON plan_comment (organisation_id, plan_id, written_at);

-- What was done for an item: hours logged, or that it is complete, or what a reviewer says it is; append-only. Items follow
-- from it.
CREATE TABLE evidence (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  plan_item_id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('log', 'complete', 'override')),
  hours numeric(6, 2) CHECK (hours > 0 AND hours <= 400),
  verdict text CHECK (verdict IN ('done', 'reopened', 'dropped')), -- of an override
  text text NOT NULL DEFAULT '' CHECK (length(text) <= 4000),
  link text NOT NULL DEFAULT '' CHECK (length(link) <= 2000),
  done_on date NOT NULL,
  recorded_by uuid,
  recorded_at timestamptz NOT NULL,
  ordinal bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, plan_item_id) REFERENCES plan_item,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  CHECK (kind <> 'log' OR hours IS NOT NULL),
  CHECK ((kind = 'override') = (verdict IS NOT NULL)),
  CHECK (kind <> 'override' OR text <> '')
);
CREATE INDEX evidence_item ON evidence (organisation_id, plan_item_id, recorded_at);

-- What a person says to have learnt elsewhere, and what a reviewer made of it.
CREATE TABLE prior_learning (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  activity_id uuid NOT NULL,
  text text NOT NULL CHECK (length(text) BETWEEN 1 AND 4000),
  link text NOT NULL DEFAULT '' CHECK (length(link) <= 2000),
  learnt_on date NOT NULL CHECK (learnt_on <= filed_on), -- as filed, or as the reviewer corrected it
  filed_on date NOT NULL,
  outcome text CHECK (outcome IN ('accepted', 'rejected')), -- NULL: open
  reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 4000),
  reviewed_on date, -- accepted, it counts from this day
  reviewed_by uuid,
  expires_on date, -- NULL: does not lapse
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  FOREIGN KEY (organisation_id, activity_id) REFERENCES activity,
  CHECK ((outcome IS NULL) = (reviewed_on IS NULL))
);
CREATE UNIQUE INDEX prior_learning_open ON prior_learning (organisation_id, person_id, activity_id)
  WHERE outcome IS NULL;

-- That a person was to be reminded of something that is due, once a day at most.
CREATE TABLE plan_reminder (
  organisation_id uuid NOT NULL,
  person_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('item_due', 'item_overdue', 'lapsing', 'reassessment', 'score_expiring')),
  subject_id uuid NOT NULL, -- by kind: the plan item, what was learnt, the plan, the score
  reminded_on date NOT NULL,
  PRIMARY KEY (organisation_id, person_id, kind, subject_id, reminded_on),
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);

-- A secret address at which a calendar program reads the plans of an account's person, or of those who report to them.
CREATE TABLE calendar_feed (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  account_id uuid NOT NULL,
  reach text NOT NULL CHECK (reach IN ('own', 'team')),
  language text NOT NULL CHECK (language IN ('en', 'zh')),
  secret_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, secret_hash),
  FOREIGN KEY (organisation_id, account_id) REFERENCES account
);

-- A level rests on a score, or on a plan that was completed.
ALTER TABLE person_competency
  ALTER COLUMN score_id DROP NOT NULL,
  ADD COLUMN plan_id uuid,
  ADD FOREIGN KEY (organisation_id, plan_id) REFERENCES plan,
  ADD CHECK (num_nonnulls(score_id, plan_id) = 1);

CALL protect('plan_comment', 'SELECT, INSERT', 'person_id');
CALL protect('evidence', 'SELECT, INSERT', 'person_id');
CALL protect('prior_learning', 'SELECT, INSERT, UPDATE', 'person_id');
CALL protect('plan_reminder', 'SELECT, INSERT', 'person_id');
CALL protect('calendar_feed', 'SELECT, INSERT, UPDATE');
