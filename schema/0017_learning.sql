-- What people can do to get better, and plans of it: activities, templates, holidays, plans with their items and gaps.

CREATE TABLE activity (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 300),
  name_zh text NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 300),
  description_en text NOT NULL DEFAULT '' CHECK (length(description_en) <= 4000),
  description_zh text NOT NULL DEFAULT '' CHECK (length(description_zh) <= 4000),
  kind text NOT NULL CHECK (kind IN ('course', 'workshop', 'practice', 'coaching', 'project', 'reading')),
  hours numeric(6, 2) NOT NULL CHECK (hours > 0 AND hours <= 400),
  cost integer NOT NULL CHECK (cost >= 0),       -- a person, in whole units of the organisation's currency
  seats integer CHECK (seats > 0),               -- in one planning period; NULL: any number
  evidence text NOT NULL CHECK (evidence IN ('attendance', 'certificate', 'quiz', 'work_product', 'observation')),
  effect_basis text NOT NULL CHECK (effect_basis IN ('expert', 'pilot', 'study')),
  effect_en text NOT NULL,
  effect_zh text NOT NULL,
  effect_source text NOT NULL DEFAULT '',
  validity_months smallint CHECK (validity_months > 0),
  retired_on date,
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code)
);

CREATE TABLE activity_lift (
  organisation_id uuid NOT NULL,
  activity_id uuid NOT NULL,
  domain text NOT NULL CHECK (domain IN ('understand', 'explore', 'direct', 'evaluate', 'responsible', 'delegate')),
  from_level smallint NOT NULL CHECK (from_level BETWEEN 0 AND 3),
  to_level smallint NOT NULL CHECK (to_level BETWEEN 1 AND 4 AND to_level > from_level),
  PRIMARY KEY (organisation_id, activity_id, domain),
  FOREIGN KEY (organisation_id, activity_id) REFERENCES activity
);

CREATE TABLE activity_prerequisite (
  organisation_id uuid NOT NULL,
  activity_id uuid NOT NULL,
  requires_id uuid NOT NULL CHECK (requires_id <> activity_id),
  PRIMARY KEY (organisation_id, activity_id, requires_id),
  FOREIGN KEY (organisation_id, activity_id) REFERENCES activity,
  FOREIGN KEY (organisation_id, requires_id) REFERENCES activity
);

CREATE TABLE plan_template (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  code text NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
  name_en text NOT NULL CHECK (length(name_en) BETWEEN 1 AND 300),
  name_zh text NOT NULL CHECK (length(name_zh) BETWEEN 1 AND 300),
  role_id uuid, -- NULL: for any
  activity_ids uuid[] NOT NULL CHECK (cardinality(activity_ids) > 0), -- in order
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, code),
  FOREIGN KEY (organisation_id, role_id) REFERENCES role
);

-- Days on which nobody learns, and weekend days on which people work.
CREATE TABLE holiday (
  organisation_id uuid NOT NULL REFERENCES organisation,
  day date NOT NULL,
  kind text NOT NULL CHECK (kind IN ('holiday', 'workday')),
  name_en text NOT NULL DEFAULT '',
  name_zh text NOT NULL DEFAULT '',
  PRIMARY KEY (organisation_id, day)
);

-- One planning of a unit or a person: what there was to spend, and how near to the best possible the plans came.
CREATE TABLE plan_run (
  organisation_id uuid NOT NULL REFERENCES organisation,
  id uuid NOT NULL,
  unit_id uuid,               -- NULL: a single person's
  planned_on date NOT NULL,
  starts_on date NOT NULL,
  due_on date NOT NULL CHECK (due_on > starts_on),
  weekly_hours numeric(4, 2) NOT NULL CHECK (weekly_hours > 0 AND weekly_hours <= 60),
  budget bigint CHECK (budget >= 0), -- NULL: any
  people integer NOT NULL CHECK (people >= 0),
  closed_value double precision NOT NULL CHECK (closed_value >= 0), -- weighted gap that the plans close
  upper_bound double precision NOT NULL,                           -- proven: no plans within these limits close more
  cost bigint NOT NULL CHECK (cost >= 0),
  planned_by uuid,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, unit_id) REFERENCES unit
);

CREATE TABLE plan (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  person_id uuid NOT NULL,
  plan_run_id uuid,  -- the latest that made or changed it; NULL: made from a template
  status text NOT NULL
    CHECK (status IN ('draft', 'waiting_for_review', 'in_review', 'active', 'complete', 'withdrawn')),
  starts_on date NOT NULL,
  due_on date NOT NULL CHECK (due_on > starts_on),
  weekly_hours numeric(4, 2) NOT NULL CHECK (weekly_hours > 0 AND weekly_hours <= 60),
  created_on date NOT NULL,
  created_by uuid,
  submitted_at timestamptz,
  reviewed_by uuid, -- the account that took it up, or approved it
  activated_on date,
  completed_on date,
  withdrawn_on date,
  measured jsonb, -- what was measured when the plan was completed, and what is to be expected since: frozen
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  FOREIGN KEY (organisation_id, plan_run_id) REFERENCES plan_run,
  CHECK (status <> 'active' OR activated_on IS NOT NULL),
  CHECK (status <> 'complete' OR completed_on IS NOT NULL AND measured IS NOT NULL)
);
-- A person has at most one plan that is being made and one that is being done.
CREATE UNIQUE INDEX plan_active ON plan (organisation_id, person_id) WHERE status = 'active';
CREATE UNIQUE INDEX plan_open ON plan (organisation_id, person_id)
  WHERE status IN ('draft', 'waiting_for_review', 'in_review');
