-- What people and models hold a task's exposure to AI and its automation potential to be: every label with its source, so
-- that their disagreement can be told; and the AI systems that take part in a task, or would.

CREATE TABLE exposure_label (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  task_id uuid NOT NULL,
  source text NOT NULL CHECK (source IN ('human', 'model', 'survey')),
  labeller text NOT NULL CHECK (length(labeller) BETWEEN 1 AND 100),
  exposure text CHECK (exposure IN ('E0', 'E1', 'E2')),
  automation text CHECK (automation IN ('T0', 'T1', 'T2', 'T3', 'T4')),
  labelled_on date NOT NULL,
  note text NOT NULL DEFAULT '' CHECK (length(note) <= 1000),
  recorded_by uuid, -- NULL: the operator on the server's host
  PRIMARY KEY (organisation_id, id),
  UNIQUE (organisation_id, task_id, source, labeller, labelled_on),
  FOREIGN KEY (organisation_id, task_id) REFERENCES task,
  CHECK (num_nonnulls(exposure, automation) > 0)
);

-- The labels that stood in tasks before: those of whoever made the tables that were imported.
INSERT INTO exposure_label (organisation_id, id, task_id, source, labeller, exposure, automation, labelled_on)
  SELECT organisation_id, gen_random_uuid(), id, 'human', 'task-import', exposure, automation,
    (now() AT TIME ZONE 'UTC')::date
  FROM task WHERE num_nonnulls(exposure, automation) > 0;

-- Whether a task's labellers say different things on a day, each by their newest labels; NULL while at most one does.
CREATE FUNCTION labels_disagree(organisation uuid, task uuid, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN count(*) > 1 THEN count(DISTINCT exposure) > 1 OR count(DISTINCT automation) > 1 END
  FROM (
    SELECT (array_agg(exposure ORDER BY labelled_on DESC) FILTER (WHERE exposure IS NOT NULL))[1] AS exposure,
      (array_agg(automation ORDER BY labelled_on DESC) FILTER (WHERE automation IS NOT NULL))[1] AS automation
    FROM exposure_label WHERE organisation_id = organisation AND task_id = task AND labelled_on <= on_day
    GROUP BY source, labeller) newest
$$;

CREATE TABLE task_ai_system (
  organisation_id uuid NOT NULL,
  task_id uuid NOT NULL,
  ai_system_id uuid NOT NULL,
  PRIMARY KEY (organisation_id, task_id, ai_system_id),
  FOREIGN KEY (organisation_id, task_id) REFERENCES task,
  FOREIGN KEY (organisation_id, ai_system_id) REFERENCES ai_system
);
CREATE INDEX task_ai_system_system ON task_ai_system (organisation_id, ai_system_id);
INSERT INTO task_ai_system (organisation_id, task_id, ai_system_id)
  SELECT organisation_id, id, ai_system_id FROM task WHERE ai_system_id IS NOT NULL;
ALTER TABLE task DROP COLUMN ai_system_id;

CALL protect('exposure_label', 'SELECT, INSERT, UPDATE');
CALL protect('task_ai_system', 'SELECT, INSERT, DELETE');
