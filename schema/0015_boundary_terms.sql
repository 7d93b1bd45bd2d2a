-- What a boundary says beside its level, who signed it, and exceptions that expire.

DROP VIEW wire_boundary;
ALTER TABLE boundary_version RENAME COLUMN forbidden_inputs TO forbidden_inputs_en;
ALTER TABLE boundary_version RENAME COLUMN stop_procedure TO stop_procedure_en;
ALTER TABLE boundary_version
  ADD COLUMN forbidden_inputs_zh text NOT NULL DEFAULT '',
  ADD COLUMN stop_procedure_zh text NOT NULL DEFAULT '',
  ADD COLUMN persons_affected_en text NOT NULL DEFAULT '',
  ADD COLUMN persons_affected_zh text NOT NULL DEFAULT '',
  ADD COLUMN consulted_parties text NOT NULL DEFAULT '', -- the C and the I of RACI
  ADD COLUMN informed_parties text NOT NULL DEFAULT '',
  ADD COLUMN chosen_systems text[],                      -- codes; NULL: all that take part in the task
  ADD COLUMN ai_systems text[] NOT NULL DEFAULT '{}',    -- codes of those approved for it
  ADD COLUMN ai_clearances text[] NOT NULL DEFAULT '{}', -- theirs on that day, one for each
  ADD CHECK (cardinality(ai_systems) = cardinality(ai_clearances));

-- What a version says beside its level, as the program reads it.
CREATE FUNCTION boundary_terms(v boundary_version) RETURNS jsonb LANGUAGE sql STABLE
  RETURN jsonb_build_object(
    'rationale', v.rationale, 'aiSystems', CASE
      WHEN v.chosen_systems IS NULL THEN 'all'
      WHEN cardinality(v.chosen_systems) = 0 THEN 'none'
      ELSE array_to_string(v.chosen_systems, ' ') END,
    'personsAffected', jsonb_build_object('en', v.persons_affected_en, 'zh', v.persons_affected_zh),
    'forbiddenInputs', jsonb_build_object('en', v.forbidden_inputs_en, 'zh', v.forbidden_inputs_zh),
    'stopProcedure', jsonb_build_object('en', v.stop_procedure_en, 'zh', v.stop_procedure_zh),
    'responsible', v.responsible, 'consulted', v.consulted_parties, 'informed', v.informed_parties,
    'isLogged', v.logging_required, 'isDisclosed', v.disclosure_required);

CREATE VIEW wire_boundary AS
  SELECT b.organisation_id, 'o' AS scope, b.id, json_build_object(
    'role', b.role_id, 'task', b.task_id, 'level', 'H' || v.decided_level, 'oversight', v.oversight,
    'dataClass', v.data_class, 'aiSystems', v.ai_systems,
    'forbiddenInputs', json_build_object('en', v.forbidden_inputs_en, 'zh', v.forbidden_inputs_zh),
    'stopProcedure', json_build_object('en', v.stop_procedure_en, 'zh', v.stop_procedure_zh),
    'effectiveFrom', v.effective_from, 'reviewOn', v.review_on)::text AS wire
  FROM boundary b
  JOIN boundary_version v
    ON v.organisation_id = b.organisation_id AND v.boundary_id = b.id AND v.status = 'approved';
-- Renders every published boundary anew, too.
UPDATE boundary_version SET forbidden_inputs_zh = forbidden_inputs_en, stop_procedure_zh = stop_procedure_en;

-- Who stands behind a version: its approvers, and whoever else must sign in this organisation; append-only.
CREATE TABLE boundary_sign_off (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  boundary_version_id uuid NOT NULL,
  kind text NOT NULL
    CHECK (kind IN ('approval', 'second_approval', 'works_council', 'legal', 'data_protection', 'tightening')),
  account_id uuid, -- NULL: the operator on the server's host; for a tightening, the rules
  note text NOT NULL DEFAULT '' CHECK (length(note) <= 4000),
  signed_at timestamptz NOT NULL,
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, boundary_version_id) REFERENCES boundary_version,
  FOREIGN KEY (organisation_id, account_id) REFERENCES account
);
CREATE INDEX boundary_sign_off_version ON boundary_sign_off (organisation_id, boundary_version_id);

-- For a while another level than the one decided. Asked for by one account, given by another, ended by its date.
DROP TABLE boundary_exception;
CREATE TABLE boundary_exception (
  organisation_id uuid NOT NULL,
  id uuid NOT NULL,
  boundary_id uuid NOT NULL,
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
  reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 4000),
  valid_from date NOT NULL,
  valid_to date NOT NULL CHECK (valid_to > valid_from), -- exclusive
  requested_by uuid,
  requested_at timestamptz NOT NULL,
  approved_by uuid,
  approved_at timestamptz, -- NULL: waits for another account
  revoked_by uuid,
  revoked_at timestamptz,
  revocation_reason text NOT NULL DEFAULT '' CHECK (length(revocation_reason) <= 4000),
  PRIMARY KEY (organisation_id, id),
  FOREIGN KEY (organisation_id, boundary_id) REFERENCES boundary,
  CHECK (approved_by <> requested_by)
);
CREATE INDEX boundary_exception_boundary ON boundary_exception (organisation_id, boundary_id, valid_from);

CALL protect('boundary_sign_off', 'SELECT, INSERT');
CALL protect('boundary_exception', 'SELECT, INSERT, UPDATE');