CREATE INDEX plan_person ON plan (organisation_id, person_id, created_on);

CREATE TABLE plan_item (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  plan_id uuid NOT NULL,
  person_id uuid NOT NULL,
  activity_id uuid NOT NULL,
  ordinal smallint NOT NULL CHECK (ordinal > 0), -- in the order of being planned
  status text NOT NULL CHECK (status IN ('planned', 'under_way', 'done', 'credited', 'dropped')),
  starts_on date NOT NULL,
  due_on date NOT NULL CHECK (due_on >= starts_on),
  hours numeric(6, 2) NOT NULL CHECK (hours > 0),
  cost integer NOT NULL CHECK (cost >= 0),
  lifts jsonb NOT NULL,      -- as they were when planned
  reason_en text NOT NULL,   -- why it was chosen
  reason_zh text NOT NULL,
  started_on date,
  ended_on date,             -- done, credited or dropped on
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, plan_id) REFERENCES plan,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person,
  FOREIGN KEY (organisation_id, activity_id) REFERENCES activity,
  CHECK ((status IN ('done', 'credited', 'dropped')) = (ended_on IS NOT NULL))
);
-- What is planned anew is dropped and planned again as another item, so that what was due on a past day stays on record.
CREATE UNIQUE INDEX plan_item_activity ON plan_item (organisation_id, plan_id, activity_id) WHERE status <> 'dropped';
CREATE INDEX plan_item_plan ON plan_item (organisation_id, plan_id, ordinal);
CREATE INDEX plan_item_person ON plan_item (organisation_id, person_id, due_on);
CREATE INDEX plan_item_seats ON plan_item (organisation_id, activity_id, starts_on) WHERE status <> 'dropped';

-- A domain in which a person is below what is required, as it was when the plan was last made, and what the plan does about
-- it.
CREATE TABLE plan_gap (
  organisation_id uuid NOT NULL,
  plan_id uuid NOT NULL,
  person_id uuid NOT NULL,
  domain text NOT NULL CHECK (domain IN ('understand', 'explore', 'direct', 'evaluate', 'responsible', 'delegate')),
  measured_level smallint NOT NULL CHECK (measured_level BETWEEN 0 AND 4),
  required_level smallint NOT NULL CHECK (required_level BETWEEN 0 AND 4),
  planned_level smallint NOT NULL CHECK (planned_level BETWEEN 0 AND 4),
  probability real NOT NULL CHECK (probability BETWEEN 0 AND 1), -- that the person is truly at the required level already
  weight real NOT NULL CHECK (weight > 0),
  reason_en text NOT NULL DEFAULT '', -- why the rest of it stays open; empty: it is closed
  reason_zh text NOT NULL DEFAULT '',
  PRIMARY KEY (organisation_id, plan_id, domain),
  FOREIGN KEY (organisation_id, plan_id) REFERENCES plan,
  FOREIGN KEY (organisation_id, person_id) REFERENCES person
);

CALL protect('activity', 'SELECT, INSERT, UPDATE');
CALL protect('activity_lift', 'SELECT, INSERT, DELETE');
CALL protect('activity_prerequisite', 'SELECT, INSERT, DELETE');
CALL protect('plan_template', 'SELECT, INSERT, UPDATE, DELETE');
CALL protect('holiday', 'SELECT, INSERT, UPDATE, DELETE');
CALL protect('plan_run', 'SELECT, INSERT');
CALL protect('plan', 'SELECT, INSERT, UPDATE', 'person_id');
CALL protect('plan_item', 'SELECT, INSERT, UPDATE', 'person_id');
CALL protect('plan_gap', 'SELECT, INSERT, DELETE', 'person_id');

-- How many have a seat in an activity within some days, by plans of anyone that are not withdrawn. Runs as its owner, because
-- seats are shared beyond a manager's reach; the organisation is the caller's all the same.
CREATE FUNCTION seats_taken(from_day date, to_day date) RETURNS TABLE (activity_id uuid, taken bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT i.activity_id, count(*) FROM plan_item i
  JOIN plan p ON p.organisation_id = i.organisation_id AND p.id = i.plan_id AND p.status <> 'withdrawn'
  WHERE i.organisation_id = current_organisation() AND i.status IN ('planned', 'under_way', 'done')
    AND i.starts_on <= to_day AND i.due_on >= from_day
  GROUP BY i.activity_id
$$;
